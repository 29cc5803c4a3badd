"""Reading workers, and how far a long task is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from audit.models import subject_type_of
from base.clock import now
from operations.models import LongTask, Worker
from operations.tasks.rules import LOST_AFTER, MOST_ATTEMPTS, SENTENCE_WHEN_LOST_TOO_OFTEN, WAITED_LONG

WENT_WRONG = "It went wrong. The error is in the server’s log."


def living_workers() -> QuerySet[Worker, str]:
    """The ids of the workers that gave a sign of life lately."""
    return Worker.objects.filter(seen_at__gt=now() - LOST_AFTER).values_list("worker_id", flat=True)


@dataclass(frozen=True)
class Progress:
    """How far a long task is, for `_components/task_progress.html`: waiting, under_way, lost, failed or done.

    `done` of `total` things, where the task says so. `may_be_ordered_again` once it failed, lost its worker or has
    waited a minute; whether this person may is for the page to ask.
    """

    state: str
    sentence: str
    done: int = 0
    total: int = 0

    @property
    def is_over(self) -> bool:
        return self.state in ("failed", "done")

    may_be_ordered_again: bool = False


def progress_of(subject: Model, *, failure: str = "") -> Progress:
    """How far the newest task about a thing is. `failure` is what the thing itself says of the last try."""
    return progress_of_each([subject], {subject.pk: failure})[subject.pk]


def progress_of_each(subjects: Iterable[Model], failures: dict[Any, str] | None = None) -> dict[Any, Progress]:
    """How far the newest task about each of several things of one kind is, by their ids. Three queries."""
    known = list(subjects)
    if not known:
        return {}
    tasks: dict[str, LongTask] = {}
    about = LongTask.objects.filter(subject_type=subject_type_of(known[0]), subject_id__in=[str(s.pk) for s in known])
    for task in about.order_by("ordered_at", "pk"):
        tasks[task.subject_id] = task
    results = DBTaskResult.objects.in_bulk([task.result_id for task in tasks.values()])
    living = set(living_workers())
    found = {}
    for subject in known:
        task_of_it = tasks.get(str(subject.pk))
        result = results.get(task_of_it.result_id) if task_of_it else None
        found[subject.pk] = _progress(task_of_it, result, living, (failures or {}).get(subject.pk, ""))
    return found


def _progress(task: LongTask | None, result: DBTaskResult | None, living: set[str], failure: str) -> Progress:
    if failure:
        return Progress("failed", failure, may_be_ordered_again=True)
    if task is None or result is None:
        return Progress("lost", "It was ordered, but no worker has it any more.", may_be_ordered_again=True)
    if result.status == TaskResultStatus.READY:
        return _waiting(task, result, living)
    if result.status == TaskResultStatus.RUNNING:
        return _running(task, result, living)
    if result.status == TaskResultStatus.FAILED:
        lost = len(result.worker_ids) >= MOST_ATTEMPTS and result.exception_class_path.endswith(".WorkerLost")
        return Progress("failed", SENTENCE_WHEN_LOST_TOO_OFTEN if lost else WENT_WRONG, may_be_ordered_again=True)
    return Progress("done", "It is done.", task.total, task.total)


def _waiting(task: LongTask, result: DBTaskResult, living: set[str]) -> Progress:
    if not living:
        sentence = "It waits for the worker, which is not running at the moment. Nothing is lost: it is done as soon as"
        return Progress("waiting", f"{sentence} the worker runs again.", may_be_ordered_again=_has_waited(task))
    if result.worker_ids:
        sentence = "The worker was stopped in the middle. It is taken up again in a moment."
    else:
        sentence = "It waits for its turn."
    return Progress("waiting", sentence, may_be_ordered_again=_has_waited(task))


def _running(task: LongTask, result: DBTaskResult, living: set[str]) -> Progress:
    if result.worker_ids and result.worker_ids[-1] in living:
        sentence = f"{task.done} of {task.total} done." if task.total else "It is being done now."
        return Progress("under_way", sentence, task.done, task.total)
    sentence = (
        "The worker was stopped in the middle. It is taken up again by itself within a minute of the worker’s start."
    )
    return Progress("lost", sentence, task.done, task.total, may_be_ordered_again=True)


def _has_waited(task: LongTask) -> bool:
    return task.ordered_at <= now() - WAITED_LONG
