"""Scenes: which drama was shot or is set at which of the bureau's places."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin_site import Card
from accounts.admin_tenancy import TenantAdmin
from dramas.models import Drama
from locations.admin.fields import SourcesField
from locations.admin.lost_edits import UnchangedSince
from locations.admin.reading import told_refusal
from locations.models import Location, Scene
from locations.querysets import SceneQuerySet
from tourmap.geo import InvalidPoint, LatLng
from tourmap.lang.traditional import propose_traditional


class SceneForm(UnchangedSince):
    sources = SourcesField(
        label=_("Sources"), required=False, help_text=_("One a line: title | address.")
    )

    class Meta:
        model = Scene
        fields: list[str] = []  # SceneAdmin names them in its groups

    def clean_heading_deg(self) -> int | None:
        heading: int | None = self.cleaned_data["heading_deg"]
        if heading is not None and heading >= 360:
            raise forms.ValidationError(_("A heading lies between 0 and 359 degrees."))
        return heading

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("what_hans") and not cleaned.get("what_hant"):
            cleaned["what_hant"] = propose_traditional(cleaned["what_hans"])
        camera = cleaned.get("camera_lat"), cleaned.get("camera_lng")
        if camera != (None, None):
            try:
                LatLng.of(*camera)
            except InvalidPoint as error:
                self.add_error("camera_lat", told_refusal(error))
        return cleaned


@admin.register(Scene)
class SceneAdmin(TenantAdmin):
    form = SceneForm
    list_display = ["of_drama", "location", "link_type", "episode", "what_text", "confidence"]
    list_display_links = ["of_drama"]
    list_filter = ["link_type", "confidence"]
    list_select_related = ["drama", "location"]
    list_per_page = 50
    search_fields = ["drama__search_text", "location__search_text"]
    search_help_text = _("Drama or place, in Chinese or English, pinyin or initials")
    autocomplete_fields = ["drama", "location"]
    warn_unsaved_form = True
    change_form_show_cancel_button = True
    fieldsets = [
        (
            _("Drama and place"),
            {
                "fields": [
                    "seen_revision",
                    ("drama", "location"),
                    ("link_type", "position"),
                    ("episode", "second"),
                    ("what_hans", "what_hant"),
                    "what_en",
                ]
            },
        ),
        (_("Camera"), {"fields": [("camera_lat", "camera_lng", "heading_deg")]}),
        (_("Sources"), {"fields": ["sources", "confidence", ("note_hans", "note_en")]}),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: SceneQuerySet, search_term: str
    ) -> tuple[SceneQuerySet, bool]:
        if term := search_term.strip():
            dramas = Drama.objects.search(term).values("pk")
            places = Location.objects.search(term).values("pk")
            queryset = queryset.filter(Q(drama__in=dramas) | Q(location__in=places))
        return queryset, False

    @display(description=_("drama"), ordering="drama__title_hans")
    def of_drama(self, scene: Scene) -> str:
        return scene.drama.title.text

    @display(description=_("what was shot"))
    def what_text(self, scene: Scene) -> str:
        return scene.what.text

    def desk_cards(self, request: HttpRequest) -> Iterator[Card]:
        number = Scene.objects.editable_by(request.user).count()
        url = reverse("admin:locations_scene_changelist")
        yield Card(_("Scenes"), number, url, _("of all dramas at your places"))
