"""The mail that did not go, for the service administrator: what, to whom, when and why; sent again or given up."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from base.pages import ask, confirm, is_allowed, page_of
from base.words import moment_in_words
from crispy_govuk.tables import Cell, Column, DataTable
from operations.enums import MailState
from operations.mail.actions import (
    NOBODY,
    check_mail_can_be_given_up,
    check_mail_can_be_sent_again,
    give_mail_up,
    send_mail_again,
)
from operations.mail.forms import GiveUpForm
from operations.mail.queries import mails_to_look_at
from operations.models import Mail
from operations.permissions import check_user_looks_after_service


def addressee_of(mail: Mail) -> str:
    """To whom, by the name of the account."""
    return mail.account.full_name if mail.account else NOBODY.capitalize()


def state_of(mail: Mail) -> Cell:
    """How far it came, and why not further."""
    why = mail.why
    if mail.state == MailState.WAITING:
        why = f"{why} It is tried again from {moment_in_words(mail.next_try_at)}.".strip()
    return Cell(MailState(mail.state).label, sub=why, late=mail.state in (MailState.FAILED, MailState.EXPIRED))


def mails_table(mails: Iterable[Mail], user) -> DataTable:
    """The mails with what can be done about each."""

    def act(name, text, check, mail):
        if not is_allowed(lambda: check(user, mail)):
            return ""
        hidden = f"“{mail.subject}” to {addressee_of(mail)}"
        return Cell(text, href=reverse(f"operations:{name}", args=[mail.pk]), hidden=hidden)

    headings = [Column("Email"), Column("To"), Column("Written"), Column("What became of it")]
    headings += [Column("Send again", hidden=True), Column("Give up", hidden=True)]
    rows = [
        [
            mail.subject,
            addressee_of(mail),
            Cell(moment_in_words(mail.written_at)),
            state_of(mail),
            act("mail_send_again", "Send again", check_mail_can_be_sent_again, mail),
            act("mail_give_up", "Give up", check_mail_can_be_given_up, mail),
        ]
        for mail in mails
    ]
    return DataTable("Emails that did not go", headings, rows, caption_hidden=True)


def mail_list(request):
    """What did not go, or not at first, newest first."""
    check_user_looks_after_service(request.user)
    page = page_of(request, mails_to_look_at())
    context = {"page": page, "table": mails_table(page.object_list, request.user)}
    return render(request, "operations/mail_list.html", context)


def mail_send_again(request, pk):
    """Have the worker try once more; where the mail server may have it already, that is said first."""
    check_user_looks_after_service(request.user)
    mail = get_object_or_404(Mail.objects.select_related("account"), pk=pk)
    return confirm(
        request,
        lambda: send_mail_again(mail, by=request.user),
        check=lambda: check_mail_can_be_sent_again(request.user, Mail.objects.get(pk=pk)),
        done="The email is on its way again.",
        then=reverse("operations:mail_list"),
        template="operations/mail_send_again.html",
        context={"mail": mail, "to": addressee_of(mail), "is_in_doubt": mail.state == MailState.PERHAPS_SENT},
    )


def mail_give_up(request, pk):
    """Not to be tried again, with the reason."""
    check_user_looks_after_service(request.user)
    mail = get_object_or_404(Mail.objects.select_related("account"), pk=pk)
    return ask(
        request,
        lambda data: GiveUpForm(data, cancel_url=reverse("operations:mail_list")),
        lambda form: give_mail_up(mail, **form.cleaned_data, by=request.user),
        check=lambda: check_mail_can_be_given_up(request.user, Mail.objects.get(pk=pk)),
        done="The email was given up, and its text was removed.",
        then=reverse("operations:mail_list"),
        template="operations/mail_give_up.html",
        context={"mail": mail, "to": addressee_of(mail)},
    )
