from django.urls import path

from accounts.views.person_add import person_add
from accounts.views.person_change import person_change
from accounts.views.person_deactivate import person_deactivate
from accounts.views.person_detail import person_detail
from accounts.views.person_invite import person_invite
from accounts.views.person_list import person_list
from accounts.views.person_reactivate import person_reactivate
from accounts.views.team_add import team_add

app_name = "accounts"
urlpatterns = [
    path("people/", person_list, name="person_list"),
    path("people/add/", person_add, name="person_add"),
    path("people/teams/add/", team_add, name="team_add"),
    path("people/<int:pk>/", person_detail, name="person_detail"),
    path("people/<int:pk>/change/", person_change, name="person_change"),
    path("people/<int:pk>/deactivate/", person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/invite/", person_invite, name="person_invite"),
]
