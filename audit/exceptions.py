"""What goes wrong with the trail. These are faults of code or of the database, not refusals."""


class TrailCannotChange(Exception):
    """Rows of the trail are added, never changed or removed."""

    def __init__(self) -> None:
        super().__init__("The audit trail cannot be changed: rows are only added, by record().")


class TrailBroken(Exception):
    """The head of the chain is missing or was altered, so nothing can be added safely."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Nothing can be recorded: {why} Run manage.py verify_audit.")


class NotInTransaction(Exception):
    """An act and its row in the trail stand or fall together."""

    def __init__(self, verb: str) -> None:
        super().__init__(f"record({verb!r}) must run inside the transaction of the act.")
