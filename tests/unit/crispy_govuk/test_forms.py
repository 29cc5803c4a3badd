import base64
import hashlib
import re
from pathlib import Path
from uuid import UUID

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory

from crispy_govuk.csp import INLINE_SCRIPT, INLINE_SCRIPT_HASH
from crispy_govuk.errors import draw_error_summary, has_errors
from crispy_govuk.fields import DateField, MoneyField
from crispy_govuk.forms import Button, Fieldset, GovukForm, govuk_helper
from crispy_govuk.wording import noun
from tests.unit.crispy_govuk.parsing import Page


class LineForm(GovukForm):
    submit = "Add the line"

    what = forms.CharField(label="Provision", max_length=20)
    start = DateField(label="Start date")
    cost = MoneyField(label="Cost a year")
    kind = forms.ChoiceField(label="Who pays?", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("clash"):
            raise forms.ValidationError("Another <line> says the same")


def render(source: str, **context: object) -> Page:
    context.setdefault("csrf_token", "the-token")
    return Page(Template("{% load crispy_forms_tags govuk %}" + source).render(Context(context)))


def test_a_form_needs_nothing_but_its_fields():
    page = render("{% crispy form %}", form=LineForm())
    form = page.one("form")
    assert form["method"] == "post"
    assert "novalidate" in form
    assert page.one("input", name="csrfmiddlewaretoken")["value"] == "the-token"
    assert page.one("button")["data-prevent-double-click"] == "true"
    assert "Add the line" in page.text
    assert page.ids["id_secret"] == 1
    assert page.repeated_ids == []
    assert page.dangling == []


def test_each_drawing_carries_a_fresh_form_token():
    tokens = {render("{% crispy form %}", form=LineForm()).one("input", name="form_token")["value"] for _ in range(3)}
    assert len(tokens) == 3
    assert all(UUID(token).version == 4 for token in tokens)
    assert UUID(render("{% form_token %}").one("input", name="form_token")["value"]).version == 4


def test_a_form_that_gets_carries_no_token():
    page = render("{% crispy form form.quiet %}", form=_with_helper(govuk_helper("Search", method="get")))
    assert page.all("input", name="form_token") == []
    assert page.all("input", name="csrfmiddlewaretoken") == []


def _with_helper(helper):
    form = LineForm()
    form.quiet = helper
    return form


def test_a_form_with_a_file_is_sent_in_parts():
    class Upload(GovukForm):
        report = forms.FileField(label="Report")

    assert render("{% crispy form %}", form=Upload()).one("form")["enctype"] == "multipart/form-data"


def test_layout_buttons_and_cancel():
    helper = govuk_helper(
        "Save",
        Fieldset("The <line>", "what", "cost"),
        "kind",
        buttons=(Button("Save for later", "action", "later", "secondary"),),
        cancel_url="/cases/1/",
        action="/lines/",
    )
    page = render("{% crispy form form.quiet %}", form=_with_helper(helper))
    assert page.one("form")["action"] == "/lines/"
    assert "The <line>" in page.text
    assert "govuk-button--secondary" in page.one("button", name="action", value="later")["class"]
    assert page.one("a")["href"] == "/cases/1/"
    assert page.ids["id_start"] == 0
    assert page.ids["id_secret"] == 1, "hidden fields are drawn though the layout leaves them out"


def test_a_legend_is_never_run_as_a_template():
    page = render("{% crispy form form.quiet %}", form=_with_helper(govuk_helper("Save", Fieldset("{{ 7 }}", "what"))))
    assert "{{ 7 }}" in page.text


def test_without_form_tag_or_button_only_fields_are_drawn():
    page = render("{% crispy form form.quiet %}", form=_with_helper(govuk_helper("", form_tag=False)))
    assert page.all("form") == []
    assert page.all("button") == []


# --- the error summary


def test_each_error_is_linked_to_an_input_that_is_there():
    form = LineForm({"start_day": "1", "start_year": "2026"})
    summary = Page(draw_error_summary(form))
    page = render("{% crispy form %}", form=form)
    links = [link["href"].removeprefix("#") for link in summary.all("a")]
    assert links == ["id_what", "id_start_month", "id_cost", "id_kind"]
    inputs = {attrs.get("id") for tag, attrs in page.elements if tag in ("input", "textarea", "select")}
    assert set(links) <= inputs
    assert "Enter the provision" in summary.text
    assert "Enter the cost a year" in summary.text
    assert "Select an answer" in summary.text


def test_errors_of_no_field_come_first_escaped_and_without_a_link():
    summary = Page(draw_error_summary(LineForm({"clash": "1"})))
    assert summary.text.index("Another <line>") < summary.text.index("Enter the provision")
    assert len(summary.all("li")) == len(summary.all("a")) + 1


def test_nothing_is_summed_up_before_anything_was_sent():
    assert draw_error_summary(LineForm(), None, "") == ""


def test_djangos_own_required_sentence_is_reworded_on_foreign_forms():
    class Foreign(forms.Form):
        code = forms.CharField(label="Code")

    assert "Enter the code" in Page(draw_error_summary(Foreign({}))).text


def test_the_title_says_error_only_after_a_refusal():
    assert render("{% error_prefix %}", form=LineForm({})).text == "Error:"
    assert render("{% error_prefix %}", form=LineForm()).text == ""
    assert render("{% error_prefix %}").text == ""
    assert render("{% error_prefix %}", forms=[LineForm(), LineForm({})]).text == "Error:"


# --- formsets

Lines = forms.formset_factory(LineForm, extra=2, min_num=1, validate_min=True)


def test_the_forms_of_a_formset_have_their_own_ids():
    helper = govuk_helper("Save")
    page = render("{% crispy formset helper %}", formset=Lines(), helper=helper)
    assert page.repeated_ids == []
    assert page.dangling == []
    assert {"id_form-0-start", "id_form-1-start_month", "id_form-2-kind-2"} <= page.ids.keys()
    assert len(page.all("input", name="form_token")) == 1
    assert page.one("input", name="form-TOTAL_FORMS")["value"] == "3"


def test_two_forms_with_prefixes_share_a_page_without_sharing_ids():
    page = render("{% crispy a %}{% crispy b %}", a=LineForm(prefix="a"), b=LineForm(prefix="b"))
    assert page.repeated_ids == []


def test_a_formsets_errors_are_linked_by_their_prefix():
    first = {"form-0-cost": "5", "form-0-kind": "a", "form-0-start_day": "1"}
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-1-what": "Speech"} | first
    formset = Lines(data)
    assert has_errors(formset)
    links = [link["href"] for link in Page(draw_error_summary(formset)).all("a")]
    assert links == [
        "#id_form-0-what",
        "#id_form-0-start_month",
        "#id_form-1-start",
        "#id_form-1-cost",
        "#id_form-1-kind",
    ]
    assert not has_errors(Lines())


def test_what_every_row_says_alike_stands_once_with_a_link_to_the_first():
    summary = Page(draw_error_summary(Lines({"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0"})))
    assert [link["href"] for link in summary.all("a")] == [
        f"#id_form-0-{name}" for name in ("what", "start", "cost", "kind")
    ]
    assert summary.text == (
        "There is a problem Please submit at least 1 form. Enter the provision Enter the start date "
        "Enter the cost a year Select an answer to “Who pays?”"
    )


# --- sentences


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Date of birth", "the date of birth"),
        ("EHC plan", "the EHC plan"),
        ("Your reason", "your reason"),
        ("Reason (optional)", "the reason"),
        ("Cost:", "the cost"),
    ],
)
def test_labels_read_well_inside_a_sentence(label, words):
    assert noun(label) == words


def test_common_errors_speak_plainly():
    class Common(GovukForm):
        name = forms.CharField(label="Name", max_length=3)
        year = forms.IntegerField(label="Year group", min_value=1)
        email = forms.EmailField(label="Email address")
        told = forms.BooleanField(label="The family has been told")
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
        own = forms.CharField(label="Own", error_messages={"required": "Say it"})
        file = forms.FileField(label="Report")

    form = Common({"name": "abcd", "year": "0", "email": "x", "kind": "z"})
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "name": "The name must be 3 characters or fewer (you entered 4)",
        "year": "The year group must be 1 or more",
        "email": "Enter an email address in the correct format, like name@example.com",
        "told": "Tick “The family has been told” to continue",
        "kind": "Select one of the choices listed",
        "own": "Say it",
        "file": "Select the report",
    }
    assert Common({"year": "x"}).errors["year"] == ["The year group must be a whole number"]


# --- components and the policy


def test_any_component_can_be_drawn_and_escapes():
    page = render('{% govuk "inset-text" text=text %}', text="<script>")
    assert "<script>" in page.text
    assert page.all("script") == []


def test_pagination_keeps_the_rest_of_the_query():
    from django.core.paginator import Paginator

    pages = Paginator(range(100), 5)
    request = RequestFactory().get("/", {"stage": "tac", "page": "9"})
    page = render("{% govuk_pagination page %}", page=pages.page(9), request=request)
    assert {link["href"] for link in page.all("a")} >= {"?stage=tac&page=8", "?stage=tac&page=10", "?stage=tac&page=1"}
    assert "pages left out" in page.text
    assert "<" not in page.text
    assert render("{% govuk_pagination page %}", page=Paginator(range(3), 5).page(1)).text == ""


def test_the_inline_script_is_the_one_the_policy_allows():
    digest = base64.b64encode(hashlib.sha256(INLINE_SCRIPT.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == INLINE_SCRIPT_HASH
    base = (Path(settings.BASE_DIR) / "templates" / "base.html").read_text()
    assert re.findall(r"<script>(.*?)</script>", base) == [INLINE_SCRIPT]
