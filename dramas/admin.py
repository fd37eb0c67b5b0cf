"""Dramas are national: every bureau reads them and refers to them, a superuser edits them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.admin_tenancy import NationalAdmin, NationalRows, SuperuserAdmin
from dramas.models import Drama, PlatformLink, Recognition, Theme
from dramas.models.drama import DramaQuerySet


class PlatformLinkInline(NationalRows, TabularInline):
    model = PlatformLink
    fields = ["position", "name", "url", "is_planned"]
    formfield_overrides = {
        **TabularInline.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }
    extra = 0


class RecognitionInline(NationalRows, TabularInline):
    model = Recognition
    fields = ["body", "programme", "batch", "date"]
    extra = 0


@admin.register(Drama)
class DramaAdmin(NationalAdmin):
    list_display = ["title_text", "status", "year", "episodes", "changed"]
    list_filter = ["status", "year", "themes"]
    list_per_page = 50
    search_fields = ["search_text"]
    search_help_text = _("Title in Chinese or English, pinyin or initials")
    autocomplete_fields = ["themes"]  # filter_horizontal speaks English in a Chinese desk
    prepopulated_fields = {"slug": ["title_en"]}
    inlines = [PlatformLinkInline, RecognitionInline]
    fieldsets = [
        (
            _("Titles"),
            {
                "fields": [
                    ("title_hans", "title_hant"),
                    ("title_en", "title_pinyin"),
                    ("slug", "rank"),
                ]
            },
        ),
        (
            _("Release"),
            {
                "fields": [
                    ("status", "year", "release_date"),
                    ("episodes", "episode_minutes_min", "episode_minutes_max"),
                    ("orientation", "is_ai_generated"),
                ]
            },
        ),
        (
            _("Licence"),
            {"fields": [("licence_no", "filing_no"), ("tier", "tier_judged_on")]},
        ),
        (
            _("Texts"),
            {
                "fields": [
                    ("synopsis_hans", "synopsis_hant"),
                    "synopsis_en",
                    "themes",
                    "director",
                    ("note_hans", "note_en"),
                    ("open_question_hans", "open_question_en"),
                    "confidence",
                ]
            },
        ),
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: DramaQuerySet, search_term: str
    ) -> tuple[DramaQuerySet, bool]:
        if term := search_term.strip():
            queryset = queryset.filter(pk__in=Drama.objects.search(term).values("pk"))
        return queryset, False

    def get_view_on_site_url(self, obj: Drama | None = None) -> str | None:
        return f"/dramas/{obj.slug}/" if obj else None

    @display(description=_("title"), ordering="title_hans")
    def title_text(self, drama: Drama) -> str:
        return drama.title.text

    @display(description=_("changed"), ordering="updated_at")
    def changed(self, drama: Drama) -> str:
        return f"{drama.updated_at:%Y-%m-%d}"


@admin.register(Theme)
class ThemeAdmin(SuperuserAdmin):
    list_display = ["__str__", "slug"]
    search_fields = ["slug", "name_hans", "name_hant", "name_en"]
