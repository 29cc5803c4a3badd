"""The pack of an item: everything its members read, on one page."""

from django.http import HttpResponse
from django.shortcuts import render

from panels.presenters.items import item_page
from panels.views.loading import with_item


@with_item("SEND Panel pack")
def item_detail(request, item) -> HttpResponse:
    return render(request, "panels/item_detail.html", item_page(item, request.user))
