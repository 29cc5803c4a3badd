"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from accounts.enums import Role
from accounts.models import User
from ras_project.navigation import navigation_for


def service(request: HttpRequest) -> dict[str, object]:
    """The council, whether these are made-up cases, and the navigation of the person signed in."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    return {
        "COUNCIL_NAME": settings.COUNCIL_NAME,
        "SERVICE_NAME": "SEND casework",
        "DEMONSTRATION": settings.DEMONSTRATION,
        "OIDC_NAME": settings.OIDC_NAME if settings.OIDC_SERVER else "",
        "navigation": navigation_for(person, request.path) if person else [],
        "signed_in_roles": [role.label for role in Role if role in person.roles] if person else [],
    }
