"""The outside world: files, virus scan, PDF, mail, spreadsheets. No models; imports no app."""

import logging

# It greets whoever imports it, on every start.
logging.getLogger("pikepdf").setLevel(logging.WARNING)
