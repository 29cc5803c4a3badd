"""The only code of scoring that writes: lock, check, change, audit, after-commit effects, in one transaction."""
