"""What the content security policy must allow for these pages to work."""

#: The one inline script, from GOV.UK Frontend's own page template: it marks that JavaScript runs.
INLINE_SCRIPT = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)

#: Put this in `script-src`. A test holds it to the script that `templates/base.html` carries.
INLINE_SCRIPT_HASH = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
