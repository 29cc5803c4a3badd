"""Files handed out: always saved, never opened within the site, with nothing in them allowed to run."""

from django.http import FileResponse


def as_download(content, name, content_type):
    """A stored file as an attachment under its own name."""
    response = FileResponse(content.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
