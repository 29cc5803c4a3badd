from scoring.forms.reviews import ReopenForm, ReviewForm, ReviewPage
from scoring.forms.scores import ConfirmForm, MainNeedForm, OutcomeForm, ScoringPage

__all__ = ["ConfirmForm", "MainNeedForm", "OutcomeForm", "ReopenForm", "ReviewForm", "ReviewPage", "ScoringPage"]
