"""The trail of acts and of views: rows are only ever added. Imports no other app."""
