"""A choice among too many to list: part of a name is typed, the server finds who is meant, or asks which."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.forms import COORDINATORS
from accounts.models import User
from crispy_govuk.drawing import draw_field
from crispy_govuk.errors import draw_error_summary
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import MOST_OFFERED, FoundField, Typed, settled
from tests.factories.people import TeamFactory, a_person
from tests.unit.crispy_govuk.parsing import Page


class WhoForm(GovukForm):
    who = FoundField(source=COORDINATORS, label="Who", noun="name of the person")


class AnybodyForm(GovukForm):
    who = FoundField(source=COORDINATORS, label="Who", required=False)


class WhoOrTeamForm(GovukForm):
    who = FoundField(source=COORDINATORS, label="Who", noun="name of the person", answers=[("team", "The whole team")])


def sent(words="", shown="", number="", form=WhoForm, **opened):
    data = QueryDict(mutable=True)
    data.update({"who": str(number), "who_words": words, "who_shown": shown})
    return form(data, **opened)


def said_by(form):
    return [str(error) for error in form.errors.get("who", [])]


def taken_by(form):
    assert form.is_valid(), form.errors
    return form.cleaned_data["who"]


def drawn(form):
    form.is_valid()
    return Page(draw_field(form["who"]))


@pytest.fixture
def people(db):
    """Two of one name, one whose name goes on, and one with an accent."""
    team = TeamFactory.create(name="North team")
    names = (("Ann Lee", "Officer"), ("Ann Lee", ""), ("Ann Leeson", "Officer"), ("José O’Neil", "Officer"))
    return [a_person(Role.CASE_COORDINATOR, full_name=name, job_title=job, team=team) for name, job in names]


class TestWhatIsTyped:
    @pytest.mark.parametrize("words", ["jose", "O'Neil,  Jose", "jo on", "ONEIL", "joseoneil"])
    def test_the_one_that_it_means_is_taken_and_shown(self, people, words):
        form = sent(words)
        assert taken_by(form) == people[3]
        page = drawn(form)
        assert page.one("input", id="id_who")["value"] == page.one("input", name="who_shown")["value"] == "José O’Neil"
        assert page.one("input", name="who")["value"] == str(people[3].pk)
        assert "Officer, North team" in page.text
        assert page.dangling == page.repeated_ids == []

    def test_a_whole_name_is_not_the_beginning_of_another(self, people):
        people[1].delete()
        assert taken_by(sent("ann lee")) == people[0]

    def test_of_several_one_is_chosen(self, people):
        form = sent("ann lee")
        assert said_by(form) == ["3 people are called so. Select the one you mean"]
        page = drawn(form)
        assert "Ann Lee Officer, North team Ann Lee North team Ann Leeson Officer, North team" in page.text
        assert 'href="#id_who_number"' in draw_error_summary(form)
        assert page.ids["id_who_number"] == 1
        assert page.dangling == page.repeated_ids == []
        assert taken_by(sent("ann lee", "ann lee", people[1].pk)) == people[1]
        assert said_by(sent("ann lee", "ann lee")) == said_by(form)

    def test_other_words_count_before_what_was_found_for_those_before(self, people):
        assert taken_by(sent("jose", "Ann Lee", people[0].pk)) == people[3]
        assert taken_by(sent("", "Ann Lee", people[0].pk, form=AnybodyForm)) is None
        assert said_by(sent("", "Ann Lee", people[0].pk)) == ["Enter the name of the person"]

    def test_namesakes_of_one_team_are_told_apart(self, people):
        User.objects.filter(pk=people[1].pk).update(job_title="Officer")
        assert f"Officer, North team, account {people[1].pk}" in drawn(sent("ann lee")).text
        assert "account" not in drawn(sent("ann leeson")).text

    def test_none_and_too_many_are_sentences(self, people):
        sentence = "No Case Co-ordinator is called “zoë 100%”. Check the name, or enter less of it"
        assert said_by(sent("zoë 100%")) == [sentence]
        for number in range(MOST_OFFERED - 2):
            a_person(Role.CASE_COORDINATOR, full_name=f"Ann Other{number}")
        form = sent("ann")
        assert said_by(form) == ["More than 15 people are called so. Enter more of the name"]
        assert drawn(form).all("input", type="radio") == []
        assert drawn(form).one("input", id="id_who")["value"] == "ann"

    def test_who_cannot_be_chosen_is_neither_found_nor_taken(self, people, lead):
        for number, words in ((lead.pk, ""), ("", lead.full_name), ("9" * 19, ""), ("²", ""), ("\x00", "")):
            assert said_by(sent(words, number=number))

    def test_it_costs_the_same_of_few_and_of_many(self, people, django_assert_num_queries):
        for more in (0, 60):
            for number in range(more):
                a_person(Role.CASE_COORDINATOR, full_name=f"Ann Other{number}")
            with django_assert_num_queries(1):
                drawn(sent("jose"))
            with django_assert_num_queries(1):
                drawn(WhoForm(initial={"who": people[0].pk}))
            with django_assert_num_queries(0):
                drawn(WhoForm())

    @given(st.text(max_size=300), st.text(max_size=30), st.text(max_size=30))
    def test_whatever_is_sent_is_answered(self, words, shown, number):
        field = FoundField(source=COORDINATORS, label="Who", required=False)
        field.queryset = User.objects.none()
        data = {"x": number, "x_words": words, "x_shown": shown}
        with contextlib.suppress(ValidationError):
            assert field.clean(field.widget.value_from_datadict(data, {}, "x")) is None


class TestOtherAnswers:
    def test_one_of_them_will_do(self, people):
        assert taken_by(sent(number="team", form=WhoOrTeamForm)) == "team"
        page = drawn(sent(number="team", form=WhoOrTeamForm))
        assert "checked" in page.one("input", value="team")
        assert "Or The whole team" in page.text

    def test_it_is_a_name_or_another_answer(self, people):
        both = sent("jose", number="team", form=WhoOrTeamForm)
        assert said_by(both) == ["Enter a name, or select “The whole team”, but not both"]
        assert taken_by(sent("nobody", number="team", form=WhoOrTeamForm)) == "team"

    def test_a_name_takes_the_place_of_the_answer_the_form_was_opened_with(self, people):
        assert taken_by(sent("jose", number="team", form=WhoOrTeamForm, initial={"who": "team"})) == people[3]


class TestAForm:
    def test_opens_with_a_row_or_its_number(self, people):
        for initial in (people[0], people[0].pk):
            page = drawn(WhoForm(initial={"who": initial}))
            assert page.one("input", id="id_who")["value"] == "Ann Lee"
            assert page.one("input", name="who")["value"] == str(people[0].pk)

    def test_takes_a_number_alone(self, people):
        assert taken_by(WhoForm({"who": people[2].pk})) == people[2]


def test_a_filter_keeps_the_number_and_the_words_only_while_they_are_not_clear(people):
    assert settled(sent("jose", form=AnybodyForm)).dict() == {"who": str(people[3].pk)}
    assert settled(sent("ann", form=AnybodyForm)).dict() == {"who_words": "ann"}
    assert settled(sent("", "Ann Lee", people[0].pk, form=AnybodyForm)).dict() == {"who": ""}


def test_a_name_that_is_kept_with_two_spaces_is_chosen_like_any_other(people):
    User.objects.filter(pk=people[0].pk).update(full_name="Ann  Lee")
    assert taken_by(sent("Ann  Lee", "Ann  Lee", people[0].pk)) == people[0]


def test_what_is_typed_is_cut_and_tidied():
    typed = FoundField(source=COORDINATORS, label="Who").widget.value_from_datadict(
        {"x_words": "  Ann \n Lee " + "x" * 500}, {}, "x"
    )
    assert typed == Typed("", ("Ann Lee " + "x" * 500)[:200], "")
