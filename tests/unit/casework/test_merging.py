"""Two records of one child become one, with all that both had; and are parted again where that was a mistake."""

from datetime import date

import pytest

from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused
from casework.cases.actions import close_case
from casework.children.actions import SettingDetails, add_contact, change_child, enrol, version_of_details
from casework.deaths.actions import record_death
from casework.enums import DocumentKind, Phase, PlanStatus, Stage
from casework.merging.actions import answer_that_another, ask_again_whether_another, merge_children, undo_merge
from casework.merging.queries import differences
from casework.models import AnotherChild, Case, Child, ChildMerge, Contact, Plan, PlanVersion
from casework.names.queries import children_like, identity_of, matching
from casework.versions.actions import order_document, plan_version_of
from tests.factories.cases import ChildDetailsFactory, ContactDetailsFactory, an_open_case
from tests.factories.journeys import a_case_at, the_people

pytestmark = pytest.mark.django_db

WHY = "The mother says that they are one."


@pytest.fixture
def case(coordinator):
    return an_open_case(coordinator, first_name="Noah", last_name="Fisher", upn="A123456789012")


@pytest.fixture
def twin(other_coordinator, lead):
    """A second record of the same child, made by another team; its case is closed."""
    other = an_open_case(
        other_coordinator, first_name="Noah James", last_name="Fischer", upn="P123456789013", postcode="LS1 1AA"
    )
    enrol(other.child, SettingDetails("Brook School", Phase.PRIMARY))
    contact = other.child.contacts.get()
    Contact.objects.filter(pk=contact.pk).update(phone="01632 960000")
    add_contact(other, ContactDetailsFactory.build(name="Sol Ellis"), by=other_coordinator)
    close_case(other, Stage.WITHDRAWN, reason="It was opened twice.", by=lead)
    return other


def merged(case, twin, lead, *values):
    return merge_children(case.child, twin.child, from_other=set(values), reason=WHY, by=lead)


def everything():
    """What stands in every table that a merge writes to, but for its own."""
    tables = [
        Child.objects.order_by("pk").values(),
        Case.objects.order_by("pk").values("pk", "child"),
        Contact.objects.order_by("pk").values(),
        Plan.objects.order_by("pk").values(),
        PlanVersion.objects.order_by("pk").values("pk", "plan", "number"),
        *(child.enrolments.order_by("pk").values() for child in Child.objects.order_by("pk")),
        *(child.search_words.order_by("kind", "word", "case").values("child", "case", "kind", "word")
          for child in Child.objects.order_by("pk")),
    ]  # fmt: skip
    return [list(rows) for rows in tables]


class TestMerging:
    def test_the_record_that_is_kept_has_all_that_both_had(self, case, twin, lead):
        merge = merged(case, twin, lead, "first_name", "postcode", "setting")
        child = Child.objects.get(pk=case.child_id)
        assert (child.full_name, child.postcode, child.upn) == ("Noah James Fisher", "LS1 1AA", "A123456789012")
        assert {each.reference for each in child.cases.all()} == {case.reference, twin.reference}
        assert {each.name: each.phone for each in child.contacts.all()} == {"Jo Ellis": "01632 960000", "Sol Ellis": ""}
        settings = {each.setting.name: each.ended_on is None for each in child.enrolments.all()}
        assert settings == {"Brook School": True, "Hillside Academy": False}
        assert merge.merged_before["child"]["last_name"] == "Fischer"
        assert merge.merged_before["setting"] == "Brook School"

    def test_a_number_leaves_the_other_record_and_comes_back(self, case, twin, lead):
        Child.objects.filter(pk=twin.child_id).update(uln="9276308686", looked_after_by="Leeds")
        merge = merged(case, twin, lead, "uln", "upn_unknown", "looked_after_since")
        assert list(Child.objects.order_by("pk").values_list("uln", flat=True)) == ["9276308686", ""]
        undo_merge(merge, reason="They are cousins.", by=lead)
        assert list(Child.objects.order_by("pk").values_list("uln", flat=True)) == ["", "9276308686"]

    def test_what_would_deny_what_stands_is_not_taken_over(self, case, twin, lead):
        Child.objects.filter(pk=twin.child_id).update(upn="", upn_unknown="UN1", looked_after_by="Leeds")
        Child.objects.filter(pk=twin.child_id).update(looked_after_since=date(2020, 1, 2))
        twin.child.refresh_from_db()
        merged(case, twin, lead, "upn_unknown", "looked_after_since")
        child = Child.objects.get(pk=case.child_id)
        assert (child.upn, child.upn_unknown, child.looked_after_since) == ("A123456789012", "", None)

    @pytest.mark.parametrize("of_other", [True, False])
    def test_an_address_that_is_withheld_in_one_record_stays_so(self, case, twin, lead, of_other):
        of = (twin if of_other else case).child_id
        Contact.objects.filter(child=of, name="Jo Ellis").update(address="1 Safe Row", address_is_withheld=True)
        merge = merged(case, twin, lead)
        contact = Contact.objects.get(child=case.child_id, name="Jo Ellis")
        assert (contact.address, contact.address_is_withheld) == ("1 Safe Row", True)
        undo_merge(merge, reason="They are cousins.", by=lead)
        assert Contact.objects.get(child=case.child_id, name="Jo Ellis").address_is_withheld is not of_other

    def test_a_draft_that_nobody_was_served_is_made_anew_without_an_address_that_came_withheld(self, twin, lead):
        people = the_people()
        drafted = a_case_at(Stage.FINALISING, people)
        version = plan_version_of(drafted)
        order_document(version, DocumentKind.DRAFT, "<p>1 Home Street</p>", by=people.coordinator)
        Contact.objects.filter(child=twin.child_id, name="Sol Ellis").update(address_is_withheld=True)
        merged(drafted, twin, lead)
        assert drafted.child.address_is_withheld
        assert not version.documents.filter(kind=DocumentKind.DRAFT).exists()

    def test_a_death_stands_in_both_records_or_in_neither(self, case, twin, lead):
        record_death(twin, died_on=today(), by=lead)
        twin.child.refresh_from_db()
        with pytest.raises(Refused, match="The child’s death is recorded in one of the two records only"):
            merged(case, twin, lead)
        record_death(case, died_on=today(), by=lead)
        merged(case, twin, lead)

    def test_the_child_is_found_by_both_names_and_asked_about_once(self, case, twin, lead):
        merged(case, twin, lead)
        for typed in ("noah fisher", "james fischer", "A123456789012", "P1234 56789013"):
            assert {each.pk for each in matching(Case.objects.all(), typed)} == {case.pk, twin.pk}
        assert [each.pk for each in matching(Case.objects.all(), twin.reference)] == [twin.pk]
        assert children_like(identity_of(case.child)) == [case.child]

    def test_both_histories_tell_it(self, case, twin, lead):
        merged(case, twin, lead)
        for each in (case, twin):
            sentence = f"Dan Pryce merged two records of the child into one: “{WHY}”"
            assert sentence_of(trail_of(each.pk)[0]) == sentence

    def test_the_likelier_value_is_proposed(self, case, twin):
        likelier = {each.name: each.other_is_likelier for each in differences(case.child, twin.child)}
        assert likelier == {"first_name": True, "last_name": True, "upn": True, "postcode": True, "setting": True}
        likelier = {each.name: each.other_is_likelier for each in differences(twin.child, case.child)}
        assert not likelier["postcode"]
        assert not likelier["first_name"]

    def test_a_plan_that_was_only_drafted_goes_into_the_one_that_goes_on(self, case, twin, lead, coordinator):
        plans = [Plan.objects.create(child=each.child) for each in (case, twin)]
        for plan, each, status in zip(plans, (case, twin), (PlanStatus.DRAFTING, PlanStatus.ABANDONED), strict=True):
            PlanVersion.objects.create(
                plan=plan, case=each, number=1, status=status, edited_at=each.opened_at, edited_by=coordinator
            )
        before = everything()
        merge = merged(case, twin, lead)
        assert [(v.case_id, v.number) for v in plans[0].versions.all()] == [(case.pk, 1), (twin.pk, 2)]
        assert Plan.objects.get().child == case.child
        undo_merge(merge, reason="They are cousins.", by=lead)
        assert everything() == before

    @pytest.mark.parametrize(
        ("makes", "sentence"),
        [
            (lambda case, twin: None, "Both records have an assessment that goes on: case EX-.*-0001 at “Requested”"),
            (lambda case, twin: [
                Plan.objects.create(child=each.child, first_made_on=date(2025, 1, 1), review_due_on=date(2026, 1, 1))
                for each in (case, twin)
            ], "Both records have a plan in force, and a child has one. End the plan that was recorded wrongly"),
        ],
    )  # fmt: skip
    def test_two_that_go_on_cannot_be_one(self, coordinator, lead, makes, sentence):
        case, twin = an_open_case(coordinator), an_open_case(coordinator)
        makes(case, twin)
        with pytest.raises(Refused, match=sentence):
            merged(case, twin, lead)

    def test_is_a_leads_with_a_reason_and_not_against_an_answer(self, case, twin, coordinator, lead):
        with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can merge two records of a child"):
            merged(case, twin, coordinator)
        with pytest.raises(Refused, match="Enter why they are one child"):
            merge_children(case.child, twin.child, from_other=set(), reason=" ", by=lead)
        with pytest.raises(Refused, match="This is the same record"):
            merged(case, case, lead)
        answer_that_another(case, twin.child, by=coordinator)
        with pytest.raises(Refused, match="It was answered that these are two children"):
            merged(case, twin, lead)
        ask_again_whether_another(case, twin.child, by=coordinator)
        merged(case, twin, lead)
        with pytest.raises(Refused, match="was merged already"):
            merge_children(case.child, Child.objects.get(pk=twin.child_id), from_other=set(), reason=WHY, by=lead)


class TestUndoing:
    @pytest.mark.parametrize("values", [(), ("first_name", "last_name", "upn", "postcode", "setting"), ("upn",)])
    def test_puts_everything_back(self, case, twin, lead, values):
        before = everything()
        merge = merged(case, twin, lead, *values)
        assert everything() != before
        undo_merge(merge, reason="They are cousins.", by=lead)
        assert everything() == before
        assert sentence_of(trail_of(twin.pk)[0]).startswith("Dan Pryce parted two records again")
        assert AnotherChild.objects.get(taken_back_at=None)
        with pytest.raises(Refused, match="This merge was undone already"):
            undo_merge(merge, reason="Again.", by=lead)

    def test_what_was_added_since_stays(self, case, twin, lead, coordinator):
        merge = merged(case, twin, lead, "first_name")
        add_contact(case, ContactDetailsFactory.build(name="Gran Ellis"), by=coordinator)
        self.change(case, coordinator, first_language="Polish")
        undo_merge(merge, reason="They are cousins.", by=lead)
        child = Child.objects.get(pk=case.child_id)
        assert (child.first_name, child.first_language) == ("Noah", "Polish")
        assert {each.name for each in child.contacts.all()} == {"Jo Ellis", "Gran Ellis"}

    def change(self, case, by, **values):
        child = Child.objects.get(pk=case.child_id)
        details = {name: getattr(child, name) for name in ChildDetailsFactory.build().__dataclass_fields__}
        present = child.enrolments.filter(ended_on=None).first()
        change_child(
            case,
            ChildDetailsFactory.build(**details | values),
            setting=present.setting,
            expected_version=version_of_details(child),
            by=by,
        )

    def test_is_refused_after_what_cannot_be_parted(self, case, twin, lead, coordinator):
        merge = merged(case, twin, lead, "first_name")
        self.change(case, coordinator, first_name="Noel")
        with pytest.raises(Refused, match="The child’s first name was changed after the records were merged"):
            undo_merge(merge, reason="Why.", by=lead)
        self.change(case, coordinator, first_name="Noah James", upn="P123456789013")
        with pytest.raises(Refused, match="The UPN of the other record is recorded for a child since"):
            undo_merge(merge, reason="Why.", by=lead)
        self.change(case, coordinator, upn="A123456789012")
        close_case(case, Stage.WITHDRAWN, reason="Why.", by=lead)
        again = an_open_case(coordinator, child=case.child)
        with pytest.raises(Refused, match=f"Case {again.reference} was opened for the child since"):
            undo_merge(merge, reason="Why.", by=lead)
        assert ChildMerge.objects.get().undone_at is None

    def test_is_refused_where_a_plan_was_worked_on_for_both(self, case, twin, lead, coordinator):
        plan = Plan.objects.create(child=twin.child)
        merge = merged(case, twin, lead)
        PlanVersion.objects.create(plan=plan, case=case, number=1, edited_at=case.opened_at, edited_by=coordinator)
        with pytest.raises(Refused, match=f"The plan was worked on in case {case.reference} since"):
            undo_merge(merge, reason="Why.", by=lead)

    def test_a_later_merge_is_undone_first(self, case, twin, lead, coordinator):
        first = merged(case, twin, lead)
        third = an_open_case(coordinator, first_name="Noah", last_name="Fisher")
        close_case(third, Stage.WITHDRAWN, reason="Twice.", by=lead)
        second = merged(case, third, lead)
        with pytest.raises(Refused, match="The record was merged again since"):
            undo_merge(first, reason="Why.", by=lead)
        undo_merge(second, reason="Why.", by=lead)
        undo_merge(first, reason="Why.", by=lead)
