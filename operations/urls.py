from django.urls import path

from operations.health.views import status
from operations.mail.views import mail_give_up, mail_list, mail_send_again

app_name = "operations"
urlpatterns = [
    path("service/", status, name="status"),
    path("service/mail/", mail_list, name="mail_list"),
    path("service/mail/<int:pk>/send-again/", mail_send_again, name="mail_send_again"),
    path("service/mail/<int:pk>/give-up/", mail_give_up, name="mail_give_up"),
]
