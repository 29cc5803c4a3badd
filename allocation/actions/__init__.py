"""The only code of allocation that writes: lock, check, change, audit, in one transaction."""
