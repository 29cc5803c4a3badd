"""How a command ends that is told to stop."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leaving_nothing_behind() -> Iterator[None]:
    """Within, SIGTERM ends the command as Ctrl-C does, so that what it wrote for itself is cleared away."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        sys.exit("Stopped before it had ended.")
    finally:
        signal.signal(signal.SIGTERM, before)
