"""Shared reads of casework. Everything starts from what the person may see."""
