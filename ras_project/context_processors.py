"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from accounts.enums import Role
from ras_project.navigation import navigation_for


def service(request: HttpRequest) -> dict[str, object]:
    """The council, whether these are made-up cases, and the navigation of the person signed in."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "COUNCIL_NAME": settings.COUNCIL_NAME,
        "DEMONSTRATION": settings.DEMONSTRATION,
        "OIDC_NAME": settings.OIDC_NAME if settings.OIDC_SERVER else "",
        "SERVICE_NAME": "SEND casework",
        "navigation": navigation_for(user, request.path) if signed_in else [],
        "signed_in_roles": [role.label for role in Role if role in user.roles] if signed_in else [],
    }
