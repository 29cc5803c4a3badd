from scoring.forms.reviews import ReviewForm, ReviewPage
from scoring.forms.scores import ConfirmForm, MainNeedForm, OutcomeForm, ScoringPage

__all__ = ["ConfirmForm", "MainNeedForm", "OutcomeForm", "ReviewForm", "ReviewPage", "ScoringPage"]
