"""The addresses of casework, noun by noun; those of provision and its cost at the TAC are in `allocation/urls.py`."""

from django.urls import path

from casework.cases.views import (
    case_close,
    case_detail,
    case_exception,
    case_history,
    case_reassign,
    case_reopen,
    case_tell,
    cases_hand_over,
    holders_found,
)
from casework.children.views import child_change, settings_found
from casework.contacts.views import contact_add, contact_change, contact_remove
from casework.corrections.views import case_correct
from casework.deaths.views import death_record, death_take_back
from casework.finalising.views import (
    final_changes,
    final_detail,
    final_issue,
    final_placement,
    final_prepare,
    final_serve,
    final_shown,
    final_shown_take_back,
    final_views,
    final_weigh_again,
)
from casework.maintaining.views import plan_end, plan_end_take_back, plan_record
from casework.merging.views import (
    child_records,
    records_another,
    records_ask_again,
    records_find,
    records_merge,
    records_part,
)
from casework.plan.views import (
    plan_detail,
    plan_outcome_add,
    plan_outcome_edit,
    plan_outcome_remove,
    plan_section,
    plan_take_to_tac,
)
from casework.report_corrections.views import (
    report_correct,
    report_file_remove,
    report_files_add,
    report_put_back,
    report_reminder_remove,
    report_replace,
    report_wait,
    report_withdraw,
)
from casework.reports.views import (
    passage_mark,
    passage_remove,
    report_ask,
    report_chase,
    report_detail,
    report_file,
    report_file_picture,
    report_list,
    report_receive,
    report_receive_several,
    report_record,
    report_waive,
    scoring_open,
)
from casework.requests.views import case_decide, case_open, decision_correct
from casework.reviews.views import review_record, review_start, review_withdraw
from casework.tac.views import tac_ask, tac_attendance, tac_call_off, tac_change, tac_convene, tac_list
from casework.versions.views import plan_document, plan_document_again, plan_served_draft
from casework.weighing.views import report_finding, report_weigher
from casework.worklist.views import case_list, work_list

CASE = "cases/<str:reference>"


app_name = "casework"


urlpatterns = [
    path("", work_list, name="work_list"),
    path("cases/", case_list, name="case_list"),
    path("cases/open/", case_open, name="case_open"),
    path("found/holders-of-cases/", holders_found, name="holders_found"),
    path("found/settings/", settings_found, name="settings_found"),
    path("cases/hand-over/", cases_hand_over, name="cases_hand_over"),
    path(f"{CASE}/", case_detail, name="case_detail"),
    path(f"{CASE}/history/", case_history, name="case_history"),
    path(f"{CASE}/decide/", case_decide, name="case_decide"),
    path(f"{CASE}/decide/correct/", decision_correct, name="decision_correct"),
    path(f"{CASE}/correct/", case_correct, name="case_correct"),
    path(f"{CASE}/start-review/", review_start, name="review_start"),
    path(f"{CASE}/childs-plan/", plan_record, name="plan_record"),
    path(f"{CASE}/childs-plan/end/", plan_end, name="plan_end"),
    path(f"{CASE}/childs-plan/end/take-back/", plan_end_take_back, name="plan_end_take_back"),
    path(f"{CASE}/childs-plan/reviews/record/", review_record, name="review_record"),
    path(f"{CASE}/childs-plan/reviews/<int:review_id>/withdraw/", review_withdraw, name="review_withdraw"),
    path(f"{CASE}/close/", case_close, name="case_close"),
    path(f"{CASE}/reopen/", case_reopen, name="case_reopen"),
    path(f"{CASE}/reassign/", case_reassign, name="case_reassign"),
    path(f"{CASE}/tell/", case_tell, name="case_tell"),
    path(f"{CASE}/exception/", case_exception, name="case_exception"),
    path(f"{CASE}/child/", child_change, name="child_change"),
    path(f"{CASE}/child/records/", child_records, name="child_records"),
    path(f"{CASE}/child/records/find/", records_find, name="records_find"),
    path(f"{CASE}/child/records/<int:child_id>/merge/", records_merge, name="records_merge"),
    path(f"{CASE}/child/records/<int:child_id>/another/", records_another, name="records_another"),
    path(f"{CASE}/child/records/<int:child_id>/ask-again/", records_ask_again, name="records_ask_again"),
    path(f"{CASE}/child/records/merges/<int:merge_id>/part/", records_part, name="records_part"),
    path(f"{CASE}/child/death/", death_record, name="death_record"),
    path(f"{CASE}/child/death/take-back/", death_take_back, name="death_take_back"),
    path(f"{CASE}/contacts/add/", contact_add, name="contact_add"),
    path(f"{CASE}/contacts/<int:contact_id>/", contact_change, name="contact_change"),
    path(f"{CASE}/contacts/<int:contact_id>/remove/", contact_remove, name="contact_remove"),
    path(f"{CASE}/reports/", report_list, name="report_list"),
    path(f"{CASE}/reports/ask/", report_ask, name="report_ask"),
    path(f"{CASE}/reports/record/", report_record, name="report_record"),
    path(f"{CASE}/reports/receive/", report_receive_several, name="report_receive_several"),
    path(f"{CASE}/reports/<int:report_id>/", report_detail, name="report_detail"),
    path(f"{CASE}/reports/<int:report_id>/receive/", report_receive, name="report_receive"),
    path(f"{CASE}/reports/<int:report_id>/chase/", report_chase, name="report_chase"),
    path(
        f"{CASE}/reports/<int:report_id>/reminders/<int:chase_id>/remove/",
        report_reminder_remove,
        name="report_reminder_remove",
    ),
    path(f"{CASE}/reports/<int:report_id>/not-needed/", report_waive, name="report_waive"),
    path(f"{CASE}/reports/<int:report_id>/correct/", report_correct, name="report_correct"),
    path(f"{CASE}/reports/<int:report_id>/withdraw/", report_withdraw, name="report_withdraw"),
    path(f"{CASE}/reports/<int:report_id>/replace/", report_replace, name="report_replace"),
    path(f"{CASE}/reports/<int:report_id>/put-back/", report_put_back, name="report_put_back"),
    path(f"{CASE}/reports/<int:report_id>/wait/", report_wait, name="report_wait"),
    path(f"{CASE}/reports/<int:report_id>/what-weighs-it/", report_weigher, name="report_weigher"),
    path(f"{CASE}/reports/<int:report_id>/finding/", report_finding, name="report_finding"),
    path(f"{CASE}/reports/<int:report_id>/files/add/", report_files_add, name="report_files_add"),
    path(f"{CASE}/reports/<int:report_id>/files/<int:file_id>/", report_file, name="report_file"),
    path(
        f"{CASE}/reports/<int:report_id>/files/<int:file_id>/picture/", report_file_picture, name="report_file_picture"
    ),
    path(f"{CASE}/reports/<int:report_id>/files/<int:file_id>/remove/", report_file_remove, name="report_file_remove"),
    path(f"{CASE}/reports/<int:report_id>/passages/", passage_mark, name="passage_mark"),
    path(f"{CASE}/reports/<int:report_id>/passages/<int:passage_id>/remove/", passage_remove, name="passage_remove"),
    path(f"{CASE}/open-scoring/", scoring_open, name="scoring_open"),
    path(f"{CASE}/plan/", plan_detail, name="plan_detail"),
    path(f"{CASE}/plan/sections/<str:letter>/", plan_section, name="plan_section"),
    path(f"{CASE}/plan/outcomes/add/", plan_outcome_add, name="plan_outcome_add"),
    path(f"{CASE}/plan/outcomes/<int:outcome_id>/", plan_outcome_edit, name="plan_outcome_edit"),
    path(f"{CASE}/plan/outcomes/<int:outcome_id>/remove/", plan_outcome_remove, name="plan_outcome_remove"),
    path(f"{CASE}/plan/take-to-tac/", plan_take_to_tac, name="plan_take_to_tac"),
    path(f"{CASE}/plan/documents/<str:kind>/", plan_document, name="plan_document"),
    path(f"{CASE}/plan/documents/<int:document_id>/again/", plan_document_again, name="plan_document_again"),
    path(f"{CASE}/plan/served-drafts/<int:document_id>/", plan_served_draft, name="plan_served_draft"),
    path(f"{CASE}/tac-meetings/", tac_list, name="tac_list"),
    path(f"{CASE}/tac-meetings/convene/", tac_convene, name="tac_convene"),
    path(f"{CASE}/tac-meetings/ask/", tac_ask, name="tac_ask"),
    path(f"{CASE}/tac-meetings/<int:meeting_id>/attendance/", tac_attendance, name="tac_attendance"),
    path(f"{CASE}/tac-meetings/<int:meeting_id>/change/", tac_change, name="tac_change"),
    path(f"{CASE}/tac-meetings/<int:meeting_id>/call-off/", tac_call_off, name="tac_call_off"),
    path(f"{CASE}/finalising/", final_detail, name="final_detail"),
    path(f"{CASE}/finalising/prepare-draft/", final_prepare, name="final_prepare"),
    path(f"{CASE}/finalising/serve/", final_serve, name="final_serve"),
    path(f"{CASE}/finalising/family-views/", final_views, name="final_views"),
    path(f"{CASE}/finalising/placement/", final_placement, name="final_placement"),
    path(f"{CASE}/finalising/issue/", final_issue, name="final_issue"),
    path(f"{CASE}/finalising/changes/", final_changes, name="final_changes"),
    path(f"{CASE}/finalising/shown/<int:showing_id>/", final_shown, name="final_shown"),
    path(f"{CASE}/finalising/shown/<int:showing_id>/take-back/", final_shown_take_back, name="final_shown_take_back"),
    path(f"{CASE}/finalising/weigh-again/", final_weigh_again, name="final_weigh_again"),
]
