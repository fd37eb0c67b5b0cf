from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with our own site; stands in INSTALLED_APPS in place of django.contrib.admin."""

    default_site = "accounts.admin_site.DeskSite"
