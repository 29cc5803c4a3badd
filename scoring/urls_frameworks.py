"""Pages of the frameworks that RAS forms are scored with."""

from django.urls import path

from scoring.views.framework_compare import framework_compare
from scoring.views.framework_copy import framework_copy
from scoring.views.framework_detail import framework_detail
from scoring.views.framework_discard import framework_discard
from scoring.views.framework_draft import framework_draft
from scoring.views.framework_edit import framework_edit
from scoring.views.framework_export import framework_export
from scoring.views.framework_import import framework_import
from scoring.views.framework_list import framework_list
from scoring.views.framework_outcome import framework_outcome
from scoring.views.framework_outcome_add import framework_outcome_add
from scoring.views.framework_outcome_move import framework_outcome_move
from scoring.views.framework_outcome_remove import framework_outcome_remove
from scoring.views.framework_publish import framework_publish
from scoring.views.framework_retire import framework_retire

urlpatterns = [
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
