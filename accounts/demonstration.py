"""The people of the made-up council. They exist only on a development server."""

from dataclasses import dataclass

from accounts.enums import Role

PASSWORD = "demonstration"  # noqa: S105 - published on purpose
DOMAIN = "example.org"


@dataclass(frozen=True)
class Person:
    """One made-up person: `local_part` is the email address before the @."""

    local_part: str
    full_name: str
    job_title: str
    team: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        return f"{self.local_part}@{DOMAIN}"


NORTH, SOUTH = "North team", "South team"

PEOPLE = (
    Person("amina.yusuf", "Amina Yusuf", "Case Co-ordinator", NORTH, (Role.CASE_COORDINATOR,)),
    Person("tom.hale", "Tom Hale", "Case Co-ordinator", SOUTH, (Role.CASE_COORDINATOR,)),
    Person("bethan.rees", "Bethan Rees", "Case Co-ordinator", NORTH, (Role.CASE_COORDINATOR,)),
    Person("kwame.asante", "Kwame Asante", "Case Co-ordinator", SOUTH, (Role.CASE_COORDINATOR,)),
    Person("dan.pryce", "Dan Pryce", "Lead SEND Co-ordinator", NORTH, (Role.LEAD_SEND_COORDINATOR,)),
    Person("grace.obi", "Grace Obi", "Lead SEND Co-ordinator", SOUTH, (Role.LEAD_SEND_COORDINATOR,)),
    Person("ruth.osei", "Ruth Osei", "Personalisation Officer", "", (Role.PERSONALISATION_OFFICER,)),
    Person("maya.chen", "Maya Chen", "Head of SEND", "", (Role.PANEL_CHAIR, Role.PANEL_MEMBER)),
    Person("sam.reid", "Sam Reid", "Headteacher", "", (Role.PANEL_MEMBER,)),
    Person("lena.kowalska", "Lena Kowalska", "Educational psychologist", "", (Role.PANEL_MEMBER,)),
    Person("idris.khan", "Idris Khan", "Designated clinical officer", "", (Role.PANEL_MEMBER,)),
    Person("nina.patel", "Nina Patel", "Service manager", "", (Role.SERVICE_ADMINISTRATOR,)),
    Person("owen.price", "Owen Price", "Finance business partner", "", (Role.FINANCE_READER,)),
)


def one_for_each_role() -> list[tuple[Role, Person]]:
    """For each role the person who holds it with the fewest others, in the order of the roles."""
    return [(role, min(_holders(role), key=lambda person: len(person.roles))) for role in Role]


def _holders(role: Role) -> list[Person]:
    return [person for person in PEOPLE if role in person.roles]
