from django.urls import path

from allocation.agreement.views import agreement
from allocation.allocating.views import allocate, allocation_correct, allocation_detail, send_to_moderation
from allocation.limits.views import allocation_home, limit_set, limit_withdraw
from allocation.moderation.views import moderation_queue
from allocation.tables.views import public_table_detail, public_table_list
from allocation.waterfall.views import waterfall
from casework.provision.views import (
    place_add,
    provision,
    provision_add,
    provision_edit,
    provision_remove,
    unit_cost_list,
)
from casework.settings.views import counting_set, counting_withdraw
from casework.tac.views import tac, tac_conclude, tac_round

app_name = "allocation"

CASE = "cases/<str:reference>/"

urlpatterns = [
    path("agreement/", agreement, name="agreement"),
    path("allocation/", allocation_home, name="allocation_home"),
    path("allocation/tables/", public_table_list, name="public_table_list"),
    path("allocation/tables/<slug:slug>/", public_table_detail, name="public_table_detail"),
    path("allocation/limit/", limit_set, name="limit_set"),
    path("allocation/limit/<int:pk>/take-back/", limit_withdraw, name="limit_withdraw"),
    path("allocation/what-counts/", counting_set, name="counting_set"),
    path("allocation/what-counts/<int:pk>/take-back/", counting_withdraw, name="counting_withdraw"),
    path("moderation/", moderation_queue, name="moderation_queue"),
    path("allocation/unit-costs/", unit_cost_list, name="unit_cost_list"),
    path(f"{CASE}indicative-resource/", allocation_detail, name="allocation_detail"),
    path(f"{CASE}indicative-resource/how/", waterfall, name="waterfall"),
    path(f"{CASE}indicative-resource/allocate/", allocate, name="allocate"),
    path(f"{CASE}indicative-resource/correct/", allocation_correct, name="allocation_correct"),
    path(f"{CASE}indicative-resource/moderation/", send_to_moderation, name="send_to_moderation"),
    path(f"{CASE}plan/provision/", provision, name="provision"),
    path(f"{CASE}plan/provision/add/", provision_add, name="provision_add"),
    path(f"{CASE}plan/provision/place/", place_add, name="place_add"),
    path(f"{CASE}plan/provision/<int:line_id>/", provision_edit, name="provision_edit"),
    path(f"{CASE}plan/provision/<int:line_id>/remove/", provision_remove, name="provision_remove"),
    path(f"{CASE}tac/", tac, name="tac"),
    path(f"{CASE}tac/round/", tac_round, name="tac_round"),
    path(f"{CASE}tac/result/", tac_conclude, name="tac_conclude"),
]
