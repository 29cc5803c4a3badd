from django.urls import path

from accounts.views import (
    person_add,
    person_change,
    person_deactivate,
    person_detail,
    person_disconnect,
    person_hand_over,
    person_invite,
    person_list,
    person_password_keep,
    person_password_stop,
    person_reactivate,
    person_second_factor,
    person_sign_out,
    sign_out_elsewhere,
    signed_in,
    team_add,
)

app_name = "accounts"
urlpatterns = [
    path("people/", person_list, name="person_list"),
    path("people/add/", person_add, name="person_add"),
    path("people/teams/add/", team_add, name="team_add"),
    path("people/<int:pk>/", person_detail, name="person_detail"),
    path("people/<int:pk>/change/", person_change, name="person_change"),
    path("people/<int:pk>/hand-over/", person_hand_over, name="person_hand_over"),
    path("people/<int:pk>/deactivate/", person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/invite/", person_invite, name="person_invite"),
    path("people/<int:pk>/sign-out/", person_sign_out, name="person_sign_out"),
    path("people/<int:pk>/second-factor/", person_second_factor, name="person_second_factor"),
    path("people/<int:pk>/disconnect/", person_disconnect, name="person_disconnect"),
    path("people/<int:pk>/password/keep/", person_password_keep, name="person_password_keep"),
    path("people/<int:pk>/password/stop/", person_password_stop, name="person_password_stop"),
    path("signed-in/", signed_in, name="signed_in"),
    path("signed-in/nowhere-else/", sign_out_elsewhere, name="sign_out_elsewhere"),
]
