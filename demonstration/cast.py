"""Who does what in the demonstration: the hands of one case are always different people."""

from dataclasses import dataclass

from accounts.demonstration import PEOPLE
from accounts.enums import Role
from accounts.models import User


@dataclass(frozen=True)
class Cast:
    """The people of the demonstration, by what they do."""

    coordinators: list[User]
    leads: list[User]
    officer: User
    chair: User
    members: list[User]

    def for_case(self, number: int) -> "Hands":
        """The people of the case with this number; one Lead verifies and the other signs."""
        first = number % len(self.leads)
        return Hands(
            coordinator=self.coordinators[number % len(self.coordinators)],
            verifier=self.leads[first],
            signer=self.leads[first - 1],
            officer=self.officer,
        )


@dataclass(frozen=True)
class Hands:
    """Who works on one case."""

    coordinator: User
    verifier: User
    signer: User
    officer: User


def the_cast() -> Cast:
    """The demonstration accounts as they are in the database."""
    users = {user.email: user for user in User.objects.filter(is_demonstration=True).select_related("team")}

    def those_with(role: Role) -> list[User]:
        return [users[person.email] for person in PEOPLE if role in person.roles]

    return Cast(
        coordinators=those_with(Role.CASE_COORDINATOR),
        leads=those_with(Role.LEAD_SEND_COORDINATOR),
        officer=those_with(Role.PERSONALISATION_OFFICER)[0],
        chair=those_with(Role.PANEL_CHAIR)[0],
        members=those_with(Role.PANEL_MEMBER),
    )
