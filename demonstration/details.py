"""What else is made up of a child and who speaks for them: drawn apart, so that the rest of a story stays as it is."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from casework.ages import age_on
from casework.children.actions import ContactDetails
from casework.children.rules import upn_check_letter
from casework.enums import Ethnicity, NoUpnReason, Phase, Relationship
from demonstration.stories import Story

BY_LAST_NAME = {
    Ethnicity.APKN: ("Ahmed", "Akhtar", "Iqbal", "Malik", "Usman"),
    Ethnicity.ABAN: ("Begum", "Rahman"),
    Ethnicity.AIND: ("Dhillon", "Ghosh", "Johal", "Kaur", "Mistry", "Sharma"),
    Ethnicity.AOTH: ("Perera",),
    Ethnicity.CHNE: ("Chen", "Lam"),
    Ethnicity.BAFR: ("Adeyemi", "Boateng", "Mensah", "Nwosu", "Okafor", "Osman"),
    Ethnicity.WOTH: ("Costa", "Ivanov", "Kowalczyk", "Nowak", "Popescu", "Rossi", "Silva", "Wójcik"),
    Ethnicity.WIRI: ("Doyle", "Kelly", "Murphy", "Quinn", "Walsh"),
    Ethnicity.OOTH: ("Haddad", "Yilmaz"),
}
OTHERS = (
    (Ethnicity.WBRI, 80),
    (Ethnicity.MWBC, 4),
    (Ethnicity.MWAS, 4),
    (Ethnicity.BCRB, 4),
    (Ethnicity.WROM, 2),
    (Ethnicity.MOTH, 2),
    (Ethnicity.REFU, 2),
    (Ethnicity.NOBT, 2),
)
LANGUAGES = {
    Ethnicity.APKN: "Urdu",
    Ethnicity.ABAN: "Bengali",
    Ethnicity.CHNE: "Cantonese",
    Ethnicity.WOTH: "Polish",
}
KNOWN_AS = {
    "Agnieszka": "Aga",
    "Beatrice": "Bea",
    "Daniel": "Danny",
    "Harriet": "Hattie",
    "Imogen": "Immy",
    "Mohammed": "Mo",
    "Samuel": "Sam",
}
STREETS = ("Ash Grove", "Bridge Street", "Chapel Row", "Linden Avenue", "Mill Lane", "Orchard Close", "Station Road")

NO_AUTHORITY = "999"
"""No authority has this number, so that no UPN made up here is a real child's."""


def details_of(story: Story, today: date) -> dict[str, Any]:
    """The further details of the child, as `ChildDetails` takes them; the same each time for the same story."""
    random = Random(f"details of {story.seed}")  # noqa: S311 - made-up cases, no secret
    ethnicity = next((group for group, names in BY_LAST_NAME.items() if story.last_name in names), None)
    ethnicity = ethnicity or random.choices(*zip(*OTHERS, strict=True))[0]
    is_at_school = story.setting is not None and story.setting[1] not in (Phase.EARLY_YEARS, Phase.COLLEGE)
    age = age_on(story.born, today)
    is_looked_after, is_out_of_year = random.random() < 0.05, random.random() < 0.05 and 5 < age < 16
    return {
        "known_as": KNOWN_AS.get(story.first_name, ""),
        "ethnicity": ethnicity,
        "first_language": LANGUAGES.get(ethnicity, "English"),
        "address": f"{random.randint(1, 98)} {random.choice(STREETS)}\nExampleton",
        "postcode": f"EX99 {random.randint(1, 9)}{random.choice('ABDEFGHJ')}{random.choice('LNPQRSTU')}",
        "upn": _upn(story) if is_at_school else "",
        "upn_unknown": NoUpnReason.UNDER_6 if not is_at_school and age < 6 else "",
        "uln": _uln(story) if age >= 14 else "",
        "looked_after_by": "Exampleshire" if is_looked_after else "",
        "looked_after_since": story.requested_on.replace(day=1) if is_looked_after else None,
        "year_offset": -1 if is_out_of_year else 0,
    }


def contacts_of(story: Story, first: ContactDetails) -> list[ContactDetails]:
    """The first contact, told what the family is told; with some an advocate, or a parent who lives apart."""
    random = Random(f"contacts of {story.seed}")  # noqa: S311
    contacts, more = [replace(first, is_told=True)], random.random()
    if more < 0.1:
        apart = replace(first, name=f"Mx {story.last_name}", relationship=Relationship.OTHER, email="", phone="")
        address = f"{random.randint(1, 98)} Harbour View\nSampleford"
        contacts.append(replace(apart, address=address, postcode="EX98 2AB", address_is_withheld=True, is_told=True))
    elif more < 0.2:
        contacts.append(ContactDetails("Pat Lowe", Relationship.ADVOCATE, False, is_told=True))
    return contacts


def _upn(story: Story) -> str:
    rest = f"{NO_AUTHORITY}{story.seed % 10_000:04d}{story.born.year % 100:02d}{story.number % 1000:03d}"
    return upn_check_letter(rest) + rest


def _uln(story: Story) -> str:
    """Nine numbers and the last, which checks them; those that no last number fits are passed over."""
    for first_nine in range(900_000_000 + story.seed % 90_000_000, 1_000_000_000):
        left = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), str(first_nine), strict=True)) % 11
        if left:
            return f"{first_nine}{10 - left}"
    raise AssertionError("Of eleven numbers in a row one leaves nothing")
