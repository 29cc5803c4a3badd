"""What is ours: two machines that serve the site, and the worker, as their units of systemd start and stop them."""

import http.client
import os
import signal
import time

from processes import Refusal, start, stop

from rehearsal.examples import Unit
from rehearsal.parts import Part, wait_until
from rehearsal.place import HOST, Place


class Machine(Part):
    """One of two machines: uploads are shared, the folder of static files is its own."""

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place)
        self.name = f"machine-{name}"
        self.port = place.ports[name]
        self.static = place.folder / f"static-{name}"

    @property
    def settings(self) -> dict[str, str]:
        """What differs from the other machine. The static files have the same path on two real machines."""
        return {"BIND": f"127.0.0.1:{self.port}", "STATIC_ROOT": str(self.static)}

    @property
    def unit(self) -> Unit:
        return Unit.of("web", self.place.code, {})

    def start(self, *, command: list[str] | None = None) -> None:
        """Start it as its unit says, and wait until it answers."""
        env = self.place.environment(**self.settings)
        options = self.place.owner | {"umask": self.unit.umask}
        self._start(command or self.unit.command, env, self.port, cwd=self.place.code, **options)
        wait_until(self._lives, f"{self.name} did not answer")

    def _lives(self) -> bool:
        return self._answers(self.port) and self.asked("/health/live")[0] == 200

    def asked(self, path: str) -> tuple[int, str]:
        """What it answers by itself, without the proxy: the status and the text; 0 when it answers nothing."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Host": HOST, "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    @property
    def is_ready(self) -> bool:
        return self.asked("/health/ready")[0] == 200

    def stop(self) -> None:
        """Stop it as systemd does: its first process is asked, and has the time that the unit gives."""
        _stop_as_systemd(self, self.unit)

    def kill(self) -> None:
        """What a power cut does."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        stop(self.process)
        self.process = None


class Worker(Part):
    """The worker."""

    name = "worker"

    @property
    def unit(self) -> Unit:
        return Unit.of("worker", self.place.code, {})

    def start(self) -> None:
        """Start it as its unit says."""
        options = self.place.owner | {"umask": self.unit.umask, "cwd": self.place.code}
        with self.log.open("ab") as log:
            self.process = start(self.unit.command, self.place.environment(), stdout=log, stderr=log, **options)

    def stop(self) -> None:
        """Stop it as systemd does."""
        _stop_as_systemd(self, self.unit)


def _stop_as_systemd(part: Part, unit: Unit) -> None:
    if part.process is None:
        return
    part.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    while part.process.poll() is None and time.monotonic() - began < unit.stop_within:
        time.sleep(0.05)
    in_time = part.process.poll() is not None
    stop(part.process)
    part.process = None
    if not in_time:
        raise Refusal(f"{part.name} did not stop within {unit.stop_within:.0f} seconds.")
