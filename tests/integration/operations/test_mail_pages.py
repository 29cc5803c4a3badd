"""What the service administrator sees of mail that did not go, and does about it."""

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.signing_in.actions import send_reset_link
from base.clock import now
from operations.enums import MailState
from operations.mail.actions import write_mail
from operations.models import Mail

LIST = reverse("operations:mail_list")


def a_failed_mail(to, **change):
    mail = write_mail(EmailMessage("Your account for SEND casework", "A secret link", to=[to.email]))
    why = "The mail server refused the message."
    Mail.objects.filter(pk=mail.pk).update(**{"state": MailState.FAILED, "tries": 1, "why": why} | change)
    return mail


def page_of(name, mail):
    return reverse(f"operations:{name}", args=[mail.pk])


@pytest.mark.both_databases
def test_it_is_told_what_to_whom_by_name_and_why_and_is_sent_again(client_as, administrator, lead):
    mail, nina = a_failed_mail(lead), client_as(administrator)
    assert "1 email did not go" in nina.get("/").text
    page = nina.get(LIST).text
    for words in ("Your account for SEND casework", "Dan Pryce", "The mail server refused the message.", "Not sent"):
        assert words in page
    assert lead.email not in page
    assert "“Your account for SEND casework” to Dan Pryce" in nina.get(page_of("mail_send_again", mail)).text
    assert "The email is on its way again." in nina.post(page_of("mail_send_again", mail), follow=True).text
    assert Mail.objects.get().state == MailState.WAITING


def test_of_one_that_perhaps_came_it_is_said_first(client_as, administrator, lead):
    mail = a_failed_mail(lead, state=MailState.PERHAPS_SENT)
    page = client_as(administrator).get(page_of("mail_send_again", mail)).text
    assert "It may have come already. Sent again, it may come twice." in page


def test_it_is_given_up_with_a_reason(client_as, administrator, lead):
    mail, nina = a_failed_mail(lead), client_as(administrator)
    assert "Enter why this email is given up" in nina.post(page_of("mail_give_up", mail), {"reason": ""}).text
    page = nina.post(page_of("mail_give_up", mail), {"reason": "Told by telephone."}, follow=True).text
    assert "The email was given up, and its text was removed." in page
    assert "Every email went" in page
    assert "Nina Patel gave up the email “Your account for SEND casework” to Dan Pryce: Told by telephone." in (
        nina.get(reverse("audit:event_list")).text
    )


def test_what_is_too_late_can_only_be_given_up(client_as, administrator, lead):
    mail = a_failed_mail(lead, state=MailState.EXPIRED, sealed="", worth_sending_until=now())
    nina = client_as(administrator)
    page = nina.get(LIST).text
    assert "Give up" in page
    assert page_of("mail_send_again", mail) not in page
    refused = nina.get(page_of("mail_send_again", mail))
    assert refused.status_code == 409
    assert "Have a new one written instead." in refused.text


@pytest.mark.parametrize(("mails", "queries"), [(1, 3), (30, 4)])
def test_the_list_takes_as_many_queries_however_long_it_is(
    client_as, administrator, lead, django_assert_num_queries, mails, queries
):
    for _ in range(mails):
        a_failed_mail(lead)
    nina = client_as(administrator)
    nina.get(LIST)
    with django_assert_num_queries(queries):
        nina.get(LIST)


def test_mail_is_the_administrators(client_as, lead, settings):
    assert client_as(lead).get(LIST).status_code == 403


def test_an_invitation_is_written_and_the_page_does_not_wait_for_the_mail_server(client_as, administrator, settings):
    settings.EMAIL_BACKEND = "operations.mail.backend.Outbox"
    details = {"email": "jo@example.org", "full_name": "Jo March", "job_title": "", "roles": ["panel_member"]}
    page = client_as(administrator).post(reverse("accounts:person_add"), details, follow=True)
    assert "Jo March was added. The email that says how to set a password is on its way." in page.text
    assert Mail.objects.get().account.full_name == "Jo March"


def test_a_new_password_is_sent_by_the_outbox_too(client, lead, settings):
    settings.EMAIL_BACKEND = "operations.mail.backend.Outbox"
    client.post(reverse("account_reset_password"), {"email": lead.email})
    assert not Mail.objects.exists()
    send_reset_link.func(*DBTaskResult.objects.get().args_kwargs["args"])
    assert Mail.objects.get().account == lead
