"""Refusals of casework: each builds the sentence that the person reads."""
