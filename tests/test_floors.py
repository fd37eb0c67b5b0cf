"""The floors hold, and the checks that say so can fail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests import floors

ROOT: Path = settings.BASE_DIR
# Longer than the rule, for a reason.
LONG_FILES = {
    "tests/catalogue/test_catalogue_files.py": "one file of rules beside one document of columns",
}


def _own_models() -> Iterator[type]:
    return (model for model in apps.get_models() if floors.floor_of(model.__module__))


def _relations() -> Iterator[tuple[str, str, str]]:
    for model in _own_models():
        for field in model._meta.get_fields():
            forward = field.is_relation and not field.auto_created and field.related_model
            if forward and (target := floors.floor_of(field.related_model.__module__)):
                yield f"{model.__name__}.{field.name}", floors.floor_of(model.__module__), target


def _accessors() -> dict[str, str]:
    """Names that a foreign key gives to a model of a lower floor."""
    names = {}
    for model in _own_models():
        for field in model._meta.get_fields():
            if field.auto_created and field.is_relation and not field.hidden:
                owner = floors.floor_of(field.related_model.__module__)
                if owner and owner != floors.floor_of(model.__module__):
                    names[field.get_accessor_name()] = owner
    return names


def test_imports_go_down_only() -> None:
    assert list(floors.import_faults(ROOT)) == []


def test_foreign_keys_go_down_only() -> None:
    assert list(floors.relation_faults(_relations())) == []
    assert ("Scene.drama", "locations", "dramas") in list(_relations())


def test_reverse_accessors_are_not_used_from_below() -> None:
    assert _accessors()["scenes"] == "locations"
    assert list(floors.accessor_faults(ROOT, _accessors())) == []


def test_files_are_short() -> None:
    too_long = list(floors.length_faults(ROOT))
    assert [fault for fault in too_long if fault.split(" ")[0] not in LONG_FILES] == []
    assert len(too_long) == len(LONG_FILES), "an exception is no longer needed"


def test_the_package_of_the_roof_is_empty() -> None:
    assert (ROOT / "tourmap" / "__init__.py").read_bytes() == b""


# --- the checks can fail -----------------------------------------------------------------------

PLANTED = [
    ("dramas/models.py", "from locations.models import Scene", "up"),
    ("dramas/models.py", "def f():\n    from locations.models import Scene", "up"),
    (
        "dramas/models.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import locations.models",
        "up",
    ),
    ("dramas/x.py", "from importlib import import_module\nimport_module('locations.models')", "up"),
    ("dramas/x.py", "import_string('checkins.rules.judge')", "up"),
    ("accounts/x.py", "apps.get_model('dramas.Drama')", "up"),
    ("accounts/x.py", "apps.get_model('checkins', 'CheckIn')", "up"),
    ("accounts/models/x.py", "from ...locations import models", "up"),
    ("tourmap/lang/x.py", "from tourmap.api import problems", "up"),
    ("tourmap/geo/x.py", "from tourmap.api.problems import Refusal", "up"),
    ("tourmap/api/x.py", "import accounts", "up"),
    ("tourmap/api/x.py", "from tourmap import settings", "up"),
    ("locations/x.py", "from tourmap.settings import DEBUG", "up"),
    ("checkins/x.py", "from maps import views", "nobody imports maps"),
    ("locations/x.py", "import folium", "folium lives in maps alone"),
    ("locations/x.py", "from branca.element import Figure", "branca lives in maps alone"),
    ("maps/x.py", "from geopy.distance import geodesic", "geopy lives in tourmap.geo alone"),
    ("tourmap/geo/x.py", "from django.conf import settings", "geo knows no Django"),
    (
        "checkins/x.py",
        "from django.dispatch import receiver",
        "signal receivers act behind one's back",
    ),
    (
        "checkins/x.py",
        "from django.db.models.signals import post_save",
        "signal receivers act behind one's back",
    ),
    ("dramas/x.py", "import threading", "no threads: the server has them"),
]


def _plant(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


@pytest.mark.parametrize(("name", "text", "reason"), PLANTED)
def test_planted_import_is_caught(tmp_path: Path, name: str, text: str, reason: str) -> None:
    _plant(tmp_path, name, text)
    [fault] = floors.import_faults(tmp_path)
    assert fault.startswith(f"{name}:")
    assert fault.endswith(f": {reason}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("locations/x.py", "from dramas.models import Drama\nfrom tourmap.geo import LatLng"),
        ("tourmap/api/x.py", "from tourmap.lang.languages import pick"),
        ("tourmap/urls.py", "from maps import urls\ninclude('maps.urls')"),
        ("maps/x.py", "import folium\nfrom maps.storage import x"),
        ("tourmap/geo/x.py", "import geopy"),
        ("locations/migrations/0001.py", "import maps"),
        ("locations/x.py", "'from maps import x'\n# import maps"),
    ],
)
def test_imports_that_go_down_are_let_by(tmp_path: Path, name: str, text: str) -> None:
    _plant(tmp_path, name, text)
    assert list(floors.import_faults(tmp_path)) == []


def test_planted_foreign_key_is_caught() -> None:
    planted = [("Drama.scene", "dramas", "locations"), ("Scene.drama", "locations", "dramas")]
    assert list(floors.relation_faults(planted)) == ["Drama.scene points up to locations"]


@pytest.mark.parametrize(
    "text",
    [
        "drama.scenes.all()",
        "Drama.objects.filter(scenes__slug='x')",
        "order_by('-x', 'scenes__id')",
    ],
)
def test_planted_reverse_accessor_is_caught(tmp_path: Path, text: str) -> None:
    _plant(tmp_path, "dramas/x.py", text)
    _plant(tmp_path, "locations/x.py", text)
    [fault] = floors.accessor_faults(tmp_path, {"scenes": "locations"})
    assert fault == "dramas/x.py:1 uses scenes, which locations declares"


def test_planted_long_file_is_caught(tmp_path: Path) -> None:
    _plant(tmp_path, "dramas/x.py", "\n" * 300)
    _plant(tmp_path, "dramas/migrations/0001.py", "\n" * 900)
    _plant(tmp_path, "maps/static/maps/map.js", "\n" * 399)
    assert list(floors.length_faults(tmp_path)) == [
        "dramas/x.py has 301 lines, at most 300 are meant"
    ]
