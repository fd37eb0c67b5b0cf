"""The real catalogue at the desk."""

import pytest
from django.core.management import call_command

from accounts.models import User
from locations.models import Location
from tests.admin_doors import desk, form_data

KEPT = [
    field.attname
    for field in Location._meta.concrete_fields
    # A traditional text is proposed where there was none.
    if field.attname not in {"revision", "updated_at", "etiquette_hant"}
]


@pytest.mark.django_db
def test_saving_a_place_untouched_changes_nothing() -> None:
    call_command("load_catalogue", verbosity=0)
    client = desk(User.objects.create_superuser("root"))
    qualities = ["surveyed", "approximate", "area", "none"]
    for place in [
        place
        for quality in qualities
        for place in Location.objects.filter(pin_quality=quality).order_by("slug")[:5]
    ]:
        url = f"/admin/locations/location/{place.pk}/change/"
        assert client.post(url, form_data(client, url)).status_code == 302, place.slug
        after = Location.objects.get(pk=place.pk)
        changed = {name for name in KEPT if getattr(place, name) != getattr(after, name)}
        assert changed == set(), place.slug
