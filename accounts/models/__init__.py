"""People, teams, the roles granted to people, and the forms they have sent."""

from accounts.models.form import SubmittedForm
from accounts.models.person import RoleGrant, Team, User

__all__ = ["RoleGrant", "SubmittedForm", "Team", "User"]
