"""Cases that were scored twice before pairs were kept, as they count, a batch of cases at a time."""

from collections import defaultdict

from django.db import migrations

UNREAD = {"started", "submitted", "recalled"}
"""The acts after which a first form may still be its scorer's alone."""

AT_ONCE = 500


def fill(apps, schema_editor):
    """Keep the pair of every case of which both forms count and somebody else has read the first."""
    seconds = apps.get_model("scoring", "SecondScoring").objects.using(schema_editor.connection.alias)
    done = seconds.filter(cancelled_at=None, form__status="submitted").order_by("case_id")
    frameworks = list(done.values_list("case_id", "form__framework_id"))
    for at in range(0, len(frameworks), AT_ONCE):
        keep(apps, schema_editor.connection.alias, dict(frameworks[at : at + AT_ONCE]))


def keep(apps, alias, frameworks):
    """Keep the pairs of these cases, given with their frameworks; a pair that is there stays."""
    forms = apps.get_model("scoring", "FormAct").objects.using(alias).filter(form__case__in=frameworks)
    acts = defaultdict(list)
    for case, purpose, *act in forms.order_by("acted_at", "pk").values_list(
        "form__case_id", "form__purpose", "pk", "kind", "acted_at", "acted_by_id"
    ):
        acts[case, purpose].append(act)
    counting = {}
    for (case, purpose), held in acts.items():
        if purpose == "second" or any(kind not in UNREAD for _, kind, *_ in held):
            counting[case, purpose] = submission_that_counts(held)
    levels = levels_given(apps, alias, [act[0] for act in counting.values() if act])
    pairs = []
    pair_model = apps.get_model("scoring", "ScoredPair")
    there = set(pair_model.objects.using(alias).filter(case__in=frameworks).values_list("case_id", flat=True))
    for case, framework in frameworks.items():
        both = {purpose: counting.get((case, purpose)) for purpose in ("first", "second")}
        if all(both.values()) and case not in there:
            fields = {"case_id": case, "framework_id": framework}
            for purpose, (act, _, at, by) in both.items():
                fields[f"{purpose}_ranks"] = "".join(str(rank) for rank, _ in levels[act])
                fields[f"{purpose}_points"] = sum(points for _, points in levels[act])
                fields[f"{purpose}_submitted_at"] = at
                fields[f"{purpose}_submitted_by_id"] = by
            pairs.append(pair_model(**fields))
    pair_model.objects.using(alias).bulk_create(pairs)


def submission_that_counts(acts):
    """The last submission before anybody reviewed it; none while that is taken back."""
    counts = None
    for act in acts:
        if act[1] == "submitted":
            counts = act
        elif act[1] == "recalled":
            counts = None
        elif act[1] not in ("started", "opened"):
            break
    return counts


def levels_given(apps, alias, act_ids):
    """For each act the rank and the points of the level given at each outcome, in order."""
    ranks = {}
    ladders = defaultdict(int)
    for pk, outcome in (
        apps.get_model("scoring", "Level")
        .objects.using(alias)
        .order_by("outcome_id", "position")
        .values_list("pk", "outcome_id")
    ):
        ranks[pk] = ladders[outcome]
        ladders[outcome] += 1
    reviews = apps.get_model("scoring", "OutcomeReview").objects.using(alias).filter(act__in=act_ids)
    found = defaultdict(list)
    for act, level, points in reviews.order_by("act_id", "outcome__position").values_list(
        "act_id", "to_level_id", "to_level__points"
    ):
        found[act].append((ranks[level], points))
    return found


class Migration(migrations.Migration):
    dependencies = [("scoring", "0007_pairs_as_they_count")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
