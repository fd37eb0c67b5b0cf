"""Appeals on the desk: what waits first, the evidence on one page, decided there or many at once.

Every role of the place's bureau decides; a decision is undone by a reviewer or a manager
(docs/decisions/0009-appeals.md). The traveller and the exact position are not shown.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from unfold.decorators import display

from accounts.admin_site import Card
from accounts.admin_tenancy import TenantAdmin
from checkins import services
from checkins.appeal_forms import AcceptForm, RefuseForm
from checkins.appeal_page import page_of
from checkins.models import Appeal
from checkins.models.appeal import AppealQuerySet
from checkins.photo_response import file_response, type_of
from locations.models import Location, Scene
from tourmap.api.problems import Refusal

WAITING_FIRST = Case(
    When(state=Appeal.State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
)
FILES = {"image", "thumbnail"}
EXCERPT = 60


@admin.register(Appeal)
class AppealAdmin(TenantAdmin):
    list_display = ["place", "day", "shown_state", "excerpt", "pictures", "made"]
    list_display_links = ["place"]
    list_filter = ["state", "reason"]
    list_select_related = ["check_in__location"]
    list_per_page = 50
    ordering = [WAITING_FIRST, "made_at", "pk"]
    search_fields = ["check_in__location__search_text"]
    search_help_text = _("Place, in Chinese or English, pinyin or initials")
    actions = ["accept_all", "refuse_all"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(photos=Count("check_in__photos"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Appeal], search_term: str
    ) -> tuple[QuerySet[Appeal], bool]:
        if term := search_term.strip():
            places = Location.objects.search(term).values("pk")
            queryset = queryset.filter(check_in__location__in=places)
        return queryset, False

    def get_urls(self) -> list[URLPattern]:
        def own(tail: str, view: Any, name: str) -> URLPattern:
            seen = self.admin_site.admin_view(never_cache(view))
            return path(f"<int:pk>/{tail}/", seen, name=f"checkins_appeal_{name}")

        return [
            own("photos/<uuid:photo>/<str:file>", self.photo_view, "photo"),
            own("stills/<int:scene>", self.still_view, "still"),
            *super().get_urls(),
        ]

    @display(description=_("place"), ordering="check_in__location__name_hans")
    def place(self, appeal: Appeal) -> str:
        return str(appeal.check_in.location)

    @display(description=_("day at the place"), ordering="check_in__local_date")
    def day(self, appeal: Appeal) -> Any:
        return appeal.check_in.local_date

    @display(
        description=_("state"),
        ordering="state",
        label={
            "open": "warning",
            "accepted": "success",
            "refused": "danger",
            "withdrawn": "info",
        },
    )
    def shown_state(self, appeal: Appeal) -> tuple[str, str]:
        return appeal.state, appeal.get_state_display()

    @display(description=_("words of the traveller"))
    def excerpt(self, appeal: Appeal) -> str:
        return appeal.text if len(appeal.text) <= EXCERPT else f"{appeal.text[:EXCERPT]}…"

    @display(description=_("made"), ordering="made_at")
    def made(self, appeal: Appeal) -> Any:
        """The day alone: the minute would help to tell who it was."""
        return timezone.localdate(appeal.made_at)

    @display(description=_("photos"))
    def pictures(self, appeal: Appeal) -> int:
        return int(appeal.photos)  # type: ignore[attr-defined]  # annotated in get_queryset

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        appeal = self.get_object(request, object_id)
        if appeal is None or not self.has_view_permission(request, appeal):
            gone: HttpResponse = self._get_obj_does_not_exist_redirect(
                request, self.opts, object_id
            )
            return gone
        forms = {"accept": AcceptForm(prefix="accept"), "refuse": RefuseForm(prefix="refuse")}
        if request.method == "POST":
            deed = request.POST.get("deed", "")
            if deed == "undo":
                return self._undo(request, appeal)
            if deed not in forms:
                return HttpResponseBadRequest()
            forms[deed] = form = type(forms[deed])(request.POST, prefix=deed)
            if form.is_valid():
                self._told(request, [self._decide(request, appeal, deed, form.cleaned_data)])
                return redirect(request.path)
        return self._page(request, appeal, forms)

    def _page(self, request: HttpRequest, appeal: Appeal, forms: dict[str, Any]) -> HttpResponse:
        undoable = Appeal.objects.undoable_by(request.user).filter(pk=appeal.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Appeal"),
            "opts": self.opts,
            "appeal": appeal,
            "forms": forms,
            "may_undo": appeal.is_decided and not appeal.was_measured and undoable.exists(),
            **page_of(appeal, request.user),
        }
        return TemplateResponse(request, "checkins/admin/appeal.html", context)

    def _undo(self, request: HttpRequest, appeal: Appeal) -> HttpResponse:
        if not Appeal.objects.undoable_by(request.user).filter(pk=appeal.pk).exists():
            messages.error(request, _("A decision is undone by a reviewer or a manager."))
            return redirect(request.path)
        by: Any = request.user
        undo = services.undo_decision
        self._told(request, [self._tried(request, appeal, _("decision undone"), undo, by=by)])
        return redirect(request.path)

    def _decide(self, request: HttpRequest, appeal: Appeal, deed: str, values: Any) -> Any:
        by: Any = request.user
        if deed == "accept":
            return self._tried(
                request, appeal, _("accepted"), services.accept_appeal, by=by, **values
            )
        return self._tried(request, appeal, _("refused"), services.refuse_appeal, by=by, **values)

    def _tried(
        self,
        request: HttpRequest,
        appeal: Appeal,
        told: Any,
        deed: Callable[..., Appeal],
        **values: Any,
    ) -> Any:
        """Does it and writes it down; gives the refusal where somebody else was quicker."""
        try:
            deed(pk=appeal.pk, now=timezone.now(), **values)
        except Refusal as refusal:
            return refusal
        self.log_change(request, appeal, str(told))
        return None

    def _told(self, request: HttpRequest, outcomes: list[Any]) -> None:
        done = outcomes.count(None)
        if done:
            told = ngettext("%(n)s appeal was decided.", "%(n)s appeals were decided.", done)
            messages.success(request, told % {"n": done})
        for refusal in outcomes:
            if refusal is not None:
                messages.warning(request, str(refusal.detail))

    @admin.action(description=_("Accept the selected appeals"), permissions=["change"])
    def accept_all(self, request: HttpRequest, queryset: AppealQuerySet) -> None:
        waiting = list(queryset.waiting())
        self._told(request, [self._decide(request, one, "accept", {}) for one in waiting])

    @admin.action(description=_("Refuse the selected appeals"), permissions=["change"])
    def refuse_all(self, request: HttpRequest, queryset: AppealQuerySet) -> HttpResponse | None:
        """Asks for the one reason of all of them first."""
        asked = "refuse-reason" in request.POST
        form = RefuseForm(request.POST if asked else None, prefix="refuse")
        waiting = list(queryset.waiting())
        if asked and form.is_valid():
            decided = [self._decide(request, one, "refuse", form.cleaned_data) for one in waiting]
            self._told(request, decided)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Refuse the selected appeals"),
            "opts": self.opts,
            "appeals": waiting,
            "form": form,
        }
        return TemplateResponse(request, "checkins/admin/refuse_appeals.html", context)

    def photo_view(self, request: HttpRequest, pk: int, photo: Any, file: str) -> HttpResponseBase:
        """A photo of an appealed visit, also a private one: its traveller asked for a look."""
        appeal = self._seen(request, pk)
        if appeal.state == Appeal.State.WITHDRAWN or file not in FILES:
            raise Http404
        shown = get_object_or_404(appeal.check_in.photos, pk=photo)
        return file_response(getattr(shown, file))

    def still_view(self, request: HttpRequest, pk: int, scene: int) -> HttpResponseBase:
        scenes = Scene.objects.filter(location=self._seen(request, pk).check_in.location_id)
        still = get_object_or_404(scenes.exclude(still=""), pk=scene).still
        return file_response(still, type_of(still.name))

    def _seen(self, request: HttpRequest, pk: int) -> Appeal:
        appeal: Appeal | None = self.get_object(request, str(pk))
        if appeal is None or not self.has_view_permission(request, appeal):
            raise Http404
        return appeal

    def desk_cards(self, request: HttpRequest) -> Iterator[Card]:
        number = Appeal.objects.editable_by(request.user).waiting().count()
        url = reverse("admin:checkins_appeal_changelist")
        told = _("visitors who ask you to look; the oldest first")
        yield Card(_("Appeals"), number, f"{url}?state__exact=open", told, is_waiting=True)
