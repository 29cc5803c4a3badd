"""Comment on an item."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.agenda import comment_on_item
from panels.forms import CommentForm
from panels.permissions import check_user_can_comment
from panels.views.loading import posted, with_item


@with_item("Comment for SEND Panel")
def item_comment(request, item) -> HttpResponse:
    check_user_can_comment(request.user, item)
    back = reverse("panels:item_detail", args=[item.pk])
    form = CommentForm(posted(request), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if act_or_explain(form, lambda: comment_on_item(item, text=text, by=request.user)):
            messages.success(request, "Your comment is added.")
            return redirect(back)
    return render(request, "panels/item_comment.html", {"form": form, "item": item})
