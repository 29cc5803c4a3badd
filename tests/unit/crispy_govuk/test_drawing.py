from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils.safestring import mark_safe

from crispy_govuk.drawing import draw_field
from crispy_govuk.fields import DateField, LongTextField, MoneyField
from crispy_govuk.forms import GovukForm
from crispy_govuk.jinja import _drawn
from tests.unit.crispy_govuk.parsing import Page

KINDS = [("edu", "Education"), ("nhs", "Health")]


class EveryKind(GovukForm):
    presentation = {"agreed": {"inline": True}, "kind": {"choice_hints": {"nhs": "From the NHS"}}}

    name = forms.CharField(label="Name", help_text="As on the plan", max_length=50)
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    hours = forms.DecimalField(label="Hours")
    year = forms.IntegerField(label="Year group")
    born = DateField(label="Date of birth")
    cost = MoneyField(label="Cost")
    setting = forms.ChoiceField(label="Setting", choices=[("", "Choose one"), *KINDS])
    several = forms.MultipleChoiceField(label="Several", choices=KINDS)
    kind = forms.ChoiceField(label="Kind", choices=KINDS, widget=forms.RadioSelect)
    agreed = forms.ChoiceField(label="Agreed?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(label="Areas", choices=KINDS, widget=forms.CheckboxSelectMultiple)
    told = forms.BooleanField(label="The family has been told")
    views = LongTextField(label="Views", max_length=500)
    notes = LongTextField(label="Notes", required=False)
    report = forms.FileField(label="Report")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    version = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(name: str, form: forms.BaseForm | None = None, **wishes: object) -> Page:
    return Page(draw_field((form or EveryKind())[name], **wishes))


@pytest.mark.parametrize("name", EveryKind.base_fields)
@pytest.mark.parametrize("bound", [False, True])
def test_every_kind_has_its_first_input_under_the_fields_id_and_nothing_dangles(name, bound):
    form = EveryKind({}) if bound else EveryKind()
    page = drawn(name, form)
    assert page.ids[f"id_{name}"] == 1
    assert page.repeated_ids == []
    assert page.dangling == []


def test_a_text_input_has_label_hint_and_value_but_no_limits_the_browser_would_enforce():
    page = drawn("name", EveryKind(initial={"name": "Rowan <Ellis>"}))
    field = page.one("input")
    assert (field["id"], field["name"], field["value"]) == ("id_name", "name", "Rowan <Ellis>")
    assert field["aria-describedby"] == "id_name-hint"
    assert not {"maxlength", "required", "aria-invalid"} & field.keys()
    assert page.one("label")["for"] == "id_name"


def test_an_error_is_said_marked_and_described():
    page = drawn("name", EveryKind({}))
    assert "Enter the name" in page.text
    field = page.one("input")
    assert "govuk-input--error" in field["class"]
    assert field["aria-describedby"] == "id_name-hint id_name-error"


def test_what_was_typed_wrong_is_kept():
    assert drawn("cost", EveryKind({"cost": "ten"})).one("input")["value"] == "ten"


@pytest.mark.parametrize(("name", "keyboard"), [("hours", "decimal"), ("year", "numeric"), ("cost", "decimal")])
def test_numbers_are_text_inputs_with_the_right_keyboard(name, keyboard):
    field = drawn(name).one("input")
    assert (field["type"], field["inputmode"]) == ("text", keyboard)


def test_an_email_keeps_its_type_and_autocomplete():
    field = drawn("email").one("input")
    assert (field["type"], field["autocomplete"]) == ("email", "email")


def test_money_has_a_pound_sign_and_its_pence():
    page = drawn("cost", EveryKind(initial={"cost": Decimal("1210.2")}))
    assert page.one("input")["value"] == "1,210.20"
    assert "£" in page.text


def test_money_from_a_float_is_a_programming_error():
    with pytest.raises(TypeError):
        drawn("cost", EveryKind(initial={"cost": 12.5}))


def test_a_date_is_a_group_of_three_inputs():
    page = drawn("born", EveryKind(initial={"born": date(2015, 5, 9)}))
    assert [(field["id"], field["name"], field["value"]) for field in page.all("input")] == [
        ("id_born", "born_day", "9"),
        ("id_born_month", "born_month", "5"),
        ("id_born_year", "born_year", "2015"),
    ]
    assert page.ids["id_born-group"] == 1
    assert page.one("fieldset")["role"] == "group"


def test_only_the_wrong_part_of_a_date_is_marked():
    page = drawn("born", EveryKind({"born_day": "9", "born_month": "13", "born_year": "2015"}))
    marked = [field["id"] for field in page.all("input") if "govuk-input--error" in field["class"]]
    assert marked == ["id_born_month"]


def test_a_select_marks_the_chosen_option():
    page = drawn("setting", EveryKind(initial={"setting": "nhs"}))
    assert [option["value"] for option in page.all("option") if "selected" in option] == ["nhs"]


def test_a_select_of_several_takes_several():
    page = drawn("several", EveryKind(initial={"several": ["edu", "nhs"]}))
    assert "multiple" in page.one("select")
    assert len([option for option in page.all("option") if "selected" in option]) == 2


def test_choice_groups_are_flattened_into_their_labels():
    class Grouped(GovukForm):
        need = forms.ChoiceField(label="Need", choices=[("Senses", [("hi", "Hearing")])], widget=forms.RadioSelect)

    assert "Senses: Hearing" in Page(draw_field(Grouped()["need"])).text


def test_radios_have_hints_and_a_chosen_one():
    page = drawn("kind", EveryKind({"kind": "nhs"}))
    chosen = [radio for radio in page.all("input", type="radio") if "checked" in radio]
    assert [radio["value"] for radio in chosen] == ["nhs"]
    assert chosen[0]["aria-describedby"] == "id_kind-2-item-hint"
    assert "From the NHS" in page.text


def test_radios_stand_in_a_row_or_small_when_asked():
    assert "govuk-radios--inline" in str(draw_field(EveryKind()["agreed"]))
    assert "govuk-radios--small" in str(draw_field(EveryKind()["agreed"], small=True))
    assert "govuk-radios--inline" not in str(draw_field(EveryKind()["agreed"], inline=False))


def test_checkboxes_are_not_drawn_as_radios():
    page = drawn("areas", EveryKind({"areas": ["edu"]}))
    boxes = page.all("input", type="checkbox")
    assert [("checked" in box) for box in boxes] == [True, False]


def test_a_single_checkbox_keeps_its_tick():
    assert "checked" in drawn("told", EveryKind({"told": "on"})).one("input")
    assert "checked" not in drawn("told", EveryKind({})).one("input")


def test_a_limit_brings_the_character_count():
    page = drawn("views")
    assert "500 characters" in page.text
    assert page.ids["id_views-info"] == 1
    assert drawn("notes").ids["id_notes-info"] == 0


def test_text_typed_is_escaped_in_a_text_area():
    html = str(draw_field(EveryKind(initial={"notes": "</textarea><script>"})["notes"]))
    assert "<script>" not in html


def test_a_file_and_a_password_never_show_a_value():
    form = EveryKind({"secret": "hunter2"})
    assert "value" not in drawn("report", form).one("input")
    assert "hunter2" not in str(draw_field(form["secret"]))


def test_a_hidden_field_is_only_its_input():
    page = drawn("version")
    assert page.elements == [("input", {"type": "hidden", "name": "version", "id": "id_version"})]


@pytest.mark.parametrize("name", ["text", "date", "radios", "select", "box"])
@pytest.mark.parametrize("mark", [str, mark_safe])
def test_labels_and_choices_are_escaped_even_if_marked_safe(name, mark):
    bad = mark("<b>bold</b>")

    class Bad(GovukForm):
        text = forms.CharField(label=bad)
        date = DateField(label=bad)
        radios = forms.ChoiceField(label=bad, choices=[("a", bad)], widget=forms.RadioSelect)
        select = forms.ChoiceField(label=bad, choices=[("a", bad)])
        box = forms.BooleanField(label=bad)

    html = str(draw_field(Bad({})[name]))
    assert "<b>" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_help_is_escaped_unless_marked_safe():
    class Helped(GovukForm):
        plain = forms.CharField(help_text="<i>a</i>")
        safe = forms.CharField(help_text=mark_safe("<i>b</i>"))

    assert "&lt;i&gt;a" in str(draw_field(Helped()["plain"]))
    assert "<i>b</i>" in str(draw_field(Helped()["safe"]))


def test_an_unknown_wish_is_a_programming_error():
    with pytest.raises(TypeError, match="colour"):
        draw_field(EveryKind()["name"], colour="red")


def test_label_width_prefix_and_suffix_follow_the_wishes():
    page = drawn("name", label="Full name", hint="", width=20, suffix="hours", size="l", hide_label=True)
    assert "Full name" in page.text
    assert "As on the plan" not in page.text
    assert "hours" in page.text
    assert "govuk-input--width-20" in page.one("input")["class"]
    assert {"govuk-label--l", "govuk-visually-hidden"} <= set(page.one("label")["class"].split())


def test_a_disabled_field_is_drawn_disabled():
    form = EveryKind()
    for name in ("name", "kind", "setting", "born"):
        form.fields[name].disabled = True
    assert "disabled" in drawn("name", form).one("input")
    assert all("disabled" in radio for radio in drawn("kind", form).all("input"))
    assert "disabled" in drawn("setting", form).one("select")
    assert all("disabled" in part for part in drawn("born", form).all("input"))


def test_data_attributes_of_the_author_are_passed_on():
    class Marked(GovukForm):
        name = forms.CharField(widget=forms.TextInput(attrs={"data-key": 'a"b', "class": "x", "maxlength": 3}))

    field = Page(draw_field(Marked()["name"])).one("input")
    assert field["data-key"] == 'a"b'
    assert "maxlength" not in field


def test_choices_that_a_form_sets_itself_are_not_kept_unless_they_name_nobody():
    form = EveryKind()
    form.fields["agreed"].choices = form.fields["setting"].choices = [("1", "Ann Lee, mother")]
    drawn("kind", form)
    before = _drawn.cache_info().currsize
    for name in ("agreed", "setting"):
        assert "Ann Lee, mother" in draw_field(form[name])
    assert _drawn.cache_info().currsize == before
    draw_field(form["agreed"], names_nobody=True)
    assert _drawn.cache_info().currsize == before + 1
