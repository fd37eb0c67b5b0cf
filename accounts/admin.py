"""People, bureaus and regions: a superuser's business. Travellers and tokens are nobody's."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.admin_tenancy import SuperuserAdmin
from accounts.models import Bureau, Membership, Region, User

admin.site.unregister(Group)  # rights come from memberships
admin.site.unregister(AuthToken)


class MembershipInline(TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user", "bureau"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin, SuperuserAdmin):  # type: ignore[misc]  # a wider signature
    """Staff only: the users behind travellers are not shown, not even here."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "last_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["last_name", "first_name", "email"]}),
        (_("May sign in"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest):  # type: ignore[no-untyped-def]  # Django's
        return super().get_queryset(request).filter(traveller__isnull=True)


@admin.register(Bureau)
class BureauAdmin(SuperuserAdmin):
    list_display = ["__str__", "slug"]
    search_fields = ["slug", "name_hans", "name_hant", "name_en"]
    autocomplete_fields = ["regions"]
    inlines = [MembershipInline]


@admin.register(Region)
class RegionAdmin(SuperuserAdmin):
    list_display = ["__str__", "code", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["code", "name_hans", "name_hant", "name_en"]
    autocomplete_fields = ["parent"]
