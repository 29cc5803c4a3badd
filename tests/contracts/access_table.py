"""Who may open which page, and who may act on it: one line for every url of the service.

Read a line as: with a case **at** this stage, these people **see** the page, and these people may **act** by it.
Everybody else is answered by the rules at the foot of this file. `test_access.py` tries every line with every person.
"""

from dataclasses import dataclass

PEOPLE = {
    "anonymous": "nobody signed in",
    "closed": "a co-ordinator of the case’s team whose account was closed while they were signed in",
    "coordinator": "the Case Co-ordinator of the case",
    "colleague": "a Case Co-ordinator of the same team",
    "stranger": "a Case Co-ordinator of another team",
    "lead": "a Lead SEND Co-ordinator who took no part in the case",
    "verifier": "the Lead SEND Co-ordinator who verified its RAS form",
    "officer": "the Personalisation Officer who moderated its RAS form",
    "member": "a panel member with the case on an agenda",
    "interested": "a panel member with the case on an agenda, who declared an interest in it",
    "outsider": "a panel member of another panel",
    "chair": "the chair of the panel",
    "administrator": "a service administrator",
    "finance": "a finance reader",
}

NOT_SIGNED_IN = {"anonymous", "closed"}
EVERYBODY = set(PEOPLE)
SIGNED_IN = EVERYBODY - NOT_SIGNED_IN

GROUPS = {
    "nobody": set(),
    "everybody": EVERYBODY,
    "signed in": SIGNED_IN,
    "co-ordinator": {"coordinator"},
    "co-ordinators": {"coordinator", "colleague", "stranger"},
    "leads": {"lead", "verifier"},
    "lead with no part": {"lead"},
    "officer": {"officer"},
    "second scorer": {"colleague"},
    "case readers": {"coordinator", "colleague", "lead", "verifier", "officer"},
    "judges": {"member", "chair"},
    "chair": {"chair"},
    "panel": {"member", "interested", "chair"},
    "panel members": {"member", "interested", "outsider", "chair"},
    "administrator": {"administrator"},
}
TEAM = "case readers + co-ordinators"
FRAMEWORK_READERS = "co-ordinators + leads + officer"


def people_in(groups: str) -> set[str]:
    """The people of groups joined by “+”."""
    return set().union(*(GROUPS[group.strip()] for group in groups.split("+")))


@dataclass(frozen=True)
class Row:
    """One url. `see` is None where there is no page, only an act. `recorded`: acting leaves a row in the trail."""

    at: str = ""
    see: str | None = "nobody"
    act: str = "nobody"
    recorded: bool = True


ROWS = {
    # The work and the cases
    "casework:work_list": Row(see="signed in", act="signed in", recorded=False),
    "casework:case_list": Row(see="signed in", act="signed in", recorded=False),
    "casework:case_open": Row(see="co-ordinators + leads", act="co-ordinators + leads"),
    "casework:case_detail": Row("panel", see="case readers + judges"),
    "casework:case_history": Row("panel", see="case readers + judges"),
    "casework:case_decide": Row("requested", see="leads", act="leads"),
    "casework:case_close": Row("gathering", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:case_reassign": Row("gathering", see="leads", act="leads"),
    "casework:case_reopen": Row("withdrawn", see="leads", act="leads"),
    "casework:case_correct": Row("gathering", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:decision_correct": Row("gathering", see="leads", act="leads"),
    "casework:case_tell": Row("handed over", see="co-ordinator", act="co-ordinator"),
    "casework:cases_hand_over": Row(see="leads", act="leads"),
    "casework:holders_found": Row(see=None, act=f"{TEAM} + panel members", recorded=False),
    "casework:settings_found": Row(see=None, act="co-ordinators + leads", recorded=False),
    "casework:case_exception": Row("moderation", see="leads + officer", act="leads + officer"),
    "casework:child_change": Row("gathering", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:child_records": Row("gathering", see="co-ordinator + leads"),
    "casework:records_find": Row("gathering", see="leads", act="leads", recorded=False),
    "casework:records_merge": Row("gathering", see="leads", act="leads"),
    "casework:records_another": Row("gathering", see=None, act="co-ordinator + leads"),
    "casework:records_ask_again": Row("records told apart", see=None, act="co-ordinator + leads"),
    "casework:records_part": Row("records merged", see="leads", act="leads"),
    "casework:death_record": Row("gathering", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:death_take_back": Row("died", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:contact_add": Row("gathering", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:contact_change": Row("gathering", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:contact_remove": Row("gathering", see=None, act="co-ordinator + leads"),
    # Reports
    "casework:report_list": Row("panel", see="case readers + judges"),
    "casework:report_detail": Row("panel", see="case readers + judges"),
    "casework:report_file": Row("panel", see="case readers + judges"),
    "casework:report_file_picture": Row("panel", see="case readers + judges"),
    "casework:report_ask": Row("gathering", see="co-ordinator", act="co-ordinator"),
    "casework:report_receive": Row("gathering", see="co-ordinator", act="co-ordinator"),
    "casework:report_chase": Row("gathering", see="co-ordinator", act="co-ordinator"),
    "casework:report_receive_several": Row("gathering", see="co-ordinator", act="co-ordinator"),
    "casework:report_record": Row("moderation", see="co-ordinator", act="co-ordinator"),
    "casework:report_waive": Row("gathering", see="leads", act="leads"),
    "casework:report_reminder_remove": Row("gathering", see="co-ordinator", act="co-ordinator"),
    "casework:report_wait": Row("reports in", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:report_correct": Row("reports in", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:report_withdraw": Row("panel", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:report_replace": Row("moderation", see="co-ordinator", act="co-ordinator"),
    "casework:report_put_back": Row("report withdrawn", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:report_files_add": Row("moderation", see="co-ordinator", act="co-ordinator"),
    "casework:report_file_remove": Row("reports in", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:report_weigher": Row("report late", see="co-ordinator", act="co-ordinator"),
    "casework:report_finding": Row("report late for the TAC", see="co-ordinator", act="co-ordinator"),
    "casework:review_start": Row("maintained", see="co-ordinator", act="co-ordinator"),
    "casework:review_record": Row("maintained", see="co-ordinator", act="co-ordinator"),
    "casework:review_withdraw": Row("maintained", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:plan_record": Row("panel", see="case readers + judges"),
    "casework:plan_end": Row("maintained", see="co-ordinator + leads", act="co-ordinator + leads"),
    "casework:plan_end_take_back": Row("plan ended", see="leads", act="leads"),
    "casework:passage_mark": Row("scoring begun", see="co-ordinator", act="co-ordinator"),
    "casework:passage_remove": Row("scoring begun", see=None, act="co-ordinator"),
    "casework:scoring_open": Row("reports in", see="co-ordinator", act="co-ordinator"),
    # The RAS form: a draft is its scorer's alone
    "scoring:form_start": Row("scoring", see="co-ordinator", act="co-ordinator"),
    "scoring:form_edit": Row("scoring begun", see="co-ordinator", act="co-ordinator"),
    "scoring:outcome_save": Row("scoring begun", see=None, act="co-ordinator"),
    "scoring:form_check": Row("scoring begun", see="co-ordinator", act="co-ordinator"),
    "scoring:form_detail": Row("panel", see="case readers + judges"),
    "scoring:form_document": Row("panel", see="case readers + judges"),
    "scoring:form_pdf": Row("panel", see="case readers + judges"),
    "scoring:form_history": Row("panel", see="case readers + judges"),
    "scoring:form_recall": Row("verification", see="co-ordinator", act="co-ordinator"),
    "scoring:form_reopen": Row("moderation", see="co-ordinator + leads", act="co-ordinator + leads"),
    "scoring:form_verify": Row("verification", see="leads", act="leads"),
    "scoring:form_moderate": Row("moderation", see="officer", act="officer"),
    # The frameworks: read by whoever works on cases, kept by the Personalisation Officer
    "scoring:framework_list": Row(see=FRAMEWORK_READERS),
    "scoring:framework_detail": Row(see=FRAMEWORK_READERS),
    "scoring:framework_compare": Row(see=FRAMEWORK_READERS),
    "scoring:framework_export": Row(see=FRAMEWORK_READERS),
    "scoring:framework_draft": Row(see="officer", act="officer"),
    "scoring:framework_copy": Row(see="officer", act="officer"),
    "scoring:framework_import": Row(see="officer", act="officer"),
    "scoring:framework_edit": Row(see="officer", act="officer"),
    "scoring:framework_outcome": Row(see="officer", act="officer"),
    "scoring:framework_outcome_add": Row(see="officer", act="officer"),
    "scoring:framework_outcome_move": Row(see=None, act="officer"),
    "scoring:framework_outcome_remove": Row(see="officer", act="officer"),
    "scoring:framework_publish": Row(see="officer", act="officer"),
    "scoring:framework_retire": Row(see="officer", act="officer"),
    "scoring:framework_discard": Row(see="officer", act="officer"),
    # Second scoring, by a colleague who does not see the first form; settings and agreement
    "scoring:second_list": Row(see="leads + officer", act="leads + officer", recorded=False),
    "scoring:setting_change": Row(see="officer", act="officer"),
    "scoring:second_ask": Row("moderation", see="leads + officer", act="leads + officer"),
    "scoring:second_assign": Row("second asked", see="leads + officer", act="leads + officer"),
    "scoring:second_cancel": Row("second asked", see="leads + officer", act="leads + officer"),
    "scoring:second_form_start": Row("second asked", see="second scorer", act="second scorer"),
    "scoring:second_form_edit": Row("second begun", see="second scorer", act="second scorer"),
    "scoring:second_outcome_save": Row("second begun", see=None, act="second scorer"),
    "scoring:second_form_check": Row("second begun", see="second scorer", act="second scorer"),
    "scoring:second_form_detail": Row("second submitted", see="case readers"),
    "allocation:agreement": Row(
        see="co-ordinators + leads + officer", act="co-ordinators + leads + officer", recorded=False
    ),
    # The indicative resource, and provision with its cost
    "allocation:allocation_home": Row(see="signed in"),
    "allocation:limit_set": Row(see="officer + administrator", act="officer + administrator"),
    "allocation:limit_withdraw": Row(see="officer + administrator", act="officer + administrator"),
    "allocation:counting_set": Row(see="officer + administrator", act="officer + administrator"),
    "allocation:counting_withdraw": Row(see="officer + administrator", act="officer + administrator"),
    "allocation:public_table_list": Row(see="everybody"),
    "allocation:public_table_detail": Row(see="everybody"),
    "allocation:unit_cost_list": Row(see="signed in"),
    "allocation:allocation_detail": Row("panel", see="case readers + judges"),
    "allocation:waterfall": Row("panel", see="case readers + judges"),
    "allocation:allocate": Row("moderated", see="officer", act="officer"),
    "allocation:allocation_correct": Row("drafting", see="officer", act="officer"),
    "allocation:send_to_moderation": Row("allocation", see="leads", act="leads"),
    "allocation:moderation_queue": Row(see="leads + officer"),
    "allocation:provision": Row("panel", see="case readers + judges"),
    "allocation:provision_add": Row("drafting", see="co-ordinator", act="co-ordinator"),
    "allocation:place_add": Row("drafting", see="co-ordinator", act="co-ordinator"),
    "allocation:provision_edit": Row("drafting", see="co-ordinator", act="co-ordinator"),
    "allocation:provision_remove": Row("drafting", see="co-ordinator", act="co-ordinator"),
    # The plan
    "casework:plan_detail": Row("panel", see="case readers + judges"),
    "casework:plan_section": Row("drafting", see="co-ordinator", act="co-ordinator"),
    "casework:plan_outcome_add": Row("drafting", see="co-ordinator", act="co-ordinator"),
    "casework:plan_outcome_edit": Row("drafting", see="co-ordinator", act="co-ordinator"),
    "casework:plan_outcome_remove": Row("drafting", see="co-ordinator", act="co-ordinator"),
    "casework:plan_take_to_tac": Row("drafting", see="co-ordinator", act="co-ordinator"),
    # The TAC
    "casework:tac_list": Row("panel", see="case readers + judges"),
    "casework:tac_convene": Row("tac", see="co-ordinator", act="co-ordinator"),
    "casework:tac_ask": Row("tac agreed", see="co-ordinator", act="co-ordinator"),
    "casework:tac_change": Row("tac meeting", see="co-ordinator", act="co-ordinator"),
    "casework:tac_call_off": Row("tac meeting", see="co-ordinator", act="co-ordinator"),
    "casework:tac_attendance": Row("tac meeting", see="co-ordinator", act="co-ordinator"),
    "allocation:tac": Row("panel", see="case readers + judges"),
    "allocation:tac_round": Row("tac meeting", see="co-ordinator", act="co-ordinator"),
    "allocation:tac_conclude": Row("tac meeting", see="co-ordinator", act="co-ordinator"),
    # Who signs
    "panels:decision_detail": Row("panel", see="case readers + judges"),
    "panels:case_send": Row("tac agreed", see="co-ordinator", act="co-ordinator"),
    "panels:decision_bring_back": Row("approved otherwise", see="co-ordinator", act="co-ordinator"),
    "panels:decision_carry_out": Row("panel decided otherwise", see="co-ordinator", act="co-ordinator"),
    "panels:plan_sign_off": Row("sign-off", see="lead with no part", act="lead with no part"),
    "panels:plan_return": Row("sign-off", see="leads", act="leads"),
    # The panel, its members and its meetings
    "panels:panel_home": Row(see=f"{TEAM} + panel members"),
    "panels:member_list": Row(see="administrator"),
    "panels:member_add": Row(see="administrator", act="administrator"),
    "panels:member_end": Row(see=None, act="administrator"),
    "panels:meeting_plan": Row(see="leads + chair", act="leads + chair"),
    "panels:meeting_detail": Row("panel", see=f"{TEAM} + panel"),
    "panels:meeting_change": Row("panel", see="leads + chair", act="leads + chair"),
    "panels:meeting_call_off": Row("panel", see="leads + chair", act="leads + chair"),
    "panels:meeting_open": Row("panel", see="chair", act="chair"),
    "panels:meeting_presence": Row("panel sitting", see="chair", act="chair"),
    "panels:meeting_close": Row("panel sitting", see="chair", act="chair"),
    # What is on its agenda
    "panels:item_detail": Row("panel", see="case readers + judges"),
    "panels:item_move": Row("panel", see=None, act="leads + chair"),
    "panels:item_reschedule": Row("panel", see="co-ordinator + leads + chair", act="co-ordinator + leads + chair"),
    "panels:item_comment": Row("panel", see="judges", act="judges"),
    "panels:item_withdraw": Row("panel", see="co-ordinator + chair", act="co-ordinator + chair"),
    "panels:interest_declare": Row("panel", see="judges", act="judges"),
    "panels:interest_take_back": Row("panel", see="leads + chair", act="leads + chair"),
    "panels:decision_outcome": Row("panel sitting", see="chair", act="chair", recorded=False),
    "panels:decision_record": Row("panel sitting", see="chair", act="chair"),
    # The last steps
    "casework:final_detail": Row("finalising", see="case readers"),
    "casework:final_prepare": Row("finalising", see=None, act="co-ordinator"),
    "casework:final_serve": Row("finalising", see="co-ordinator", act="co-ordinator"),
    "casework:final_views": Row("draft served", see="co-ordinator", act="co-ordinator"),
    "casework:final_placement": Row("draft served", see="co-ordinator", act="co-ordinator"),
    "casework:final_changes": Row("draft changed", see="co-ordinator", act="co-ordinator"),
    "casework:final_shown": Row("draft served", see="case readers"),
    "casework:final_shown_take_back": Row("draft served", see="co-ordinator", act="co-ordinator"),
    "casework:final_weigh_again": Row("draft served", see="co-ordinator", act="co-ordinator"),
    "casework:final_issue": Row("family answered", see="co-ordinator", act="co-ordinator"),
    "casework:plan_document": Row("draft served", see="case readers"),
    "casework:plan_served_draft": Row("draft changed", see="case readers"),
    "casework:plan_document_again": Row("draft served", see=None, act="co-ordinator"),
    # People and the trail
    "accounts:person_list": Row(see="administrator"),
    "accounts:person_detail": Row(see="administrator"),
    "accounts:person_add": Row(see="administrator", act="administrator"),
    "accounts:person_change": Row(see="administrator", act="administrator"),
    "accounts:person_hand_over": Row(see="administrator", act="administrator"),
    "accounts:person_deactivate": Row(see="administrator", act="administrator"),
    "accounts:person_reactivate": Row(see=None, act="administrator"),
    "accounts:person_invite": Row(see=None, act="administrator"),
    "accounts:person_sign_out": Row(see=None, act="administrator"),
    "accounts:person_second_factor": Row(see="administrator", act="administrator"),
    "accounts:person_disconnect": Row(see="administrator", act="administrator"),
    "accounts:person_password_keep": Row(see="administrator", act="administrator"),
    "accounts:person_password_stop": Row(see="administrator", act="administrator"),
    "accounts:coordinators_found": Row(see=None, act="leads + officer + administrator", recorded=False),
    "accounts:deciders_found": Row(see=None, act="leads + officer", recorded=False),
    "accounts:people_of_panels_found": Row(see=None, act="administrator", recorded=False),
    "accounts:sign_out_elsewhere": Row(see=None, act="signed in"),
    "accounts:signed_in": Row(see="signed in", act="signed in", recorded=False),
    "accounts:team_add": Row(see="administrator", act="administrator"),
    "operations:status": Row(see="administrator"),
    "operations:mail_list": Row(see="administrator"),
    "operations:mail_send_again": Row(see="administrator", act="administrator"),
    "operations:mail_give_up": Row(see="administrator", act="administrator"),
    "audit:event_list": Row(see="administrator"),
    # For everybody
    "accessibility": Row(see="everybody"),
    "privacy": Row(see="everybody"),
    "health_live": Row(see="everybody"),
    "health_ready": Row(see="everybody"),
}

# Pages that are not ours: signing in, passwords and second factors, by allauth.
THIRD_PARTY = ("account_", "mfa_", "openid_connect_")
THIRD_PARTY_PATHS = ("accounts/email/",)


# What everybody else is answered

SHOWN = "shown"
TO_SIGN_IN = "led to the sign-in page"
NOT_THERE = "404: not told that there is such a case"
FORBIDDEN = "403: told who may"
NO_PAGE = "405: there is no page, only an act"

DONE = "done"
REFUSED = "told why not, nothing done"
NOTHING = "nothing done: the page only shows"


def knows_of(path: str, row: Row) -> set[str]:
    """Who may know that what the url is about exists: a case, an agenda item, a meeting; anything else, everybody."""
    if path.startswith("panel/meetings/<"):
        return people_in(f"{TEAM} + panel")
    if path.startswith("panel/items/"):
        return people_in("case readers + panel")
    if path.startswith("cases/<"):
        return people_in("case readers + judges" if row.at.startswith("panel") else "case readers")
    return SIGNED_IN


def answer_to_reading(path: str, row: Row, person: str) -> str:
    """What a GET is answered."""
    if row.see is not None and person in people_in(row.see):
        return SHOWN
    if person in NOT_SIGNED_IN:
        return TO_SIGN_IN
    if row.see is None:
        return NO_PAGE
    return FORBIDDEN if person in knows_of(path, row) else NOT_THERE


def answer_to_acting(path: str, row: Row, person: str) -> str:
    """What a POST of a sensible form is answered."""
    if person in people_in(row.act):
        return DONE
    if row.act == "nobody":
        return NOTHING
    if person in NOT_SIGNED_IN:
        return TO_SIGN_IN
    return REFUSED if person in knows_of(path, row) else NOT_THERE
