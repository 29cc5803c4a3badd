"""How pages ask and confirm: what is checked, done, said and drawn, and where it leads."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse, QueryDict
from django.test import RequestFactory

from base.pages import ask, confirm
from base.refusals import NotAllowed, Refused, Stale
from base.stale import VersionedForm, look_again


class ReasonForm(VersionedForm):
    reason = forms.CharField()


class Drawn(HttpResponse):
    """What a page would be drawn with."""

    def __init__(self, request, template, context):
        super().__init__()
        self.template, self.shown = template, context


def refuse(refusal):
    raise refusal


def a_request(data=None):
    request = RequestFactory().get("/") if data is None else RequestFactory().post("/", data)
    request._messages = CookieStorage(request)
    return request


def asked(request, act=lambda form: form.cleaned_data["reason"], **how):
    return ask(request, ReasonForm, act, then="/there/", template="ask.html", render=Drawn, **how)


def messages_of(request):
    return [str(message) for message in get_messages(request)]


def test_a_page_is_checked_before_it_is_drawn():
    with pytest.raises(NotAllowed, match="Not you"):
        asked(a_request(), check=lambda: refuse(NotAllowed("Not you.")))
    page = asked(a_request(), check=lambda: None, context={"more": 1})
    assert (page.template, page.shown["more"], page.shown["form"].is_bound) == ("ask.html", 1, False)


def test_what_is_sent_is_done_said_and_led_on():
    request = a_request({"reason": "It rained."})
    check = lambda: pytest.fail("what is sent is for the act to refuse")  # noqa: E731
    response = asked(
        request, check=check, done=lambda result: f"Done: {result}", context=lambda form: pytest.fail("drawn")
    )
    assert (response.status_code, response.url, messages_of(request)) == (302, "/there/", ["Done: It rained."])


def test_without_a_sentence_nothing_is_said():
    request = a_request({"reason": "It rained."})
    assert asked(request, lambda form: None).status_code == 302
    assert messages_of(request) == []


def test_where_it_leads_may_hang_on_what_was_done():
    request = a_request({"reason": "here"})
    act = lambda form: form.cleaned_data["reason"]  # noqa: E731
    response = ask(request, ReasonForm, act, then=lambda result: f"/{result}/", template="ask.html")
    assert response.url == "/here/"


def test_a_form_that_is_not_valid_does_nothing():
    page = asked(a_request({}), lambda form: pytest.fail("nothing is done"))
    assert "reason" in page.shown["form"].errors


def test_who_may_not_see_the_page_is_not_shown_it_for_sending_nonsense():
    with pytest.raises(NotAllowed, match="Not you"):
        asked(a_request({}), check=lambda: refuse(NotAllowed("Not you.")))


@pytest.mark.parametrize("may_see", [True, False])
def test_what_is_not_this_persons_is_refused_in_the_form_only_to_who_may_see_it(may_see):
    not_allowed = NotAllowed("Not you.")
    check = lambda: None if may_see else refuse(not_allowed)  # noqa: E731
    send = lambda: asked(a_request({"reason": "It rained."}), lambda form: refuse(not_allowed), check=check)  # noqa: E731
    if may_see:
        assert send().shown["form"].non_field_errors() == ["Not you."]
    else:
        with pytest.raises(NotAllowed, match="Not you"):
            send()


def test_a_page_that_does_not_open_now_is_not_drawn_for_a_refusal():
    """Its refusal has a page of its own; what is gone may be sent again where it was typed."""
    ended = Refused("The case has ended.")

    def gone():
        raise Http404

    with pytest.raises(Refused) as found:
        asked(a_request({"reason": "It rained."}), lambda form: refuse(ended), check=lambda: refuse(Refused("No.")))
    assert (found.value, ended.has_own_page) == (ended, True)
    page = asked(a_request({"reason": "It rained."}), lambda form: refuse(Refused("It was removed.")), check=gone)
    assert page.shown["form"].non_field_errors() == ["It was removed."]


def test_a_refusal_stands_in_the_form_with_what_was_typed():
    page = asked(a_request({"reason": "It rained."}), lambda form: refuse(Refused("The case has ended.")))
    form = page.shown["form"]
    assert (form.non_field_errors(), form["reason"].value()) == (["The case has ended."], "It rained.")


@pytest.mark.parametrize(
    ("refusal", "version", "shows_present"),
    [(Stale("Somebody was first."), 7, True), (Refused("The case has ended."), "3", False)],
)
def test_who_comes_too_late_may_send_again_on_what_is_there_now(refusal, version, shows_present):
    request = a_request({"reason": "It rained.", "expected_version": "3"})
    form = asked(request, lambda form: refuse(refusal), refused=look_again(lambda: 7)).shown["form"]
    assert (form["expected_version"].value(), form["reason"].value()) == (version, "It rained.")
    assert form.shows_present is shows_present
    assert form.non_field_errors() == [refusal.sentence]


def test_what_is_there_now_leaves_every_box_that_was_ticked():
    form = ReasonForm(QueryDict("reason=a&reason=b&expected_version=3"))
    form.expect(7)
    assert (form.data.getlist("reason"), form.data["expected_version"]) == (["a", "b"], 7)


def confirmed(request, act):
    how = {"template": "confirm.html", "then": "/there/", "done": "Removed.", "check": lambda: None}
    return confirm(request, act, context={"button": "Remove"}, render=Drawn, **how)


def test_what_is_confirmed_is_done():
    request = a_request({})
    assert (confirmed(request, lambda: None).url, messages_of(request)) == ("/there/", ["Removed."])


def test_a_confirmation_tells_why_it_is_refused():
    assert confirmed(a_request(), lambda: pytest.fail("only read")).shown["refusal"] == ""
    shown = confirmed(a_request({}), lambda: refuse(Refused("The case has ended."))).shown
    assert (shown["refusal"], shown["refusals"]) == ("The case has ended.", [{"text": "The case has ended."}])
    assert shown["button"] == "Remove"
