"""The only code of casework that writes: lock, check, change, audit, after-commit effects, in one transaction."""
