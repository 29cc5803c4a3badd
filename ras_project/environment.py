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
            message = f"{var} cannot be understood: look at what is set for it in the environment."
            raise ImproperlyConfigured(message) from None


env = Environment()
