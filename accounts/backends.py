"""Who may sign in with a password."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from base.reading import prepared


class AccountBackend(AuthenticationBackend):
    """Email and password. Closed accounts are refused, and in service so are made-up people."""

    def user_can_authenticate(self, user) -> bool:
        """Also asked on every request, so that a running session ends with the account."""
        if user.is_demonstration and not settings.DEMONSTRATION:
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id):
        """The person of a session, whose roles and second factor the process may keep."""
        user = next(iter(_people(int(user_id))), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.is_signed_in = True
        return user


@prepared
def _people(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk).order_by()
