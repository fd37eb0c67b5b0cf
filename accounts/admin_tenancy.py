"""Who may do what on the desk: read from memberships, never from Django's permission rows.

A model whose rows belong to bureaus has a queryset with `editable_by(user)` and
`deletable_by(user)`; every list, form, choice, history and action starts from these.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from unfold.admin import ModelAdmin

from accounts.models import Membership


def is_member(request: HttpRequest) -> bool:
    """Whether the request is by a superuser or somebody with a role in a bureau."""
    user: Any = request.user
    if not (user.is_active and user.is_staff):
        return False
    if user.is_superuser:
        return True
    if not hasattr(user, "_is_member"):  # asked dozens of times for one page
        user._is_member = SimpleLazyObject(lambda: Membership.objects.filter(user=user).exists())
    return bool(user._is_member)


class TenantChoices:
    """Offers, in choices of related rows, only those that the bureau looks after."""

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        chosen = super().get_field_queryset(db, db_field, request)  # type: ignore[misc]  # mixin
        if chosen is None:
            chosen = db_field.remote_field.model._default_manager.all()
        if hasattr(chosen, "editable_by"):
            return chosen.editable_by(request.user)
        return chosen


class TenantRows(TenantChoices):
    """For admin classes and inlines over rows that belong to bureaus."""

    model: type[Model]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)  # type: ignore[misc]  # mixed in before ModelAdmin
        return rows.editable_by(request.user)

    def _is_among(self, rows: QuerySet[Any], record: Model | None) -> bool:
        return record is None or record.pk is None or rows.filter(pk=record.pk).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_member(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = self._rows().editable_by(request.user)
        return is_member(request) and self._is_among(mine, self._record(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = self._rows().deletable_by(request.user)
        return is_member(request) and self._is_among(mine, self._record(obj))

    def _rows(self) -> Any:
        return self.model._default_manager

    def _record(self, obj: Any) -> Model | None:
        """Django asks an inline about its parent; only a row of our own model can be judged."""
        return obj if isinstance(obj, self.model) else None


class TenantAdmin(TenantRows, ModelAdmin):
    """Rows of the bureau's own regions, and nothing else, through every door."""

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        # Django lets a list be filtered by any column of its own table through the address, also
        # by one that the list does not show. Only the filters that are offered are taken.
        return lookup in self.get_lookups(request)

    def get_lookups(self, request: Any) -> set[str]:
        """What the address of the list may filter by."""
        offered = {"pk__in", "id__in"}
        for item in self.get_list_filter(request):
            name = item[0] if isinstance(item, tuple) else getattr(item, "parameter_name", item)
            offered |= {name, *(f"{name}__{way}" for way in ("exact", "in", "isnull"))}
            if not hasattr(item, "parameter_name"):
                offered.add(f"{name}__{self._key_of(name)}__exact")
        if day := self.date_hierarchy:
            offered |= {f"{day}__{part}" for part in ("year", "month", "day", "gte", "lt")}
        return offered

    def _key_of(self, field: str) -> str:
        related = self.model._meta.get_field(field).related_model
        return related._meta.pk.name if isinstance(related, type) else "id"


def is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


class NationalRows:
    """Rows of the whole country: staff read and choose them, a superuser edits."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_member(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)


class SuperuserRows(NationalRows):
    """Rows that no bureau sees."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)


class NationalAdmin(NationalRows, ModelAdmin):
    pass


class SuperuserAdmin(SuperuserRows, ModelAdmin):
    pass
