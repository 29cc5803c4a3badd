"""People, teams, the roles granted to people, how they sign in, and the forms they have sent."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from accounts.access import NOT_KEPT, kept, new_stamp
from accounts.enums import COUNCIL, Role, Secret
from base.names import SortKeyField

__all__ = ["KnownPlace", "RoleGrant", "SignInAttempt", "SubmittedForm", "Team", "User"]


class Team(models.Model):
    """A team of the SEND service. Its members read each other's cases."""

    plain_fields = ("name", "sort_name")
    personal_fields = ()

    name = models.CharField(max_length=100, unique=True)
    sort_name = SortKeyField(of=("name",))

    class Meta:
        ordering = ["sort_name", "pk"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds people by email address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with their email address. Accounts are closed, never removed.

    `keeps_password` marks a service administrator whose password counts whatever the council's identity provider does,
    so that somebody gets in when it does not answer. `access_stamp` is another one whenever roles, second factors or
    `is_active` change (`accounts/access.py`); `is_signed_in` is said of the one whose request is answered.
    """

    plain_fields = ()
    personal_fields = ("email", "full_name", "sort_name", "job_title", "password")

    email = models.EmailField("email address", unique=True)
    full_name = models.CharField(max_length=150)
    sort_name = SortKeyField(of=("full_name",))
    job_title = models.CharField(max_length=150, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    version = models.PositiveIntegerField(default=1)
    session_epoch = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    keeps_password = models.BooleanField(default=False, db_default=False)
    access_stamp = models.BigIntegerField(db_default=NOT_KEPT, editable=False)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    deactivated_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    is_signed_in = False

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["sort_name", "id"], name="user_in_order")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_its_case"),
            models.CheckConstraint(
                condition=Q(deactivated_at__isnull=True, deactivated_by__isnull=True)
                | Q(deactivated_at__isnull=False, deactivated_by__isnull=False),
                name="user_deactivated_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, deactivated_at__isnull=True)
                | Q(is_active=False, deactivated_at__isnull=False),
                name="user_active_or_deactivated",
            ),
            models.CheckConstraint(
                condition=Q(keeps_password=False) | Q(is_active=True), name="user_keeps_password_while_active"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the person. With the whole row goes a new stamp, so that none that was read earlier comes back."""
        if kwargs.get("update_fields") is None:
            self.access_stamp = new_stamp()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name, under the name Django's templates know it by."""
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is held against on every page: it ends with a new password, and with the next epoch."""
        known = f"{self.password}:{self.session_epoch}"
        return salted_hmac("accounts.session", known, secret=secret, algorithm="sha256").hexdigest()

    @property
    def council_account(self) -> SocialAccount | None:
        """Their account at the council's identity provider, once they have signed in with it; of no other provider."""
        connected = SocialAccount.objects.filter(user=self, provider=COUNCIL, extra_data__server=settings.OIDC_SERVER)
        return connected.first()

    @property
    def signs_in_at_council(self) -> bool:
        """Whoever has signed in with the council's account signs in so from then on: their password does not count."""
        return bool(settings.OIDC_SERVER) and not self.keeps_password and self.council_account is not None

    def has_usable_password(self) -> bool:
        """Whether there is a password that counts, to sign in with or to confirm that it is them."""
        return super().has_usable_password() and not self.signs_in_at_council

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles granted to this person; read once for each instance."""
        if self.pk is None:
            return frozenset()
        return kept(self, "roles", lambda: frozenset(Role(grant.role) for grant in self.role_grants.all()))

    def has_role(self, *roles: Role) -> bool:
        """Whether this person holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: "models.QuerySet[User, User] | None" = None,
    ) -> None:
        """Read the person again, and their roles with them: from here on never from what the process keeps."""
        self.__dict__.pop("roles", None)
        self.is_signed_in = False
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)


class RoleGrant(models.Model):
    """A role a person holds now. Granted by nobody: by the system, when it was set up."""

    plain_fields = ("role",)
    personal_fields = ()
    by_may_be_empty: ClassVar[dict[str, str]] = {
        "granted_by": "the first administrator and made-up people have their roles by the system",
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=40, choices=Role)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_granted_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("user")),
                name="role_not_granted_to_oneself",
            ),
        ]

    def __str__(self) -> str:
        return Role(self.role).label


class SubmittedForm(models.Model):
    """A form that did its work, and where its sender was led to afterwards."""

    plain_fields = ("token", "url")
    personal_fields = ()

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.token


class SignInAttempt(models.Model):
    """A password or code that was wrong, or is being checked; or a link that was asked for. Kept for a day.

    Account, place and address are keyed hashes: of the email address as it was typed, of the browser that is known to
    the account or else the address, and of the address ("" where the browser is known).
    """

    plain_fields = ()
    personal_fields = ("account", "place", "address")

    secret = models.CharField(max_length=20, choices=Secret)
    account = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True)
    is_known = models.BooleanField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(secret__in=Secret.values), name="sign_in_secret_is_known")]
        indexes = [
            models.Index(fields=["account", "at"], name="attempt_at_account"),
            models.Index(fields=["address", "at"], name="attempt_from_address"),
        ]

    def __str__(self) -> str:
        return f"{self.get_secret_display()} at {self.at}"


class KnownPlace(models.Model):
    """A browser or an address from which somebody has signed in, as a keyed hash."""

    plain_fields = ("used_on",)
    personal_fields = ("place",)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_places")
    place = models.CharField(max_length=64)
    used_on = models.DateField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="known_place_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.place[:12]}"
