"""People who sign in, their roles, and the rules of signing in."""
