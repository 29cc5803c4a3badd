"""Tasks of a worker that was killed are taken up again, of whatever kind, but not for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from audit.actions import record_download
from audit.queries import readings_that_wait
from base.clock import now
from operations.models import LongTask, Worker
from operations.tasks.actions import (
    beat,
    forget_old_results,
    note_progress,
    say_goodbye,
    start_task,
    take_up_lost_tasks,
)
from operations.tasks.queries import progress_of
from operations.tasks.rules import MOST_ATTEMPTS
from operations.worker import HouseWorker, keep_house

pytestmark = pytest.mark.django_db


@task()
def think(number: int) -> int:
    return number + 1


@task(takes_context=True)
def count(context, number: int) -> None:
    note_progress(context, 3, number)


@pytest.fixture
def ordered(lead: User) -> LongTask:
    return start_task(think, 1, about=lead, by=lead)


def begun_by(worker_id: str, times: int = 1) -> DBTaskResult:
    result = DBTaskResult.objects.get()
    for _ in range(times):
        result.claim(worker_id)
    return result


def test_a_task_of_a_living_worker_is_left_to_it(ordered: LongTask, lead: User) -> None:
    beat("alive")
    begun_by("alive")
    assert take_up_lost_tasks() == 0
    assert progress_of(lead).state == "under_way"
    assert not progress_of(lead).may_be_ordered_again


@pytest.mark.parametrize("how", ["killed", "stopped by itself", "never seen"])
def test_a_task_whose_worker_is_gone_is_taken_up_again(ordered: LongTask, lead: User, how: str) -> None:
    if how != "never seen":
        beat("gone")
    begun_by("gone")
    if how == "killed":
        Worker.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    if how == "stopped by itself":
        say_goodbye("gone")
    assert progress_of(lead).may_be_ordered_again
    assert "stopped in the middle" in progress_of(lead).sentence
    beat("another")
    assert take_up_lost_tasks() == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    assert "stopped in the middle" in progress_of(lead).sentence


def test_a_task_that_takes_its_worker_with_it_each_time_fails(ordered: LongTask, lead: User) -> None:
    begun_by("gone", MOST_ATTEMPTS)
    assert take_up_lost_tasks() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert "three times in all" in progress_of(lead).sentence
    assert progress_of(lead).may_be_ordered_again


def test_work_that_waits_is_not_ordered_twice_and_may_be_again_once_it_failed(ordered: LongTask, lead: User) -> None:
    assert start_task(think, 1, about=lead, by=lead) == ordered
    DBTaskResult.objects.get().set_failed(ValueError("a name that nobody may read"))
    assert progress_of(lead).sentence == "It went wrong. The error is in the server’s log."
    assert start_task(think, 1, about=lead, by=lead) != ordered


def test_whoever_waits_a_minute_may_order_again_and_is_told_why_it_waits(ordered: LongTask, lead: User) -> None:
    assert "not running at the moment" in progress_of(lead).sentence
    assert not progress_of(lead).may_be_ordered_again
    LongTask.objects.update(ordered_at=now() - timedelta(seconds=61))
    assert progress_of(lead).may_be_ordered_again
    beat("alive")
    assert progress_of(lead).sentence == "It waits for its turn."


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_waits_says_how_far_it_is_and_goodbye(
    ordered: LongTask, lead: User, administrator: User
) -> None:
    start_task(count, 8, about=administrator, by=lead)
    begun_by_one_that_was_killed = DBTaskResult.objects.first()
    begun_by_one_that_was_killed.claim("gone")
    record_download("The framework", view="x", by=lead)
    HouseWorker(batch=True, interval=0).run()
    assert not Worker.objects.exists()
    assert {result.status for result in DBTaskResult.objects.all()} == {TaskResultStatus.SUCCESSFUL}
    assert LongTask.objects.get(total=8).done == 3
    assert progress_of(lead).state == "done"
    assert not readings_that_wait().exists()


def test_results_are_forgotten_after_a_fortnight(ordered: LongTask) -> None:
    DBTaskResult.objects.get().set_successful(2)
    assert forget_old_results() == 0
    DBTaskResult.objects.update(finished_at=now() - timedelta(days=15))
    keep_house()
    assert not DBTaskResult.objects.exists()
    assert not LongTask.objects.exists()
