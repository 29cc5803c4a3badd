"""Refusals about people and their roles."""

from base.refusals import NotAllowed, Refused


class AdministratorsOnly(NotAllowed):
    """People and the audit trail belong to the service administrator."""

    def __init__(self, act: str) -> None:
        super().__init__(f"Only a service administrator can {act}.")


class OwnRoles(NotAllowed):
    """Nobody grants a role to themselves."""

    def __init__(self) -> None:
        super().__init__("You cannot give a role to yourself. Ask another service administrator to do it.")


class LastAdministrator(Refused):
    """Without a service administrator nobody could let people in."""

    def __init__(self, full_name: str) -> None:
        super().__init__(
            f"{full_name} is the last service administrator. Make another person service administrator first."
        )


class AlreadyDeactivated(Refused):
    """The account is closed already."""

    def __init__(self, full_name: str) -> None:
        super().__init__(f"The account of {full_name} is closed already.")


class StillActive(Refused):
    """The account is open already."""

    def __init__(self, full_name: str) -> None:
        super().__init__(f"The account of {full_name} is open already.")


class EmailTaken(Refused):
    """An email address belongs to one person."""

    def __init__(self, full_name: str) -> None:
        super().__init__(
            f"{full_name} already has an account with this email address. "
            "Change that account, or enter another address."
        )


class TeamExists(Refused):
    """Teams are told apart by their names."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a team called {name} already. Enter another name.")


class NoRoles(Refused):
    """A person without a role could see nothing."""

    def __init__(self) -> None:
        super().__init__("Choose at least one role.")


class DemonstrationForbidden(Refused):
    """Made-up people may not exist in service."""

    def __init__(self) -> None:
        super().__init__("Demonstration accounts can be made only on a development server (DEBUG on).")
