"""Saving one outcome as it is entered; answered in JSON for the script of the RAS form's page."""

from django.http import Http404, JsonResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from accounts.exceptions import NotAllowed, Refused, Stale
from casework.views.loading import with_case
from scoring.actions.forms import save_outcome
from scoring.enums import FormPurpose
from scoring.forms import ScoringPage
from scoring.forms.outcomes import digest_of
from scoring.queries.forms import answers_from, entry_of, form_of, open_queries, scores_of
from scoring.rules.hints import hints_on


@require_POST
@with_case("RAS form")
def outcome_save(request, case, position, purpose=FormPurpose.FIRST):
    form = form_of(case, purpose)
    entered = ScoringPage(form, request.POST).form_at(position) if form else None
    if entered is None:
        raise Http404
    if not entered.is_valid():
        return _refusal(" ".join(error for errors in entered.errors.values() for error in errors), 422)
    try:
        save_outcome(form, entered.outcome, entered.entry, None, by=request.user)
    except Stale as clash:
        return _refusal(str(clash), 409, theirs=_as_kept(form, entered.outcome))
    except Refused as refusal:
        return _refusal(str(refusal), 403 if isinstance(refusal, NotAllowed) else 422)
    return JsonResponse(_as_kept(form, entered.outcome))


def _refusal(sentence, status, **more):
    return JsonResponse({"sentence": sentence, **more}, status=status)


def _as_kept(form, outcome):
    """One outcome as it is kept, what may be worth a look in it, and how far the form is. Nothing tells the points."""
    scores = list(scores_of(form))
    score = next(each for each in scores if each.outcome_id == outcome.pk)
    entry = entry_of(score, open_queries(form).get(outcome.pk))
    return {
        "level": entry.level_id,
        "level_name": score.level.name if score.level else "No level yet",
        "reason": entry.reason,
        "reports": sorted(entry.report_ids),
        "passages": sorted(entry.passage_ids),
        "answer": entry.answer,
        "version": score.version,
        "seen": digest_of(entry),
        "saved_at": localtime(score.edited_at).strftime("%H:%M"),
        "hints": hints_on(answers_from([score])[0]),
        "done": sum(each.level_id is not None for each in scores),
        "total": len(scores),
    }
