"""How people are shown."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import (
    check_user_can_deactivate,
    check_user_can_disconnect,
    check_user_can_invite,
    check_user_can_reset_second_factor,
    check_user_can_stop_keeping_password,
)
from accounts.queries import has_second_factor, holdings_of
from base.contribution import Holding, NextStep, step
from base.words import day_in_words, listed, moment_in_words
from crispy_govuk.tables import Cell, Column, DataTable


def people_table(people: Iterable[User]) -> DataTable:
    """One row for each person: name, email address, team, roles, whether the account is open."""
    return DataTable(
        "People",
        [Column("Name"), Column("Email address"), Column("Team"), Column("Roles"), Column("Account")],
        [
            [
                Cell(
                    person.full_name,
                    href=reverse("accounts:person_detail", args=[person.pk]),
                    sub=person.job_title,
                ),
                person.email,
                person.team.name if person.team else "",
                role_names(person),
                "Open" if person.is_active else "Closed",
            ]
            for person in people
        ],
        caption_hidden=True,
    )


def role_names(person: User) -> str:
    """The roles of a person in words, in the order of the roles."""
    return ", ".join(role.label for role in Role if role in person.roles) or "No role"


def person_rows(person: User, holdings: Iterable[Holding]) -> list[dict[str, Any]]:
    """The summary list of one person."""
    rows = [
        {"key": "Email address", "value": person.email},
        {"key": "Job title", "value": person.job_title or "Not given"},
        {"key": "Team", "value": person.team.name if person.team else "No team"},
        {"key": "Roles", "value": role_names(person)},
        {"key": "Account", "value": "Open" if person.is_active else "Closed"},
        _way_in_row(person),
        {"key": "Second factor", "value": "Set up here" if has_second_factor(person) else "None here"},
        {"key": "Last signed in", "value": moment_in_words(person.last_login) or "Never"},
    ]
    held = "; ".join(holding.words for holding in holdings)
    rows.append({"key": "In their hands", "value": held or "Nothing"})
    if person.deactivated_at and person.deactivated_by:
        closed = f"{moment_in_words(person.deactivated_at)} by {person.deactivated_by.full_name}"
        rows.append({"key": "Closed", "value": closed})
    return rows


def _way_in_row(person: User) -> dict[str, Any]:
    """How somebody signs in, and whether they get in without the council's identity provider."""
    account = person.council_account
    row = {"key": "Signs in with", "value": "Email address and password"}
    if account:
        row |= {"value": "Council account", "sub": f"Since {day_in_words(account.date_joined)}"}
    if person.keeps_password:
        row["tag"] = "Keeps a password"
    return row


def can_be_handed_over(holdings: Iterable[Holding]) -> bool:
    """Whether there is something in somebody's hands that can be given to others."""
    return any(holding.can_be_handed_over for holding in holdings)


def changed_in_words(person: User) -> str:
    """That an account was changed; and what is in the hands of somebody who can no longer work it."""
    done = f"The account of {person.full_name} was changed."
    holdings = [] if person.has_role(Role.CASE_COORDINATOR) else holdings_of(person)
    if not can_be_handed_over(holdings):
        return done
    held = listed(holding.words for holding in holdings)
    return f"{done} They are no Case Co-ordinator now and have {held} in their hands: hand it over."


def steps_for(user: User, person: User, holdings: Iterable[Holding]) -> list[NextStep]:
    """What may be done with a person's account now; what is refused says why."""
    url = lambda name: reverse(f"accounts:{name}", args=[person.pk])  # noqa: E731
    handing = []
    if can_be_handed_over(holdings):
        handing.append(NextStep("Hand over what is in their hands", url("person_hand_over")))
    if not person.is_active:
        return [*handing, NextStep("Open the account again", post_url=url("person_reactivate"))]
    may_close = lambda: check_user_can_deactivate(user, person)  # noqa: E731
    return [
        NextStep("Change details or roles", url("person_change"), primary=True),
        _invite_step(user, person, url("person_invite")),
        NextStep("Sign out everywhere", post_url=url("person_sign_out")),
        *_steps_for_signing_in(user, person, url),
        *handing,
        step("Close the account", url("person_deactivate"), may_close),
    ]


def _invite_step(user: User, person: User, address: str) -> NextStep:
    text = "Send the link to set a password"
    allowed = step(text, "", lambda: check_user_can_invite(user, person))
    return allowed if allowed.refusal else NextStep(text, post_url=address)


def _steps_for_signing_in(user: User, person: User, url: Callable[[str], str]) -> list[NextStep]:
    """What may be done with how somebody signs in: only what there is, or what an administrator may look for."""
    steps = []
    if has_second_factor(person):
        may_reset = lambda: check_user_can_reset_second_factor(user, person)  # noqa: E731
        steps.append(step("Remove their second factor", url("person_second_factor"), may_reset))
    if person.council_account:
        may_disconnect = lambda: check_user_can_disconnect(user, person)  # noqa: E731
        steps.append(step("Disconnect their council account", url("person_disconnect"), may_disconnect))
    if person.keeps_password:
        may_stop = lambda: check_user_can_stop_keeping_password(user, person)  # noqa: E731
        steps.append(step("Stop keeping a password", url("person_password_stop"), may_stop))
    elif settings.OIDC_SERVER and person.has_role(Role.SERVICE_ADMINISTRATOR):
        steps.append(NextStep("Let them keep a password", url("person_password_keep")))
    return steps
