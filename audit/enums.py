"""The verbs of the trail itself."""

VIEWED = "audit.page_viewed"
