"""Nicknames on the desk: a bureau takes one off the leaderboards, or puts it back; no more.

Only of travellers who agreed to appear, and who were at a place of the bureau. Nothing else of them
is shown.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from accounts.admin_tenancy import TenantAdmin
from checkins.models import BoardName
from checkins.services import hide_nickname


class NicknameAdmin(TenantAdmin):
    list_display = ["nickname", "is_shown"]
    list_display_links = None
    list_per_page = 50
    search_fields = ["nickname"]
    search_help_text = _("Part of a nickname")
    ordering = ["nickname"]
    actions = ["hide", "show"]
    fields = ["nickname", "is_shown"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        columns = ("nickname", "nickname_hidden_at")
        return super().get_queryset(request).only(*columns)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_hide_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(
        description=_("on leaderboards"),
        ordering="nickname_hidden_at",
        label={"shown": "success", "hidden": "danger"},
    )
    def is_shown(self, person: BoardName) -> tuple[str, str]:
        if person.nickname_hidden_at:
            return "hidden", str(_("hidden"))
        return "shown", str(_("shown"))

    @admin.action(description=_("Hide the selected nicknames"), permissions=["hide"])
    def hide(self, request: HttpRequest, queryset: QuerySet[BoardName]) -> None:
        self._set(request, queryset.filter(nickname_hidden_at=None), hidden=True)

    @admin.action(description=_("Show the selected nicknames again"), permissions=["hide"])
    def show(self, request: HttpRequest, queryset: QuerySet[BoardName]) -> None:
        self._set(request, queryset.exclude(nickname_hidden_at=None), hidden=False)

    def _set(self, request: HttpRequest, people: QuerySet[BoardName], *, hidden: bool) -> None:
        chosen = sorted(people, key=lambda person: person.pk)
        for person in chosen:
            hide_nickname(traveller=person, hidden=hidden, now=timezone.now())
            self._log(request, hidden=hidden)
        told = ngettext("%(n)s nickname was changed.", "%(n)s nicknames were changed.", len(chosen))
        self.message_user(request, told % {"n": len(chosen)}, messages.SUCCESS)

    def _log(self, request: HttpRequest, *, hidden: bool) -> None:
        """Who did what and when, and not to whom: the log outlives travellers who are erased."""
        LogEntry.objects.create(
            user_id=request.user.pk,
            content_type=ContentType.objects.get_for_model(BoardName),
            object_repr=str(self.opts.verbose_name),
            action_flag=CHANGE,
            change_message="hidden" if hidden else "shown",
        )
