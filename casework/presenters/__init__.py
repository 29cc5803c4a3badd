"""What the pages of casework show."""
