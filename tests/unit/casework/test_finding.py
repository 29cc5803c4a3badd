"""Finding children by the words that are kept of them, alike on both databases, and putting names in order."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Team, User
from accounts.queries import people_matching
from base.names import FoldedField
from casework.cases.actions import close_case
from casework.children.actions import (
    SettingDetails,
    add_contact,
    change_child,
    change_contact,
    enrol,
    remove_contact,
    version_of_details,
)
from casework.enums import Phase, Stage, WordKind
from casework.models import Case, Child, SearchWord, Setting, UnitCost
from casework.names.queries import children_like, identity_of, matching, settings_like
from casework.names.rules import MOST_COMPARED, MOST_OFFERED, Identity
from crispy_govuk.found import find
from panels.models import Panel
from tests.factories.cases import ChildDetailsFactory, ContactDetailsFactory, SettingFactory, an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

BORN = date(2016, 3, 27)


@pytest.fixture
def case(coordinator):
    return an_open_case(
        coordinator, first_name="Noah", last_name="Smith‑O’Brien", date_of_birth=BORN, upn="A123456789012"
    )


def found(typed):
    return [case.reference for case in matching(Case.objects.order_by("pk"), typed)]


class TestFinding:
    @pytest.mark.parametrize(
        "typed",
        ["noah", "O'Brien, Noah", "smith obrien", "SmithOBrien", "smi o’b", "Noah 27/3/2016", "27.3.16",
         "A1234 56789012", "jo elli noah", "hillside academy noah", "Ellis 2016", "march 2016 smith"],
    )  # fmt: skip
    def test_by_whatever_is_known_of_the_child(self, case, coordinator, typed):
        an_open_case(coordinator, first_name="Mia", last_name="Price", date_of_birth=date(2015, 4, 1))
        assert found(typed) == [case.reference]

    @pytest.mark.parametrize("typed", ["noah price", "oah", "28/3/2016", "A123456789013", "noah hillside x", "%", "'"])
    def test_nothing_where_a_word_does_not_fit(self, case, typed):
        assert found(typed) == []

    def test_by_reference_only_the_case_of_it(self, case, coordinator, lead):
        close_case(case, Stage.WITHDRAWN, reason="Later.", by=lead)
        again = an_open_case(coordinator, child=case.child)
        assert found("noah") == [case.reference, again.reference]
        for typed in (again.reference, again.reference.replace("-", " "), again.reference.lower().replace("-", ".")):
            assert found(typed) == [again.reference]
        assert found(f"noah {case.reference}") == [case.reference]

    def test_as_it_is_recorded_now(self, case, coordinator):
        child = case.child
        contact = child.contacts.get()
        details = ChildDetailsFactory.build(first_name="Nour", last_name="Haddad", date_of_birth=BORN)
        change_child(case, details, setting=None, expected_version=version_of_details(child), by=coordinator)
        change_contact(
            case,
            contact,
            ContactDetailsFactory.build(name="Rima Haddad"),
            expected_version=version_of_details(contact),
            by=coordinator,
        )
        assert found("noah") == found("hillside") == found("ellis") == found("A123456789012") == []
        assert found("nour haddad rima") == [case.reference]
        added = add_contact(case, ContactDetailsFactory.build(name="Sami Aziz"), by=coordinator)
        assert found("sami nour") == [case.reference]
        remove_contact(case, added, by=coordinator)
        assert found("sami") == []

    def test_words_that_differ_are_named_and_mended(self, case):
        call_command("mend_search_words", check=True, stdout=StringIO())
        SearchWord.objects.filter(kind=WordKind.NAME).delete()
        Child.objects.filter(pk=case.child_id).update(sort_name="x")
        with pytest.raises(CommandError, match="The words of 1 children differ"):
            call_command("mend_search_words", check=True, stdout=StringIO())
        assert found("noah") == []
        told = StringIO()
        call_command("mend_search_words", stdout=told)
        assert told.getvalue() == "Children whose words differed: 1.\n"
        assert found("noah") == [case.reference]
        assert Child.objects.get().sort_name == "smith obrien  noah"

    def test_a_search_takes_one_query_however_much_is_typed(self, case, django_assert_num_queries):
        for typed in ("noah", "noah smith obrien 27/3/2016 ellis hillside"):
            with django_assert_num_queries(1):
                assert found(typed) == [case.reference]


class TestChildrenAlike:
    def test_those_of_nearly_this_name_and_day_the_most_alike_first(self, case, coordinator):
        near = an_open_case(coordinator, first_name="Noha", last_name="Smith O'Brien", date_of_birth=BORN)
        slip = an_open_case(coordinator, first_name="Noah", last_name="OBrien Smith", date_of_birth=date(2016, 3, 26))
        an_open_case(coordinator, first_name="Ruby", last_name="Smith-O'Brien", date_of_birth=BORN)
        an_open_case(coordinator, first_name="Noah", last_name="Smith-O'Brien", date_of_birth=date(2014, 1, 5))
        alike = children_like(Identity("Noah", "Smith-OBrien", BORN))
        assert alike == [case.child, near.child, slip.child]
        assert children_like(identity_of(near.child), besides=near.child)[0] == case.child
        assert children_like(Identity("Xi", "Yu", date(2001, 1, 1), "A123456789012")) == [case.child]

    def test_however_many_share_a_day_a_fixed_number_is_compared(self, case, django_assert_num_queries):
        Child.objects.bulk_create(
            Child(first_name="Rowan", last_name=f"Ellis{number}", date_of_birth=BORN, sex="M", primary_need="ASD")
            for number in range(MOST_COMPARED + 20)
        )
        with django_assert_num_queries(1):
            assert children_like(Identity("Noah", "Smith-O'Brien", BORN)) == [case.child]
        assert len(children_like(Identity("Rowan", "Ellis", BORN))) == MOST_OFFERED


class TestSettings:
    def test_are_found_by_folded_words(self):
        mary = SettingFactory.create(name="St Mary's C.E. Primary", phase=Phase.PRIMARY)
        hall = SettingFactory.create(name="Smith-Jones Hall")
        assert find(Setting.objects.all(), "st marys ce primary") == [mary]
        assert find(Setting.objects.all(), "Primary, St. Mary’s") == [mary]
        assert find(Setting.objects.all(), "smithjones") == find(Setting.objects.all(), "hall smith") == [hall]
        assert find(Setting.objects.all(), "ary") == find(Setting.objects.all(), "%") == []
        assert settings_like("St Marys CE Primary School", Phase.PRIMARY) == [mary]
        assert settings_like("Brook School", Phase.PRIMARY) == []

    def test_one_typed_again_is_the_same_unless_it_is_another(self, case):
        details = SettingDetails("hillside  ACADEMY", Phase.SECONDARY)
        assert enrol(case.child, details).setting == Setting.objects.get()
        another = SettingDetails("Hillside Academy", Phase.SECONDARY, is_another=True)
        assert enrol(case.child, another).setting.pk != Setting.objects.earliest("pk").pk


ALPHABET = [
    "Ahmed", "Ångström", "Angstrom", "Angstrong", "de Souza", "Dean", "Désiré", "Łuck", "Lumb", "O’Brien", "OBrien",
    "Obrienne", "Smith", "smith jones", "Smith-Jones", "Smithson", "Zoë",
]  # fmt: skip
"""Names that differ only in what does not matter stand side by side, as they were made."""


class TestOrder:
    """The same literal list on both databases, whatever their own order is."""

    @pytest.mark.parametrize(
        "make",
        [
            lambda name: Setting.objects.create(name=name, phase=Phase.PRIMARY),
            lambda name: Team.objects.create(name=name),
            lambda name: Panel.objects.create(name=name),
            lambda name: UnitCost.objects.create(
                name=name, basis="session", amount=1, effective_from=BORN, payer="top_up"
            ),
            lambda name: Child.objects.create(
                first_name="A", last_name=name, date_of_birth=BORN, sex="M", primary_need="ASD"
            ),
            lambda name: a_person(full_name=name),
        ],
        ids=["settings", "teams", "panels", "unit costs", "children", "people"],
    )
    def test_names_follow_the_alphabet(self, no_starter_data, make):
        made = {make(name).pk: name for name in [*ALPHABET[1::2], *ALPHABET[::2]]}
        rows = type(make("Aardvark")).objects.filter(pk__in=made)
        assert [made[row.pk] for row in rows] == ALPHABET

    def test_people_are_found_by_words_in_any_order(self, coordinator):
        person = a_person(full_name="Siân O’Neill-Hughes", email="s.hughes@example.org")
        for name in ("oneill sian", "O'Neill", "hughes", "Hughes, Siân", "oneillhughes", "s.hughes@"):
            assert list(people_matching(name=name)) == [person]
        assert not people_matching(name="neil")
        assert not people_matching(name="''")

    def test_a_folded_column_is_compared_letter_by_letter_whatever_the_database_speaks(self):
        columns = [
            (model, field)
            for model in (Child, Setting, SearchWord, UnitCost, User, Team, Panel)
            for field in model._meta.local_fields
            if isinstance(field, FoldedField)
        ]
        assert len(columns) == 7
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for model, field in columns:
                cursor.execute(
                    "SELECT collation_name FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
                    [model._meta.db_table, field.column],
                )
                assert cursor.fetchone() == ("C",), f"{model._meta.label}.{field.name}"
