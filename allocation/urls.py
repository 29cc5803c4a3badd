from django.urls import path

from allocation.views.agreement import agreement
from allocation.views.allocate import allocate
from allocation.views.allocation_detail import allocation_detail
from allocation.views.allocation_home import allocation_home
from allocation.views.moderation_queue import moderation_queue
from allocation.views.provision import provision
from allocation.views.provision_add import provision_add
from allocation.views.provision_edit import provision_edit
from allocation.views.provision_remove import provision_remove
from allocation.views.public_table_detail import public_table_detail
from allocation.views.public_table_list import public_table_list
from allocation.views.send_to_moderation import send_to_moderation
from allocation.views.tac import tac
from allocation.views.tac_conclude import tac_conclude
from allocation.views.tac_round import tac_round
from allocation.views.unit_cost_list import unit_cost_list
from allocation.views.waterfall import waterfall

app_name = "allocation"

CASE = "cases/<str:reference>/"

urlpatterns = [
    path("agreement/", agreement, name="agreement"),
    path("allocation/", allocation_home, name="allocation_home"),
    path("allocation/tables/", public_table_list, name="public_table_list"),
    path("allocation/tables/<slug:slug>/", public_table_detail, name="public_table_detail"),
    path("moderation/", moderation_queue, name="moderation_queue"),
    path("allocation/unit-costs/", unit_cost_list, name="unit_cost_list"),
    path(f"{CASE}indicative-resource/", allocation_detail, name="allocation_detail"),
    path(f"{CASE}indicative-resource/how/", waterfall, name="waterfall"),
    path(f"{CASE}indicative-resource/allocate/", allocate, name="allocate"),
    path(f"{CASE}indicative-resource/moderation/", send_to_moderation, name="send_to_moderation"),
    path(f"{CASE}plan/provision/", provision, name="provision"),
    path(f"{CASE}plan/provision/add/", provision_add, name="provision_add"),
    path(f"{CASE}plan/provision/<int:line_id>/", provision_edit, name="provision_edit"),
    path(f"{CASE}plan/provision/<int:line_id>/remove/", provision_remove, name="provision_remove"),
    path(f"{CASE}tac/", tac, name="tac"),
    path(f"{CASE}tac/round/", tac_round, name="tac_round"),
    path(f"{CASE}tac/result/", tac_conclude, name="tac_conclude"),
]
