"""The outside world: files, the virus scanner, PDFs. No models; imports no app."""

import logging

# It greets whoever imports it, on every start.
logging.getLogger("pikepdf").setLevel(logging.WARNING)
