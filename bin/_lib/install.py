"""bin/install: everything the service runs on, in this folder: Python packages, styles and scripts."""

from machine import install
from processes import Refusal, main


def put_in(arguments: list[str]) -> int:
    """Install, and say that it is done."""
    if arguments:
        raise Refusal("bin/install takes no arguments.")
    install()
    print("Installed. Next: migrate, collectstatic and check --deploy (docs/operating.md).")
    return 0


if __name__ == "__main__":
    main(put_in)
