"""The only code of panels that writes: lock, check, change, audit, after-commit effects, in one transaction."""
