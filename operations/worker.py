"""The worker as it runs: long tasks one after the other, and beside them signs of life, mail and housekeeping.

It is the worker of django-tasks-db with four threads more. Mail has one of its own, so that a mail server which hangs
holds up no PDF, and no sign of life waits for either; nor does the audit trail, whose rows of what was read wait to be
chained.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from types import FrameType

import structlog
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from accounts.actions import forget_old_forms
from audit.actions import chain_readings, tell_refusals
from base.clock import now
from base.contribution import contributed
from operations.files.actions import look_at_files
from operations.mail.actions import forget_old_mails, send_due_mails, settle_lost_mails
from operations.tasks.actions import (
    beat,
    forget_old_results,
    forget_old_workers,
    say_goodbye,
    take_up_lost_tasks,
)
from operations.tasks.rules import BEAT_EVERY

log = structlog.get_logger(__name__)

LOOK_FOR_MAIL_EVERY = 1.0  # seconds
CHAIN_EVERY = 5.0
KEEP_HOUSE_EVERY = 3600.0
DATABASE_AGAIN_AFTER = 2.0
PATIENCE = 12.0  # seconds that a mail on its way has when the worker is stopped
MAILS_KEPT_FOR = timedelta(days=90)


def take_up_what_was_lost() -> None:
    """Put back what workers had in hand that are gone."""
    settle_lost_mails()
    take_up_lost_tasks()


def keep_house() -> None:
    """Remove what is over, tell the trail of refusals that were counted, and look at the files."""
    forget_old_forms()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    forget_old_mails(now() - MAILS_KEPT_FOR)
    forget_old_results()
    forget_old_workers()
    tell_refusals()
    for clear_away in contributed("housekeeping"):
        clear_away()
    look_at_files()


class HouseWorker(Worker):
    """Goes on when the database was away for a while; only a signal stops it."""

    def __init__(self, *, interval: float = 0.5, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._stopping = threading.Event()
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)

    def run(self) -> None:
        """Work until told to stop."""
        threads = []
        try:
            self._begin()
            log.info("worker_started")
            threads = [
                self._beside("signs of life", BEAT_EVERY, self._live),
                self._beside("mail", LOOK_FOR_MAIL_EVERY, lambda: send_due_mails(self.worker_id)),
                self._beside("audit trail", CHAIN_EVERY, chain_readings),
                self._beside("housekeeping", KEEP_HOUSE_EVERY, keep_house),
            ]
            self._work()
        finally:
            self._stopping.set()
            deadline = time.monotonic() + PATIENCE
            for thread in threads:
                thread.join(max(0.0, deadline - time.monotonic()))
            self._end()

    def _work(self) -> None:
        while self.running:
            try:
                super().run()
            except DatabaseError as error:
                log.warning("worker_without_database", error=type(error).__name__)
                self._begin_anew()
            else:
                return

    def _begin(self) -> None:
        """The first sign of life comes before the first task, or the task would seem lost."""
        while True:
            try:
                beat(self.worker_id)
                take_up_what_was_lost()
            except DatabaseError as error:
                log.warning("worker_without_database", error=type(error).__name__)
                connections.close_all()
                time.sleep(DATABASE_AGAIN_AFTER)
            else:
                return

    def _begin_anew(self) -> None:
        """Go on under another name, so that what was in hand when the database went counts as lost and is taken up."""
        connections.close_all()
        time.sleep(DATABASE_AGAIN_AFTER)
        self.worker_id = get_random_string(32)
        self._begin()

    def _live(self) -> None:
        beat(self.worker_id)
        take_up_what_was_lost()

    def _end(self) -> None:
        try:
            say_goodbye(self.worker_id)
        except DatabaseError as error:
            log.warning("worker_without_database", error=type(error).__name__)

    def _beside(self, name: str, seconds: float, act: Callable[[], object]) -> threading.Thread:
        """Do something every so many seconds beside the tasks, whatever becomes of it."""

        def repeat() -> None:
            fails = False
            while True:
                try:
                    act()
                    fails = False
                except Exception as error:  # noqa: BLE001 - the next time may go well, and the others go on
                    if not fails:
                        log.error("worker_thread_failed", thread=name, error=type(error).__name__)
                    fails = True
                    connections.close_all()
                if self._stopping.wait(seconds):
                    connections.close_all()
                    return

        thread = threading.Thread(target=repeat, name=name, daemon=True)
        thread.start()
        return thread

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the task in hand; told twice, stop at once and leave the task to be taken up again."""
        if not self.running:
            os._exit(1)
        super().shutdown(signum, frame)
