from django.urls import path

from casework.urls_plans import urlpatterns as plan_pages
from casework.views import (
    case_close,
    case_decide,
    case_detail,
    case_exception,
    case_history,
    case_list,
    case_open,
    case_reassign,
    child_change,
    contact_add,
    contact_change,
    contact_remove,
    review_start,
    work_list,
)

app_name = "casework"

urlpatterns = [
    path("", work_list.work_list, name="work_list"),
    path("cases/", case_list.case_list, name="case_list"),
    path("cases/open/", case_open.case_open, name="case_open"),
    path("cases/<str:reference>/", case_detail.case_detail, name="case_detail"),
    path("cases/<str:reference>/history/", case_history.case_history, name="case_history"),
    path("cases/<str:reference>/decide/", case_decide.case_decide, name="case_decide"),
    path("cases/<str:reference>/start-review/", review_start.review_start, name="review_start"),
    path("cases/<str:reference>/close/", case_close.case_close, name="case_close"),
    path("cases/<str:reference>/reassign/", case_reassign.case_reassign, name="case_reassign"),
    path("cases/<str:reference>/exception/", case_exception.case_exception, name="case_exception"),
    path("cases/<str:reference>/child/", child_change.child_change, name="child_change"),
    path("cases/<str:reference>/contacts/add/", contact_add.contact_add, name="contact_add"),
    path("cases/<str:reference>/contacts/<int:contact_id>/", contact_change.contact_change, name="contact_change"),
    path(
        "cases/<str:reference>/contacts/<int:contact_id>/remove/",
        contact_remove.contact_remove,
        name="contact_remove",
    ),
    *plan_pages,
]
