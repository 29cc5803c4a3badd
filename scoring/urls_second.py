"""Pages of second scoring and of the settings; `urls.py` takes them in."""

from django.urls import path

from scoring.enums import FormPurpose
from scoring.views.form_check import form_check
from scoring.views.form_edit import form_edit
from scoring.views.outcome_save import outcome_save
from scoring.views.second_ask import second_ask
from scoring.views.second_assign import second_assign
from scoring.views.second_cancel import second_cancel
from scoring.views.second_form_detail import second_form_detail
from scoring.views.second_form_start import second_form_start
from scoring.views.second_list import second_list
from scoring.views.setting_change import setting_change

CASE = "cases/<str:reference>/second-scoring"
SECOND = {"purpose": FormPurpose.SECOND}

urlpatterns = [
    path("second-scoring/", second_list, name="second_list"),
    path("scoring/settings/", setting_change, name="setting_change"),
    path(f"{CASE}/", form_edit, SECOND, name="second_form_edit"),
    path(f"{CASE}/start/", second_form_start, name="second_form_start"),
    path(f"{CASE}/outcomes/<int:position>/", outcome_save, SECOND, name="second_outcome_save"),
    path(f"{CASE}/check/", form_check, SECOND, name="second_form_check"),
    path(f"{CASE}/both/", second_form_detail, name="second_form_detail"),
    path(f"{CASE}/ask/", second_ask, name="second_ask"),
    path(f"{CASE}/assign/", second_assign, name="second_assign"),
    path(f"{CASE}/call-off/", second_cancel, name="second_cancel"),
]
