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

    def get_user(self, user_id):
        """The person of a session, whose roles and second factor the process may keep."""
        user = super().get_user(user_id)
        if user is not None:
            user.is_signed_in = True
        return user
