"""May this person do this, now? Each check returns nothing, or raises the refusal with its sentence."""
