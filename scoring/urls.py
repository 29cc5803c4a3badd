"""Every address of scoring, noun by noun."""

from django.urls import path

from scoring.drafts.views import (
    framework_edit,
    framework_outcome,
    framework_outcome_add,
    framework_outcome_move,
    framework_outcome_remove,
)
from scoring.enums import FormPurpose
from scoring.frameworks.views import (
    framework_compare,
    framework_copy,
    framework_detail,
    framework_discard,
    framework_draft,
    framework_export,
    framework_import,
    framework_list,
    framework_publish,
    framework_retire,
)
from scoring.rasform.views import (
    form_check,
    form_detail,
    form_document,
    form_edit,
    form_pdf,
    form_recall,
    form_reopen,
    form_start,
    outcome_save,
)
from scoring.reviews.views import form_history, form_moderate, form_verify
from scoring.second.views import (
    second_ask,
    second_assign,
    second_cancel,
    second_form_detail,
    second_form_start,
    second_list,
)
from scoring.settings.views import setting_change

framework_pages = [
    path("frameworks/", framework_list, name="framework_list"),
    path("frameworks/new/", framework_draft, name="framework_draft"),
    path("frameworks/import/", framework_import, name="framework_import"),
    path("frameworks/compare/", framework_compare, name="framework_compare"),
    path("frameworks/<int:pk>/", framework_detail, name="framework_detail"),
    path("frameworks/<int:pk>/export/", framework_export, name="framework_export"),
    path("frameworks/<int:pk>/copy/", framework_copy, name="framework_copy"),
    path("frameworks/<int:pk>/edit/", framework_edit, name="framework_edit"),
    path("frameworks/<int:pk>/outcomes/add/", framework_outcome_add, name="framework_outcome_add"),
    path("frameworks/<int:pk>/outcomes/<int:outcome_id>/", framework_outcome, name="framework_outcome"),
    path("frameworks/<int:pk>/outcomes/<int:outcome_id>/move/", framework_outcome_move, name="framework_outcome_move"),
    path(
        "frameworks/<int:pk>/outcomes/<int:outcome_id>/remove/",
        framework_outcome_remove,
        name="framework_outcome_remove",
    ),
    path("frameworks/<int:pk>/publish/", framework_publish, name="framework_publish"),
    path("frameworks/<int:pk>/retire/", framework_retire, name="framework_retire"),
    path("frameworks/<int:pk>/discard/", framework_discard, name="framework_discard"),
]


CASE = "cases/<str:reference>/second-scoring"


SECOND = {"purpose": FormPurpose.SECOND}


second_pages = [
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


app_name = "scoring"


urlpatterns = [
    path("cases/<str:reference>/ras-form/", form_edit, name="form_edit"),
    path("cases/<str:reference>/ras-form/start/", form_start, name="form_start"),
    path("cases/<str:reference>/ras-form/outcomes/<int:position>/", outcome_save, name="outcome_save"),
    path("cases/<str:reference>/ras-form/check/", form_check, name="form_check"),
    path("cases/<str:reference>/ras-form/scores/", form_detail, name="form_detail"),
    path("cases/<str:reference>/ras-form/copy/", form_document, name="form_document"),
    path("cases/<str:reference>/ras-form/copy.pdf", form_pdf, name="form_pdf"),
    path("cases/<str:reference>/ras-form/history/", form_history, name="form_history"),
    path("cases/<str:reference>/ras-form/take-back/", form_recall, name="form_recall"),
    path("cases/<str:reference>/ras-form/open-again/", form_reopen, name="form_reopen"),
    path("cases/<str:reference>/ras-form/verify/", form_verify, name="form_verify"),
    path("cases/<str:reference>/ras-form/moderate/", form_moderate, name="form_moderate"),
    *second_pages,
    *framework_pages,
]
