"""What is made up of a child holds every rule, is the same each time, and is believable in its shares."""

from collections import Counter
from datetime import date

from casework.children.actions import ChildDetails, ContactDetails, check_child_details, check_contact_details
from casework.enums import Ethnicity, Need, Relationship
from demonstration.details import contacts_of, details_of
from demonstration.stories import tell_stories

TODAY = date(2026, 11, 23)
STORIES = tell_stories(300, 7, TODAY)
FIRST = ContactDetails("Ms Ellis", Relationship.MOTHER)


def test_every_child_and_contact_holds_the_rules():
    for story in STORIES:
        check_child_details(
            ChildDetails(
                story.first_name, story.last_name, story.born, story.sex, Need(story.primary_need),
                **details_of(story, TODAY),
            ),
            TODAY,
        )  # fmt: skip
        for contact in contacts_of(story, FIRST):
            check_contact_details(contact)


def test_the_same_story_has_the_same_details():
    assert [details_of(story, TODAY) for story in STORIES] == [details_of(story, TODAY) for story in STORIES]


def test_numbers_are_given_once():
    for number in ("upn", "uln"):
        given = [told for story in STORIES if (told := details_of(story, TODAY)[number])]
        assert len(set(given)) == len(given) > 5


def test_most_are_white_british_and_no_group_is_left_out_for_all():
    shares = Counter(details_of(story, TODAY)["ethnicity"] for story in STORIES)
    assert shares.most_common(1)[0][0] == Ethnicity.WBRI
    assert len(shares) >= 10
