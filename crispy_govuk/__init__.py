"""The "govuk" template pack: Django forms drawn by the GOV.UK Design System's own macros."""
