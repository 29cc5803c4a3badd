from django.urls import path

from audit.views import event_list

app_name = "audit"
urlpatterns = [
    path("audit/", event_list, name="event_list"),
]
