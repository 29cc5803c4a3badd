"""Where somebody, or a setting, is found by name: however many there are, a page costs and weighs the same."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import RoleGrant, User
from base.clock import now
from casework.enums import Phase
from casework.models import Setting
from panels.members.actions import load_starter_panel
from tests.factories.cases import an_open_case
from tests.factories.forms import a_submitted_form
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

CASES = reverse("casework:case_list")


def crowd(count):
    """So many people more, who may be chosen anywhere, and so many settings."""
    people = User.objects.bulk_create(
        User(full_name=f"Pat Person{number}", sort_name=f"pat person{number}", email=f"pat{number}@example.org")
        for number in range(count)
    )
    roles = (Role.CASE_COORDINATOR, Role.PANEL_MEMBER)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, role=role, granted_at=now()) for person in people for role in roles
    )
    names = [f"Oak School {number}" for number in range(count)]
    Setting.objects.bulk_create(Setting(name=name, sort_name=name.lower(), phase=Phase.PRIMARY) for name in names)


NO_ARGUMENTS = ("casework:case_list", "casework:case_open", "casework:cases_hand_over", "scoring:second_list")


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("casework:case_list", 5),
        ("casework:case_open", 2),
        ("casework:cases_hand_over", 2),
        ("casework:case_reassign", 5),
        ("casework:case_exception", 8),
        ("casework:child_change", 6),
        ("scoring:second_list", 4),
        ("scoring:second_ask", 12),
        ("panels:member_add", 4),
    ],
)
def test_a_page_names_nobody_and_costs_the_same(
    client_as, coordinator, lead, administrator, django_assert_num_queries, page, queries
):
    case = a_submitted_form(coordinator).case
    of = {"panels": [load_starter_panel().pk]}.get(page.split(":")[0], [case.reference])
    url = reverse(page, args=of if page not in NO_ARGUMENTS else [])
    client = client_as(administrator if page.startswith("panels") else lead)
    weights = []
    for more in (2, 58):
        User.objects.filter(full_name__startswith="Pat").delete()
        crowd(more)
        client.get(url)
        with django_assert_num_queries(queries):
            response = client.get(url)
        assert "Pat Person" not in response.content.decode()
        weights.append(len(response.content))
    assert abs(weights[0] - weights[1]) < 200


class TestSuggestions:
    def asked(self, client, words, at="accounts:coordinators_found"):
        return client.post(reverse(at), {"words": words}).json()

    def test_are_whom_the_words_may_mean(self, client_as, coordinator, other_coordinator, lead):
        client = client_as(lead)
        assert self.asked(client, "ami") == {
            "found": [{"number": str(coordinator.pk), "name": "Amina Yusuf", "details": "North team"}],
            "said": "1 person found.",
        }
        assert self.asked(client, "  ") == {"found": [], "said": "No Case Co-ordinator is called so."}
        crowd(20)
        many = self.asked(client, "pat")
        assert len(many["found"]) == 15
        assert many["said"] == "More than 15 people are called so. Type more of the name."

    def test_of_people_with_cases_name_who_has_left(self, client_as, coordinator, lead):
        an_open_case(coordinator)
        User.objects.filter(pk=coordinator.pk).update(is_active=False, deactivated_at=now(), deactivated_by=lead)
        (found,) = self.asked(client_as(lead), "yusuf", "casework:holders_found")["found"]
        assert found["details"] == "North team, has left"
        assert not self.asked(client_as(lead), "yusuf")["found"]

    def test_do_not_keep_anybody_signed_in(self, client_as, lead):
        client = client_as(lead)
        before = dict(client.session.items())
        self.asked(client, "ami")
        assert dict(client.session.items()) == before

    def test_cost_the_same_of_few_and_of_many(self, client_as, lead, django_assert_num_queries):
        client = client_as(lead)
        self.asked(client, "pat")
        for more in (2, 58):
            User.objects.filter(full_name__startswith="Pat").delete()
            crowd(more)
            with django_assert_num_queries(3):
                self.asked(client, "pat")


class TestTheFilterOfCases:
    def test_keeps_the_number_and_shows_the_name(self, client_as, coordinator, other_coordinator, lead):
        case, other = an_open_case(coordinator), an_open_case(other_coordinator)
        client = client_as(lead)
        page = client.post(CASES, {"coordinator_words": "yusuf, a"}, follow=True).content.decode()
        assert client.session["filter of case_list"]["asked"] == {"coordinator": [str(coordinator.pk)]}
        assert 'value="Amina Yusuf"' in page
        assert (case.reference in page, other.reference in page) == (True, False)

    def test_asks_which_of_several_is_meant(self, client_as, coordinator, lead):
        namesake = a_person(Role.CASE_COORDINATOR, full_name="Amina Yusuf", job_title="Senior")
        cases = [an_open_case(coordinator), an_open_case(namesake)]
        client = client_as(lead)
        page = client.post(CASES, {"coordinator_words": "amina"}, follow=True).content.decode()
        assert page.count("2 people are called so. Select the one you mean") == 2
        assert all(case.reference in page for case in cases)
        chosen = {"coordinator_words": "amina", "coordinator_shown": "amina", "coordinator": namesake.pk}
        page = client.post(CASES, chosen, follow=True).content.decode()
        assert [case.reference in page for case in cases] == [False, True]
