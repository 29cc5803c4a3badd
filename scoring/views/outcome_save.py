"""Saving one outcome as it is entered; answered in JSON for the script of the RAS form's page."""

from django.http import Http404, JsonResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from accounts.exceptions import NotAllowed, Refused, Stale
from casework.views.loading import with_case
from scoring.actions.forms import save_outcome
from scoring.enums import FormPurpose
from scoring.forms import ScoringPage
from scoring.forms.scores import digest_of_score
from scoring.queries.forms import answered_counts, form_of, scores_of


@require_POST
@with_case("RAS form")
def outcome_save(request, case, position, purpose=FormPurpose.FIRST):
    form = form_of(case, purpose)
    page = ScoringPage(form, request.POST) if form else None
    entered = next((each for each in page.outcome_forms if each.outcome.position == position), None) if page else None
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
    done, total = answered_counts([case.pk])[case.pk]
    return JsonResponse(_as_kept(form, entered.outcome) | {"done": done, "total": total})


def _refusal(sentence, status, **more):
    return JsonResponse({"sentence": sentence, **more}, status=status)


def _as_kept(form, outcome):
    score = scores_of(form).get(outcome=outcome)
    return {
        "level": score.level_id,
        "level_name": score.level.name if score.level else "No level yet",
        "reason": score.reason,
        "reports": [each.report_id for each in score.evidence.all()],
        "version": score.version,
        "seen": digest_of_score(score),
        "saved_at": localtime(score.edited_at).strftime("%H:%M"),
    }
