"""Every door of the desk through which a row could be reached, and which of them gave it away."""

from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from checkins.models import PrintedCode
from locations.models import Location, Scene


def desk(user: Any = None) -> Client:
    """A browser at the desk, signed in as `user`."""
    client = Client(headers={"accept-language": "zh-CN"})
    if user is not None:
        client.force_login(user)
    return client


def form_data(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send if the form at `url` were submitted untouched."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if hasattr(value, "isoformat"):
                value = value.isoformat()
            if value is not None and value is not False and value != "":
                data[form.add_prefix(name)] = value
    return data


def doors_that_open(client: Client, row: Location | Scene, secret: str) -> set[str]:
    """Names of the doors that show `secret` (a text of `row`) to `client` or let it be changed."""
    opened = set()
    for name, url in _pages(row).items():
        response = client.get(url)
        if response.status_code == 200 and secret in _text(response):
            opened.add(name)
    opened |= _writes(client, row)
    return opened


def _text(response: Any) -> str:
    if response["Content-Type"].startswith("application/json"):
        return str(response.json())  # not escaped
    return str(response.content.decode())


def _pages(row: Model) -> dict[str, str]:
    label = f"{row._meta.app_label}_{row._meta.model_name}"
    changelist = reverse(f"admin:{label}_changelist")
    asked_by = {"location": ("scene", "location"), "scene": None}[str(row._meta.model_name)]
    pages = {
        "list": changelist,
        "list by key": f"{changelist}?id__in={row.pk}",
        "search": f"{changelist}?q=qinglong",
        "popup": f"{changelist}?_popup=1&_to_field=id",
        "change": reverse(f"admin:{label}_change", args=[row.pk]),
        "change popup": reverse(f"admin:{label}_change", args=[row.pk]) + "?_popup=1",
        "history": reverse(f"admin:{label}_history", args=[row.pk]),
        "delete": reverse(f"admin:{label}_delete", args=[row.pk]),
        "front page": reverse("admin:index"),
    }
    if isinstance(row, Location):
        pages["codes"] = reverse("admin:locations_location_codes", args=[row.pk])
    if asked_by:
        model, field = asked_by
        pages["autocomplete"] = (
            f"{reverse('admin:autocomplete')}?term=qinglong&app_label=locations"
            f"&model_name={model}&field_name={field}"
        )
        pages["autocomplete of itself"] = (
            f"{reverse('admin:autocomplete')}?term=qinglong&app_label=locations"
            "&model_name=location&field_name=possibly_same_as"
        )
    return pages


def _writes(client: Client, row: Location | Scene) -> set[str]:
    """The doors through which the row was changed; each puts it back."""
    opened = set()
    model = type(row)
    label = f"{row._meta.app_label}_{row._meta.model_name}"
    client.post(reverse(f"admin:{label}_delete", args=[row.pk]), {"post": "yes"})
    if not model._default_manager.filter(pk=row.pk).exists():
        opened.add("delete it")
        row.save(force_insert=True)
    selected = {"_selected_action": [row.pk]}
    client.post(
        reverse(f"admin:{label}_changelist"),
        selected | {"action": "delete_selected", "post": "yes"},
    )
    if not model._default_manager.filter(pk=row.pk).exists():
        opened.add("delete by action")
        row.save(force_insert=True)
    if isinstance(row, Location):
        client.post(reverse(f"admin:{label}_changelist"), selected | {"action": "hide"})
        if not Location.objects.get(pk=row.pk).is_published:
            opened.add("hide by action")
            Location.objects.filter(pk=row.pk).update(is_published=True)
        client.post(
            reverse("admin:locations_location_codes", args=[row.pk]), {"replace": "printed"}
        )
        if PrintedCode.objects.filter(location=row.pk).exists():
            opened.add("replace its code")
            PrintedCode.objects.all().delete()
    if _changed_by_form(client, row):
        opened.add("save")
    return opened


def _changed_by_form(client: Client, row: Location | Scene) -> bool:
    from accounts.models import User

    root = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("root-x")
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    data = form_data(desk(root), url)
    field = "name_en" if isinstance(row, Location) else "what_en"
    client.post(url, data | {field: "Taken over"})
    model: Any = type(row)
    return bool(getattr(model.objects.get(pk=row.pk), field) == "Taken over")
