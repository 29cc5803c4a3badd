from scoring.forms.outcomes import OutcomeForm
from scoring.forms.reviews import ReopenForm, ReviewForm, ReviewPage
from scoring.forms.scores import ConfirmForm, MainNeedForm, ScoringPage

__all__ = ["ConfirmForm", "MainNeedForm", "OutcomeForm", "ReopenForm", "ReviewForm", "ReviewPage", "ScoringPage"]
