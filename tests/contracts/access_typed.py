"""What is typed on each page by somebody who may act."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from base.clock import today
from casework.provision.actions import unit_costs_on
from panels.members.actions import present_members
from panels.models import Meeting, Member
from scoring.frameworks.files import written
from scoring.frameworks.illustrative import FRAMEWORKS
from scoring.frameworks.queries import outcomes_of
from scoring.scores.queries import form_of
from tests.contracts.access_world import World, later, soon
from tests.factories import journeys


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def level_of_first_outcome(world: World) -> int:
    form = form_of(world.cases["scoring begun"])
    return outcomes_of(form.framework_id)[0].levels.all()[1].pk


def one_that_came(world: World) -> dict[str, object]:
    report = world.cases["gathering"].reports.get(status="asked")
    return {f"came_{report.pk}": "on", f"text_{report.pk}": "He hears well."}


# What is typed on each page; all else stays as the page shows it to somebody who may act.
TYPED = {
    "casework:case_open": lambda world: {
        "first_name": "Ash",
        "last_name": "Moss",
        **day("date_of_birth", date(2016, 2, 3)),
        **day("requested_on", today()),
        "sex": "F",
        "primary_need": "SLCN",
        "setting": "none",
        "contact_name": "Lee Moss",
        "relationship": "mother",
        "has_parental_responsibility": "yes",
        "request_source": "1",
        "coordinator": world.users["stranger"].pk,
    },
    "operations:mail_give_up": lambda world: {"reason": "They were told by telephone."},
    "casework:case_decide": lambda world: {"will_assess": "yes", "reasons": "The evidence suggests so."},
    "casework:review_record": lambda world: {"decision": "maintain"} | day("told_on", today()),
    "casework:review_withdraw": lambda world: {"reason": "It was of another child."},
    "casework:plan_end": lambda world: {"end": "transferred_out", "reason": "Moved."} | day("ended_on", today()),
    "casework:plan_end_take_back": lambda world: {"reason": "It was of another child."},
    "casework:case_close": lambda world: {"to": "withdrawn", "reason": "The family asked."},
    "casework:case_reassign": lambda world: {"coordinator": world.users["stranger"].pk},
    "casework:case_reopen": lambda world: {"reason": "The wrong case was closed."},
    "casework:case_correct": lambda world: {"request_source": "2", "reason": "The school asked."},
    "casework:decision_correct": lambda world: {
        "reasons": "The reports say so.",
        "reason": "The reasons were cut off.",
    },
    "casework:case_tell": lambda world: {"other": "The mother and the SENCo", **day("told_on", today())},
    "casework:cases_hand_over": lambda world: {
        "person": world.users["coordinator"].pk,
        "cases": [world.cases["gathering"].pk],
        "to": world.users["stranger"].pk,
    },
    "casework:case_exception": lambda world: {
        "person": world.users["chair"].pk,
        "part": "signer",
        "reason": "Nobody else is here.",
    },
    "casework:child_change": lambda world: {"first_name": "Robin"},
    "casework:records_find": lambda world: {"reference": world.cases["withdrawn"].reference},
    "casework:records_merge": lambda world: {"reason": "The mother says so."},
    "casework:records_part": lambda world: {"reason": "They are cousins."},
    "casework:contact_add": lambda world: {
        "contact_name": "Sal Moss",
        "relationship": "father",
        "has_parental_responsibility": "yes",
        "is_told": "yes",
    },
    "casework:death_record": lambda world: day("died_on", today()),
    "casework:death_take_back": lambda world: {"reason": "It was of another child."},
    "casework:contact_change": lambda world: {"contact_name": "Sal Moss"},
    "casework:report_ask": lambda world: {"other_kind": "medical", "other_of": "Dr A. Shah"},
    "casework:report_receive": lambda world: {
        "author": "Dr A. Shah",
        "text": "He hears well.",
        **day("received_on", today()),
    },
    "casework:report_chase": lambda world: {"method": "email"},
    "casework:report_waive": lambda world: {"reason": "It was written last year."},
    "casework:report_receive_several": one_that_came,
    "casework:report_record": lambda world: {
        "kind": "other",
        "author": "A tutor",
        "text": "He likes to read.",
        **day("received_on", today()),
    },
    "casework:report_reminder_remove": lambda world: {"reason": "Nobody was reached."},
    "casework:report_wait": lambda world: {"reason": "They wrote after all."},
    "casework:report_correct": lambda world: {"author": "Dr A. Shah", "reason": "The name was mistyped."},
    "casework:report_withdraw": lambda world: {"reason": "It is the wrong document.", "is_still_awaited": "no"},
    "casework:report_replace": lambda world: {"reason": "It is the wrong document.", "text": "He hears well."},
    "casework:report_put_back": lambda world: {"reason": "It was the right one."},
    "casework:report_files_add": lambda world: {"uploads": SentAgain("more.txt", b"More of it.")},
    "casework:report_file_remove": lambda world: {"reason": "It is the wrong file."},
    "casework:report_weigher": lambda world: {"weigher": "tac"},
    "casework:report_finding": lambda world: {"finding": "The TAC read it, and nothing changed."},
    "casework:passage_mark": lambda world: {"quote": "Needs an adult"},
    "scoring:form_edit": lambda world: {"outcome-1-reason": "Seen again in class this week."},
    "scoring:outcome_save": lambda world: {
        "outcome-1-level": level_of_first_outcome(world),
        "outcome-1-reason": "Seen again in class this week.",
    },
    "scoring:form_verify": lambda world: {"agree_rest": "on"},
    "scoring:setting_change": lambda world: {"second_score_every": "7"},
    "scoring:second_ask": lambda world: {"scorer": world.users["somebody"].pk},
    "scoring:second_assign": lambda world: {"scorer": world.users["somebody"].pk},
    "scoring:second_form_edit": lambda world: {"outcome-1-reason": "Seen again in class this week."},
    "scoring:second_outcome_save": lambda world: {
        "outcome-1-level": level_of_first_outcome(world),
        "outcome-1-reason": "Seen again in class this week.",
    },
    "scoring:form_reopen": lambda world: {"reason": "A report came in late."},
    "scoring:framework_draft": lambda world: {"title": "Ours", "age_version": "6_16"},
    "scoring:framework_import": lambda world: {"file": SentAgain("ours.json", written(FRAMEWORKS[0]).encode())},
    "scoring:framework_edit": lambda world: {"title": "Ours"},
    "scoring:framework_outcome": lambda world: {"wording": "Sleeps through the night"},
    "scoring:framework_outcome_add": lambda world: {"wording": "Sleeps through the night"},
    "scoring:framework_outcome_move": lambda world: {"way": "up"},
    "scoring:framework_publish": lambda world: {"others": "side_by_side"},
    "allocation:allocate": lambda world: {"decision": "as_proposed"},
    "allocation:allocation_correct": lambda world: {
        "amount": "4100",
        "reason": "As similar cases.",
        "what_was_wrong": "Mistyped.",
        "asked_of": "4100.00",
        "confirmed": "on",
    },
    "allocation:send_to_moderation": lambda world: {"reason": "Two outcomes seem high."},
    "allocation:provision_add": lambda world: {
        "description": "Licence for a reading programme",
        "unit_cost": next(cost.pk for cost in unit_costs_on(today()) if cost.basis != "hour_weeks"),
        "quantity": "1",
        "payer": "top_up",
    },
    "allocation:place_add": lambda world: {
        "kind": "Place at a special school",
        "description": "Oak School",
        "amount": "21,500",
        "payer": "top_up",
    },
    "allocation:limit_set": lambda world: {"amount": "11,000", "tolerance": "0", **day("effective_from", later())},
    "allocation:limit_withdraw": lambda world: {"reason": "The wrong year."},
    "allocation:counting_set": lambda world: {"payers": ["top_up"], **day("effective_from", later())},
    "allocation:counting_withdraw": lambda world: {"reason": "The wrong year."},
    "allocation:provision_edit": lambda world: {"quantity": "2"},
    "casework:plan_section": lambda world: {"text": "He finds long sentences hard."},
    "casework:plan_outcome_add": lambda world: {"text": "He reads a page.", **day("achieve_by", soon())},
    "casework:plan_outcome_edit": lambda world: {"text": "He reads two pages.", **day("achieve_by", soon())},
    "casework:tac_convene": lambda world: {**day("held_on", today()), "place": "Online"},
    "casework:tac_ask": lambda world: day("held_on", later()),
    "casework:tac_change": lambda world: {"place": "Online"},
    "casework:tac_call_off": lambda world: {"reason": "The family cannot come."},
    "casework:tac_attendance": lambda world: {
        "people-0-views": "More speech therapy.",
        "people-0-presence": "sent_views",
    },
    "allocation:tac_round": lambda world: {
        "means": "kept",
        "what": "All of it.",
        "tried": "A group of three.",
        "why": "All is needed.",
    },
    "allocation:tac_conclude": lambda world: {"result": "within"},
    "panels:decision_carry_out": lambda world: {"need_met_how": "Reading, in the school’s own group."},
    "panels:plan_return": lambda world: {"reason": "The provision is not clear."},
    "panels:member_add": lambda world: {"user": world.users["candidate"].pk},
    "panels:meeting_plan": lambda world: {
        "panel": journeys.load_starter_panel().pk,
        **day("held_on", soon()),
        "starts": "9:30",
        "place": "Online",
    },
    "panels:meeting_change": lambda world: {"place": "Online"},
    "panels:meeting_open": lambda world: {"present": [seat.pk for seat in seats(world)]},
    "panels:meeting_presence": lambda world: {"present": [seat.pk for seat in seats(world)]},
    "panels:meeting_close": lambda world: {"carry_to": Meeting.objects.latest("held_on").pk},
    "panels:item_move": lambda world: {"way": "down"},
    "panels:meeting_call_off": lambda world: {"reason": "Too few members can come.", "move_to": ""},
    "panels:item_reschedule": lambda world: {"meeting": Meeting.objects.latest("held_on").pk},
    "panels:item_comment": lambda world: {"text": "What has been tried?"},
    "panels:item_withdraw": lambda world: {"reason": "The family asked for more time."},
    "panels:interest_declare": lambda world: {"nature": "I know the family."},
    "panels:interest_take_back": lambda world: {"reason": "He meant another case."},
    "panels:decision_outcome": lambda world: {"outcome": "agree"},
    "panels:decision_record": lambda world: {"reasons": "The need is plain."},
    "casework:final_serve": lambda world: day("served_on", today()),
    "casework:final_changes": lambda world: day("shown_on", today()),
    "casework:final_shown_take_back": lambda world: {"reason": "It was another case."},
    "casework:final_weigh_again": lambda world: {"reason": "The family asks for speech therapy each week."},
    "casework:final_views": lambda world: {"text": "We are happy with it.", **day("received_on", today())},
    "casework:final_placement": lambda world: {"placement_type": "Mainstream secondary school"},
    "accounts:person_add": lambda world: {
        "email": "new.person@example.org",
        "full_name": "New Person",
        "roles": ["finance_reader"],
    },
    "accounts:person_change": lambda world: {"job_title": "Officer"},
    "accounts:person_hand_over": lambda world: {"to": world.users["stranger"].pk},
    "accounts:person_second_factor": lambda world: {"how": "in_person", "reason": "The phone was stolen."},
    "accounts:person_disconnect": lambda world: {"reason": "It was another person's."},
    "accounts:person_password_keep": lambda world: {"reason": "Looks after sign-in."},
    "accounts:person_password_stop": lambda world: {"reason": "Another one does so now."},
    "accounts:team_add": lambda world: {"name": "West team"},
}


class SentAgain(SimpleUploadedFile):
    """A file that many people send: each time from its beginning."""

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return super().read(*args)


def seats(world: World) -> list[Member]:
    return list(present_members(journeys.load_starter_panel()))
