"""Long work: ordering it, saying how far it is, and taking up what a killed worker left."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Model
from django_tasks.base import Task, TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from audit.models import subject_type_of
from base.clock import now
from operations.models import LongTask, Worker
from operations.tasks.queries import living_workers
from operations.tasks.rules import MOST_ATTEMPTS

log = structlog.get_logger(__name__)

RESULTS_KEPT_FOR = timedelta(days=14)
WORKERS_KEPT_FOR = timedelta(days=1)


class WorkerLost(Exception):
    """A task took its worker with it as often as it was tried."""


def start_task(task: Task[..., Any], *args: Any, about: Model, by: User) -> LongTask:
    """Order long work about a thing, in the transaction of the act: it begins when that is committed, or never was.

    Work that waits already is not ordered twice. Arguments are ids. The caller has checked the person.
    """
    with transaction.atomic():
        subject = {"subject_type": subject_type_of(about), "subject_id": str(about.pk)}
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task.module_path)
        there = LongTask.objects.filter(**subject, result_id__in=waiting.values("id")).first()
        if there:
            return there
        result = task.enqueue(*args)
        return LongTask.objects.create(**subject, result_id=UUID(result.id), ordered_at=now(), ordered_by=by)


def note_progress(context: TaskContext, done: int, total: int) -> None:
    """Say, from within a task that takes its context, how many of how many things are done."""
    LongTask.objects.filter(result_id=UUID(context.task_result.id)).update(done=done, total=total)


def beat(worker_id: str) -> None:
    """A sign of life of a worker."""
    if not Worker.objects.filter(worker_id=worker_id).update(seen_at=now()):
        Worker.objects.create(worker_id=worker_id, began_at=now(), seen_at=now())


def say_goodbye(worker_id: str) -> None:
    """A worker stops by itself: what it left is free at once."""
    Worker.objects.filter(worker_id=worker_id).delete()


def take_up_lost_tasks() -> int:
    """Put back the tasks of every kind that workers had in hand which are gone. Returns how many.

    A task that was begun three times and took its worker with it each time has failed.
    """
    living = set(living_workers())
    running = DBTaskResult.objects.running().only("pk", "worker_ids")
    lost = [each.pk for each in running if not each.worker_ids or each.worker_ids[-1] not in living]
    return sum(_take_up(pk, living) for pk in lost)


def _take_up(pk: UUID, living: set[str]) -> bool:
    with transaction.atomic():
        result = DBTaskResult.objects.select_for_update().filter(pk=pk, status=TaskResultStatus.RUNNING).first()
        if result is None or (result.worker_ids and result.worker_ids[-1] in living):
            return False
        log.warning("task_was_lost", task=result.task_path, result=str(pk), attempts=len(result.worker_ids))
        if len(result.worker_ids) >= MOST_ATTEMPTS:
            result.set_failed(WorkerLost())
            return False
        result.status, result.started_at = TaskResultStatus.READY, None
        result.save(update_fields=["status", "started_at"])
    return True


def forget_old_results() -> int:
    """Remove the results of tasks that ended two weeks ago, and what was kept of their progress. Returns how many."""
    with transaction.atomic():
        old = DBTaskResult.objects.finished().filter(finished_at__lt=now() - RESULTS_KEPT_FOR)
        LongTask.objects.filter(result_id__in=old.values("id")).delete()
        return old.delete()[0]


def forget_old_workers() -> None:
    """Remove what is left of workers that were killed."""
    Worker.objects.filter(seen_at__lt=now() - WORKERS_KEPT_FOR).delete()
