from scoring.models.acts import FormAct, OutcomeReview, QueryAnswer
from scoring.models.forms import Evidence, RasForm, Score
from scoring.models.frameworks import Framework, Level, Outcome
from scoring.models.second_scoring import SecondScoring
from scoring.models.settings import ScoringSetting

__all__ = [
    "Evidence",
    "FormAct",
    "Framework",
    "Level",
    "Outcome",
    "OutcomeReview",
    "QueryAnswer",
    "RasForm",
    "Score",
    "ScoringSetting",
    "SecondScoring",
]
