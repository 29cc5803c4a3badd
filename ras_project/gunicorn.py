"""How gunicorn serves the site: `gunicorn --config python:ras_project.gunicorn ras_project.wsgi`.

Every name below that gunicorn knows is a setting of its own. BIND, WEB_WORKERS and WEB_THREADS come from the
environment.
"""

import gc
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from gunicorn.workers.gthread import ThreadWorker

from ras_project.environment import env
from ras_project.logs import logging_settings, tell_why_it_stops

tell_why_it_stops()

# A loopback address and port, or unix:/run/…/web.sock, which the proxy's user may use by being in the service's group.
bind = env.str("BIND", default="127.0.0.1:8000")
umask = 0o007


class Worker(ThreadWorker):
    """A worker that shuts the door when it stops.

    gunicorn's own stops looking at it and leaves it open for two seconds more: whoever came in then is cut off, and the
    proxy sends no form a second time. Here who stands in the door already is served, and who comes later is refused, so
    that the proxy asks the other machine.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if self.alive:
            return
        for listener in self.sockets:
            before = -1
            while before != self.nr_conns:
                before = self.nr_conns
                self.accept(listener)
            listener.close()


worker_class = Worker
try:
    workers = env.int("WEB_WORKERS", default=2)
    threads = env.int("WEB_THREADS", default=4)
except ImproperlyConfigured as error:
    sys.excepthook(type(error), error, None)  # gunicorn would tell it in its own way
    sys.exit(1)

# The code is loaded once, before the workers are forked: what is wrong with it or with the environment ends the start
# with one sentence; a worker that has to be begun anew runs what the others run, also while a newer version is being
# put in place; and the workers share the memory of the code. A new version is taken up by a restart, not by SIGHUP.
preload_app = True

# Seconds. A worker whose loop hangs is ended; what is under way when it stops may end. The proxy, which closes its own
# connections after 60, never sends a request on one that is just being closed here.
timeout = 60
graceful_timeout = 30
keepalive = 75

# No worker is begun anew for its age: that would cut connections for nothing.
max_requests = 0

# Signs of life of the workers are files: in memory, where a slow disk does not hold them up.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a file of its own there
control_socket_disable = True

# The service has a host name of its own: no header says under which path it is found.
forwarder_headers = ""

# The site logs its requests itself, without what is secret in them (ras_project/logs.py).
accesslog = None
logconfig_dict = logging_settings(debug=env.bool("DEBUG", default=False))


def pre_fork(server: object, worker: object) -> None:
    """What was loaded stays: the collector leaves it alone, so that it stays shared."""
    gc.freeze()
