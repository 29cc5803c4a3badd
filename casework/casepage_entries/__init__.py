"""What casework itself puts on the case page: its sections and its next steps."""
