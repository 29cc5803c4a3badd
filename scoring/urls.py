"""Pages of a case's RAS form."""

from django.urls import path

from scoring.views.form_check import form_check
from scoring.views.form_detail import form_detail
from scoring.views.form_edit import form_edit
from scoring.views.form_moderate import form_moderate
from scoring.views.form_start import form_start
from scoring.views.form_verify import form_verify
from scoring.views.outcome_save import outcome_save

app_name = "scoring"
urlpatterns = [
    path("cases/<str:reference>/ras-form/", form_edit, name="form_edit"),
    path("cases/<str:reference>/ras-form/start/", form_start, name="form_start"),
    path("cases/<str:reference>/ras-form/outcomes/<int:position>/", outcome_save, name="outcome_save"),
    path("cases/<str:reference>/ras-form/check/", form_check, name="form_check"),
    path("cases/<str:reference>/ras-form/scores/", form_detail, name="form_detail"),
    path("cases/<str:reference>/ras-form/verify/", form_verify, name="form_verify"),
    path("cases/<str:reference>/ras-form/moderate/", form_moderate, name="form_moderate"),
]
