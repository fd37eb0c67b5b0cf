from django.contrib import admin

from accounts.admin_tenancy import SuperuserAdmin
from locations.models import Kind


@admin.register(Kind)
class KindAdmin(SuperuserAdmin):
    list_display = ["__str__", "slug", "default_radius_m"]
    search_fields = ["slug", "name_hans", "name_hant", "name_en"]
