from django.urls import path

from panels.views.case_send import case_send
from panels.views.decision_detail import decision_detail
from panels.views.decision_outcome import decision_outcome
from panels.views.decision_record import decision_record
from panels.views.interest_declare import interest_declare
from panels.views.item_comment import item_comment
from panels.views.item_detail import item_detail
from panels.views.item_move import item_move
from panels.views.item_withdraw import item_withdraw
from panels.views.meeting_change import meeting_change
from panels.views.meeting_close import meeting_close
from panels.views.meeting_detail import meeting_detail
from panels.views.meeting_open import meeting_open
from panels.views.meeting_plan import meeting_plan
from panels.views.meeting_presence import meeting_presence
from panels.views.member_add import member_add
from panels.views.member_end import member_end
from panels.views.member_list import member_list
from panels.views.panel_home import panel_home
from panels.views.plan_return import plan_return
from panels.views.plan_sign_off import plan_sign_off

app_name = "panels"
urlpatterns = [
    path("panel/", panel_home, name="panel_home"),
    path("panel/members/", member_list, name="member_list"),
    path("panel/<int:pk>/members/add/", member_add, name="member_add"),
    path("panel/members/<int:pk>/end/", member_end, name="member_end"),
    path("panel/meetings/plan/", meeting_plan, name="meeting_plan"),
    path("panel/meetings/<int:pk>/", meeting_detail, name="meeting_detail"),
    path("panel/meetings/<int:pk>/change/", meeting_change, name="meeting_change"),
    path("panel/meetings/<int:pk>/open/", meeting_open, name="meeting_open"),
    path("panel/meetings/<int:pk>/presence/", meeting_presence, name="meeting_presence"),
    path("panel/meetings/<int:pk>/close/", meeting_close, name="meeting_close"),
    path("panel/items/<int:pk>/", item_detail, name="item_detail"),
    path("panel/items/<int:pk>/move/", item_move, name="item_move"),
    path("panel/items/<int:pk>/interest/", interest_declare, name="interest_declare"),
    path("panel/items/<int:pk>/comment/", item_comment, name="item_comment"),
    path("panel/items/<int:pk>/withdraw/", item_withdraw, name="item_withdraw"),
    path("panel/items/<int:pk>/decision/", decision_outcome, name="decision_outcome"),
    path("panel/items/<int:pk>/decision/<slug:outcome>/", decision_record, name="decision_record"),
    path("cases/<str:reference>/decision/", decision_detail, name="decision_detail"),
    path("cases/<str:reference>/decision/sign-off/", plan_sign_off, name="plan_sign_off"),
    path("cases/<str:reference>/decision/return/", plan_return, name="plan_return"),
    path("cases/<str:reference>/send/", case_send, name="case_send"),
]
