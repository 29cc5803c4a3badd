from scoring.models.acts import FormAct, OutcomeReview
from scoring.models.forms import Evidence, RasForm, Score
from scoring.models.frameworks import Framework, Level, Outcome

__all__ = ["Evidence", "FormAct", "Framework", "Level", "Outcome", "OutcomeReview", "RasForm", "Score"]
