"""The outside world: files, virus scan, PDF, mail, spreadsheets. No models; imports no app."""
