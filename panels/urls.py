from django.urls import path

from panels.agenda.views import (
    case_send,
    interest_declare,
    interest_take_back,
    item_comment,
    item_detail,
    item_move,
    item_reschedule,
    item_withdraw,
)
from panels.decisions.views import decision_bring_back, decision_carry_out, decision_outcome, decision_record
from panels.meetings.views import (
    meeting_call_off,
    meeting_change,
    meeting_close,
    meeting_detail,
    meeting_open,
    meeting_plan,
    meeting_presence,
    panel_home,
)
from panels.members.views import member_add, member_end, member_list
from panels.signing.views import decision_detail, plan_return, plan_sign_off

app_name = "panels"
urlpatterns = [
    path("panel/", panel_home, name="panel_home"),
    path("panel/members/", member_list, name="member_list"),
    path("panel/<int:pk>/members/add/", member_add, name="member_add"),
    path("panel/members/<int:pk>/end/", member_end, name="member_end"),
    path("panel/meetings/plan/", meeting_plan, name="meeting_plan"),
    path("panel/meetings/<int:pk>/", meeting_detail, name="meeting_detail"),
    path("panel/meetings/<int:pk>/change/", meeting_change, name="meeting_change"),
    path("panel/meetings/<int:pk>/call-off/", meeting_call_off, name="meeting_call_off"),
    path("panel/meetings/<int:pk>/open/", meeting_open, name="meeting_open"),
    path("panel/meetings/<int:pk>/presence/", meeting_presence, name="meeting_presence"),
    path("panel/meetings/<int:pk>/close/", meeting_close, name="meeting_close"),
    path("panel/items/<int:pk>/", item_detail, name="item_detail"),
    path("panel/items/<int:pk>/move/", item_move, name="item_move"),
    path("panel/items/<int:pk>/meeting/", item_reschedule, name="item_reschedule"),
    path("panel/items/<int:pk>/interest/", interest_declare, name="interest_declare"),
    path("panel/items/<int:pk>/interest/<int:interest_id>/take-back/", interest_take_back, name="interest_take_back"),
    path("panel/items/<int:pk>/comment/", item_comment, name="item_comment"),
    path("panel/items/<int:pk>/withdraw/", item_withdraw, name="item_withdraw"),
    path("panel/items/<int:pk>/decision/", decision_outcome, name="decision_outcome"),
    path("panel/items/<int:pk>/decision/<slug:outcome>/", decision_record, name="decision_record"),
    path("cases/<str:reference>/decision/", decision_detail, name="decision_detail"),
    path("cases/<str:reference>/decision/bring-back/", decision_bring_back, name="decision_bring_back"),
    path("cases/<str:reference>/decision/take-on/", decision_carry_out, name="decision_carry_out"),
    path("cases/<str:reference>/decision/sign-off/", plan_sign_off, name="plan_sign_off"),
    path("cases/<str:reference>/decision/return/", plan_return, name="plan_return"),
    path("cases/<str:reference>/send/", case_send, name="case_send"),
]
