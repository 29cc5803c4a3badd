"""Every child gets the words they are found by, and every name what it is put in order by."""

from django.db import migrations

from base.names import code_word, day_word, name_words, reference_words, sort_key
from base.words import folded

AT_ONCE = 500


def in_batches(rows):
    """The rows of a table in its order, some hundred at a time."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def words_of(child):
    """Kind, case and word of everything by which a child is found."""
    texts = [
        ("name", f"{child.first_name} {child.last_name}"),
        ("known_as", child.known_as),
        *(("contact", contact.name) for contact in child.contacts.all()),
        *(("setting", each.setting.name) for each in child.enrolments.all() if each.ended_on is None),
    ]
    words = {(kind, None, word) for kind, text in texts for word in name_words(text)}
    words |= {("reference", case.pk, word) for case in child.cases.all() for word in reference_words(case.reference)}
    words |= {("birth", None, day_word(child.date_of_birth)), ("upn", None, code_word(child.upn))}
    return sorted((word for word in words if word[2]), key=str)


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    models = {name: apps.get_model("casework", name) for name in ("Child", "Setting", "UnitCost", "SearchWord")}
    for name, fields in (("Setting", ["name"]), ("UnitCost", ["name"]), ("Child", ["last_name", "first_name"])):
        for batch in in_batches(models[name].objects.using(alias)):
            for row in batch:
                row.sort_name = sort_key(*(getattr(row, field) for field in fields))[:255]
            models[name].objects.using(alias).bulk_update(batch, ["sort_name"])
    children = models["Child"].objects.using(alias).prefetch_related("contacts", "enrolments__setting", "cases")
    for batch in in_batches(children):
        models["SearchWord"].objects.using(alias).bulk_create(
            models["SearchWord"](child_id=child.pk, case_id=case, kind=kind, word=word)
            for child in batch
            for kind, case, word in words_of(child)
        )


def fold_names(apps, schema_editor):
    """Before, a name was searched in one folded column."""
    children = apps.get_model("casework", "Child").objects.using(schema_editor.connection.alias)
    for batch in in_batches(children):
        for child in batch:
            child.folded_name = folded(f"{child.first_name} {child.last_name}")[:201]
        children.bulk_update(batch, ["folded_name"])
    apps.get_model("casework", "SearchWord").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("casework", "0022_files_kept_for_a_form_and_read")]

    operations = [migrations.RunPython(fill, fold_names, elidable=False)]
