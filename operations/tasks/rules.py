"""When a worker counts as gone, and how often its task is taken up again. Plain seconds and counts."""

from datetime import timedelta

BEAT_EVERY = 5.0  # seconds between two signs of life
LOST_AFTER = timedelta(seconds=30)  # without a sign: its work goes to another
STOPPED_AFTER = timedelta(minutes=1)  # no worker seen: the service is not ready
MOST_ATTEMPTS = 3  # a task that takes its worker with it each time is not taken up for ever
WAITED_LONG = timedelta(minutes=1)  # whoever waits may order again

SENTENCE_WHEN_LOST_TOO_OFTEN = (
    "The worker was stopped each time it did this, three times in all, so it is not tried again by itself."
)
