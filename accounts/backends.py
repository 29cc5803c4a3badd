"""Who may sign in with a password."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountBackend(AuthenticationBackend):
    """Email and password. Closed accounts are refused, and in service so are made-up people."""

    def user_can_authenticate(self, user) -> bool:
        """Also asked on every request, so that a running session ends with the account."""
        if user.is_demonstration and not settings.DEMONSTRATION:
            return False
        return super().user_can_authenticate(user)
