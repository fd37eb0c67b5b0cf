"""Photos on the desk: what travellers offer to everybody, decided beside the still of the scene.

A private photo is not here, and neither is the person: a bureau decides about a picture of its
place, not about who took it.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from unfold.decorators import display

from accounts.admin_site import Card
from accounts.admin_tenancy import TenantAdmin, is_member
from checkins import services
from checkins.models import Photo
from checkins.photo_response import file_response, type_of
from locations.models import Location

REVIEWS = {"approve": Photo.Review.APPROVED, "refuse": Photo.Review.REFUSED}
TOLD = {
    Photo.Review.APPROVED: _("Approved: everybody sees it."),
    Photo.Review.REFUSED: _("Refused: only its traveller sees it."),
}


@admin.register(Photo)
class PhotoAdmin(TenantAdmin):
    list_display = ["pair", "place", "of_scene", "uploaded", "decision", "decided"]
    list_display_links = ["pair"]
    list_filter = ["review"]
    list_per_page = 24
    ordering = ["-uploaded_at", "pk"]
    search_fields = ["check_in__location__search_text"]
    search_help_text = _("Place, in Chinese or English, pinyin or initials")
    actions = ["approve", "refuse"]
    fields = ["place", "of_scene", "uploaded", "review", "decided"]
    readonly_fields = fields
    change_form_outer_before_template = "checkins/admin/photo.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = super().get_queryset(request).seen_at_desk_by(request.user)
        return seen.select_related("check_in__location", "scene__drama", "reviewed_by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = Photo.objects.seen_at_desk_by(request.user)
        return is_member(request) and self._is_among(mine, self._record(obj))

    def has_review_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def get_urls(self) -> list[URLPattern]:
        def own(tail: str, view: Any, name: str) -> URLPattern:
            address = f"<uuid:pk>/{tail}"
            return path(address, self.admin_site.admin_view(view), name=f"checkins_photo_{name}")

        return [
            own("image.webp", self.image_view, "image"),
            own("thumbnail.webp", self.thumbnail_view, "thumbnail"),
            own("still/", self.still_view, "still"),
            own("review/", require_POST(self.review_view), "review"),
            *super().get_urls(),
        ]

    def image_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        return file_response(self._seen(request, pk).image)

    def thumbnail_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        return file_response(self._seen(request, pk).thumbnail)

    def still_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        scene = self._seen(request, pk).scene
        if scene is None or not scene.still:
            raise Http404
        return file_response(scene.still, type_of(scene.still.name))

    def review_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Decides one photo and goes on to the next that waits."""
        photo = self._seen(request, pk)
        review = REVIEWS.get(request.POST.get("review", ""))
        if review is None:
            return HttpResponseBadRequest()
        self._decide(request, [photo], review)
        messages.success(request, TOLD[review])
        waiting = self.get_queryset(request).waiting().order_by(*self.ordering).first()
        if waiting:
            return redirect("admin:checkins_photo_change", waiting.pk)
        return redirect("admin:checkins_photo_changelist")

    @admin.action(description=_("Approve the selected photos"), permissions=["review"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        self._decide_many(request, queryset, Photo.Review.APPROVED)

    @admin.action(description=_("Refuse the selected photos"), permissions=["review"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        self._decide_many(request, queryset, Photo.Review.REFUSED)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        if term := search_term.strip():
            places = Location.objects.search(term).values("pk")
            queryset = queryset.filter(check_in__location__in=places)
        return queryset, False

    @display(description=_("photo and still"))
    def pair(self, photo: Photo) -> str:
        pictures = [_picture("thumbnail", photo, _("photo"))]
        if photo.scene and photo.scene.still:
            pictures.append(_picture("still", photo, _("still")))
        return format_html('<span class="flex gap-2">{}{}</span>', *[*pictures, ""][:2])

    @display(description=_("place"), ordering="check_in__location__name_hans")
    def place(self, photo: Photo) -> str:
        return str(photo.check_in.location)

    @display(description=_("scene"))
    def of_scene(self, photo: Photo) -> str:
        if photo.scene is None:
            return "–"
        parts = [photo.scene.drama.title.text, photo.scene.what.text]
        return " · ".join(part for part in parts if part)

    @display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, photo: Photo) -> str:
        """The day alone: the minute would help to tell who it was."""
        return timezone.localtime(photo.uploaded_at).strftime("%Y-%m-%d")

    @display(
        description=_("decision"),
        ordering="review",
        label={"waiting": "warning", "approved": "success", "refused": "danger"},
    )
    def decision(self, photo: Photo) -> tuple[str, str]:
        return photo.review, photo.get_review_display()

    @display(description=_("decided"), ordering="reviewed_at")
    def decided(self, photo: Photo) -> str:
        if photo.reviewed_at is None:
            return "–"
        day = timezone.localtime(photo.reviewed_at).strftime("%Y-%m-%d %H:%M")
        return f"{day} · {photo.reviewed_by}" if photo.reviewed_by else day

    def desk_cards(self, request: HttpRequest) -> Iterator[Card]:
        waiting = Photo.objects.seen_at_desk_by(request.user).waiting().count()
        url = reverse("admin:checkins_photo_changelist")
        told = _("offered by travellers; seen by everybody once you approve them")
        yield Card(
            _("Photos to decide"), waiting, f"{url}?review__exact=waiting", told, is_waiting=True
        )

    def _seen(self, request: HttpRequest, pk: Any) -> Photo:
        photo = self.get_queryset(request).filter(pk=pk).first()
        if photo is None or not is_member(request):
            raise Http404
        found: Photo = photo
        return found

    def _decide(self, request: HttpRequest, photos: list[Photo], review: Photo.Review) -> int:
        editor: Any = request.user
        count = services.review_photos(
            photos=[photo.pk for photo in photos], by=editor, review=review, now=timezone.now()
        )
        for photo in photos:
            self.log_change(request, photo, str(TOLD[review]))
        return count

    def _decide_many(self, request: HttpRequest, photos: Any, review: Photo.Review) -> None:
        count = self._decide(request, list(photos), review)
        told = ngettext("%(count)s photo decided.", "%(count)s photos decided.", count)
        messages.success(request, told % {"count": count})


def _picture(file: str, photo: Photo, name: Any) -> str:
    return format_html(
        '<img class="rounded-default" src="{}" alt="{}" loading="lazy" style="height:clamp(44px,6vw,72px)">',
        reverse(f"admin:checkins_photo_{file}", args=[photo.pk]),
        name,
    )
