"""Refusals. Each carries one full sentence, fit to be shown: what is wrong and what to do."""

from datetime import datetime

from crispy_govuk.phrases import at_moment


class Refused(Exception):
    """It cannot be done as things stand. `sentence` is what the person reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """This person may not do it: their role, their own case, or their earlier part in it."""


class Stale(Refused):
    """Somebody changed it since the page was opened."""


class ChangedMeanwhile(Stale):
    """The sentence of a stale page: who changed what, and when."""

    def __init__(self, thing: str, who: str, at: datetime) -> None:
        super().__init__(
            f"{who} changed {thing} on {at_moment(at)}, after you opened this page. "
            "Compare what you entered with what is there now, then save again."
        )


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
