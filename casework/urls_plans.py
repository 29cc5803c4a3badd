"""Pages of reports, the plan, the TAC and the last steps; `urls.py` takes them in."""

from django.urls import path

from casework.views.final_detail import final_detail
from casework.views.final_issue import final_issue
from casework.views.final_placement import final_placement
from casework.views.final_prepare import final_prepare
from casework.views.final_serve import final_serve
from casework.views.final_views import final_views
from casework.views.passage_mark import passage_mark
from casework.views.passage_remove import passage_remove
from casework.views.plan_detail import plan_detail
from casework.views.plan_document import plan_document
from casework.views.plan_document_again import plan_document_again
from casework.views.plan_outcome_add import plan_outcome_add
from casework.views.plan_outcome_edit import plan_outcome_edit
from casework.views.plan_outcome_remove import plan_outcome_remove
from casework.views.plan_section import plan_section
from casework.views.plan_take_to_tac import plan_take_to_tac
from casework.views.report_ask import report_ask
from casework.views.report_chase import report_chase
from casework.views.report_detail import report_detail
from casework.views.report_file import report_file
from casework.views.report_list import report_list
from casework.views.report_receive import report_receive
from casework.views.report_waive import report_waive
from casework.views.scoring_open import scoring_open
from casework.views.tac_attendance import tac_attendance
from casework.views.tac_convene import tac_convene
from casework.views.tac_list import tac_list

CASE = "cases/<str:reference>"

urlpatterns = [
    path(f"{CASE}/reports/", report_list, name="report_list"),
    path(f"{CASE}/reports/ask/", report_ask, name="report_ask"),
    path(f"{CASE}/reports/<int:report_id>/", report_detail, name="report_detail"),
    path(f"{CASE}/reports/<int:report_id>/receive/", report_receive, name="report_receive"),
    path(f"{CASE}/reports/<int:report_id>/chase/", report_chase, name="report_chase"),
    path(f"{CASE}/reports/<int:report_id>/not-needed/", report_waive, name="report_waive"),
    path(f"{CASE}/reports/<int:report_id>/file/", report_file, name="report_file"),
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
    path(f"{CASE}/plan/documents/<str:kind>/again/", plan_document_again, name="plan_document_again"),
    path(f"{CASE}/tac-meetings/", tac_list, name="tac_list"),
    path(f"{CASE}/tac-meetings/convene/", tac_convene, name="tac_convene"),
    path(f"{CASE}/tac-meetings/<int:meeting_id>/attendance/", tac_attendance, name="tac_attendance"),
    path(f"{CASE}/finalising/", final_detail, name="final_detail"),
    path(f"{CASE}/finalising/prepare-draft/", final_prepare, name="final_prepare"),
    path(f"{CASE}/finalising/serve/", final_serve, name="final_serve"),
    path(f"{CASE}/finalising/family-views/", final_views, name="final_views"),
    path(f"{CASE}/finalising/placement/", final_placement, name="final_placement"),
    path(f"{CASE}/finalising/issue/", final_issue, name="final_issue"),
]
