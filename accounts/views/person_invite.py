"""Send somebody the link by which they set a password."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.actions import note_invitation
from accounts.invitations import send_invitation
from accounts.views.loading import with_person


@require_POST
@with_person
def person_invite(request, person):
    note_invitation(person, by=request.user)
    send_invitation(request, person)
    messages.success(request, f"{person.full_name} was sent the link to set a password.")
    return redirect("accounts:person_detail", person.pk)
