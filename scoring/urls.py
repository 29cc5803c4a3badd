"""Pages of a case's RAS form."""

from django.urls import path

from scoring.urls_frameworks import urlpatterns as framework_pages
from scoring.urls_second import urlpatterns as second_pages
from scoring.views.form_check import form_check
from scoring.views.form_detail import form_detail
from scoring.views.form_document import form_document
from scoring.views.form_edit import form_edit
from scoring.views.form_history import form_history
from scoring.views.form_moderate import form_moderate
from scoring.views.form_pdf import form_pdf
from scoring.views.form_recall import form_recall
from scoring.views.form_reopen import form_reopen
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
