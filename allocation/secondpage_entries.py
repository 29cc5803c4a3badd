"""What allocation adds to the page of two forms side by side: the pounds."""

from allocation.presenters.agreement import effect_in_words
from scoring.secondpage import register_effect

register_effect(effect_in_words)
