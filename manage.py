#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ras_project.settings")
    from django.core.management import execute_from_command_line

    from ras_project.logs import tell_why_it_stops

    tell_why_it_stops()

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
