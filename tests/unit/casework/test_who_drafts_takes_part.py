"""Who drafts the plan takes part in the case, also after the case was given to another co-ordinator."""

import pytest

from accounts.enums import Role
from base.refusals import NotAllowed
from casework.cases.actions import grant_duty_exception, reassign_case
from casework.enums import Part, SectionLetter, Stage
from casework.models import CasePart
from casework.plan.actions import save_section
from casework.versions.actions import plan_version_of
from panels.signing.actions import sign_off_plan
from tests.factories.journeys import a_case_at, agree_and_send, draft, the_people
from tests.factories.people import a_person

BOTH = (Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR)


def test_who_drafted_the_plan_does_not_sign_it_after_giving_the_case_away(db):
    people = the_people()
    case = a_case_at(Stage.DRAFTING, people)
    drafter = a_person(*BOTH, full_name="Robin Hart")
    reassign_case(case, drafter, by=people.signer)
    save_section(plan_version_of(case), SectionLetter.A, "What I like is swimming.", by=drafter)
    reassign_case(case, people.coordinator, by=people.signer)
    to_sign_off(case, people)
    with pytest.raises(NotAllowed, match="drafted the plan of this case, so somebody else"):
        sign_off_plan(case, by=drafter)
    assert CasePart.objects.filter(case=case, part=Part.SIGNER).count() == 0


def test_who_verified_the_form_drafts_the_plan_only_by_exception(db):
    people = the_people()
    case = a_case_at(Stage.DRAFTING, people)
    verifier = people.verifier
    verifier.role_grants.create(role=Role.CASE_COORDINATOR, granted_at=case.opened_at)
    verifier.__dict__.pop("roles", None)
    reassign_case(case, verifier, by=people.signer)
    with pytest.raises(NotAllowed, match="verified the RAS form of this case, so somebody else"):
        save_section(plan_version_of(case), SectionLetter.A, "What I like is swimming.", by=verifier)
    grant_duty_exception(case, verifier, Part.SCORER, reason="Nobody else is left.", by=people.signer)
    save_section(plan_version_of(case), SectionLetter.A, "What I like is swimming.", by=verifier)


def to_sign_off(case, people):
    case.refresh_from_db()
    draft(case, people)
    agree_and_send(case, people)
    case.refresh_from_db()
    assert case.stage == Stage.SIGN_OFF
