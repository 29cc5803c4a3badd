"""Children and their cases: leaves by factory, cases by the action that opens them."""

from datetime import date, timedelta
from typing import Any

import factory

from accounts.models import User
from base.clock import today
from casework.children.actions import ChildDetails, ContactDetails
from casework.enums import ChaseMethod, Need, Phase, Relationship, RequestSource, Sex
from casework.models import Case, Setting
from casework.reports.actions import ReportRequest, ask_for_reports, chase_report, waive_report
from casework.reports.queries import reports_of, required_of
from casework.requests.actions import decide_assessment, open_case
from tests.gallery import made_once


class SettingFactory(factory.django.DjangoModelFactory):
    """A school."""

    class Meta:
        model = Setting
        django_get_or_create = ("name",)

    name = "Hillside Academy"
    phase = Phase.SECONDARY


class ChildDetailsFactory(factory.Factory):
    """What is typed of a child: eleven years old, each with a name of their own."""

    class Meta:
        model = ChildDetails

    first_name = "Rowan"
    last_name = factory.Sequence(lambda number: f"Ellis-{number}")
    date_of_birth = date(2015, 5, 9)
    sex = Sex.MALE
    primary_need = Need.SLCN
    secondary_need = Need.ASD


class ContactDetailsFactory(factory.Factory):
    """A mother."""

    class Meta:
        model = ContactDetails

    name = "Jo Ellis"
    relationship = Relationship.MOTHER
    email = "jo.ellis@example.org"


@made_once
def an_open_case(
    coordinator: User, *, by: User | None = None, requested_on: date | None = None, child: Any = None, **details: Any
) -> Case:
    """A case at “Requested”, opened by its co-ordinator. `details` are those of the child."""
    return open_case(
        by=by or coordinator,
        child=child or ChildDetailsFactory.build(**details),
        contacts=[ContactDetailsFactory.build()] if child is None else [],
        setting=SettingFactory.create(),
        requested_on=requested_on or today() - timedelta(days=10),
        request_source=RequestSource.FAMILY,
        request_reason="He is not keeping up, and is unhappy at school.",
        coordinator=coordinator,
    )


@made_once
def a_case_being_assessed(coordinator: User, lead: User, **details: Any) -> Case:
    """A case whose reports are being gathered."""
    case = an_open_case(coordinator, **details)
    decide_assessment(case, will_assess=True, reasons="The evidence suggests that support is needed.", by=lead)
    case.refresh_from_db()
    return case


def go_on_without_the_rest(case: Case, lead: User) -> None:
    """The advice that the law requires and the case has not got: asked for, chased, and gone on without by a Lead."""
    there = set(reports_of(case).values_list("kind", flat=True))
    missing = [ReportRequest(kind, "The service") for kind in required_of(case, today()) if kind not in there]
    for report in ask_for_reports(case, missing, by=case.coordinator) if missing else []:
        chase_report(report, method=ChaseMethod.EMAIL, note="", by=case.coordinator)
        waive_report(report, reason="It did not come, although they were reminded.", by=lead)
