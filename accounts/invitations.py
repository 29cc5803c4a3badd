"""The email by which somebody new chooses their password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User


def send_invitation(request: HttpRequest, person: User) -> None:
    """Send a person the link by which they set a password. It works once, for three days."""
    key = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    context = {
        "person": person,
        "COUNCIL_NAME": settings.COUNCIL_NAME,
        "link": request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=key)),
        "sign_in": request.build_absolute_uri(reverse("account_login")),
    }
    send_mail(
        subject="Your account for SEND casework",
        message=render_to_string("accounts/email/invitation.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[person.email],
    )
