"""What the environment says. A value that cannot be read is told by the name of its variable, not shown."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """The variables, each read as what it should be."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError:
            raise _not_understood(var) from None

    def db_url(self, var: str = environ.Env.DEFAULT_DATABASE_ENV, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().db_url(var, *args, **kwargs)
        except ValueError:
            raise _not_understood(var, " Signs of an address in the password are written as %40 and so on.") from None

    def email_url(self, var: str = environ.Env.DEFAULT_EMAIL_ENV, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().email_url(var, *args, **kwargs)
        except (ValueError, ImproperlyConfigured):
            raise _not_understood(var, " It begins with smtp://, smtp+tls:// or smtp+ssl://.") from None

    db = db_url


def _not_understood(var: str, more: str = "") -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{var} cannot be understood: look at what is set for it in the environment.{more}")


env = Environment()
