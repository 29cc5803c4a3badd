from scoring.models.forms import (
    Evidence,
    FormAct,
    OutcomeReview,
    QueryAnswer,
    RasForm,
    Score,
    ScoredPair,
    ScoringSetting,
    SecondScoring,
)
from scoring.models.frameworks import Framework, Level, Outcome

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
    "ScoredPair",
    "ScoringSetting",
    "SecondScoring",
]
