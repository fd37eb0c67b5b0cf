"""The shell that folium draws: constant, of our own files, with a nonce of its own per response."""

import re
import subprocess
import sys

import folium  # noqa: TID251  # what the shell must refuse
import pytest
from branca.element import JavascriptLink  # noqa: TID251  # the same
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from maps.folium_shell.assets import ASSETS
from maps.folium_shell.build import build
from maps.folium_shell.figure import ShellFigure, UnknownAsset
from tests import make
from tests.maps.payloads import Typed

TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


def _drawn(*, follows_view: bool = True) -> str:
    return "".join(
        build(places_url="/map/places.json", bases=settings.MAP_BASES, follows_view=follows_view)
    )


def test_shell_names_no_host_but_the_tiles() -> None:
    assert set(re.findall(r"(?:https?:)?//[^\"'\s<>]+", _drawn())) == {TILES}


def test_shell_is_the_same_each_time() -> None:
    assert _drawn() == _drawn()


@pytest.mark.django_db
def test_shell_holds_no_text_of_the_store() -> None:
    before = _drawn()
    Typed("{{7*7}}").rows()
    assert _drawn() == before


def test_asset_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownAsset, match="jquery"):
        ShellFigure().header.add_child(JavascriptLink("https://cdn.test/jquery.js"), name="jquery")


def test_element_of_folium_with_assets_of_its_own_is_refused() -> None:
    figure = ShellFigure()
    figure.add_child(folium.Map(tiles=None))
    with pytest.raises(UnknownAsset):
        figure.render()


def test_every_asset_is_a_static_file() -> None:
    assert [path for path in ASSETS.values() if finders.find(path) is None] == []


@pytest.mark.django_db
def test_nonce_of_the_script_is_the_one_of_its_response(client: Client) -> None:
    make.location("here")
    nonces = []
    for _time in range(2):
        response = client.get("/map/")
        nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
        assert nonce is not None
        assert f'<script type="module" nonce="{nonce[1]}">' in response.content.decode()
        nonces.append(nonce[1])
    assert len(set(nonces)) == 2


def test_folium_is_not_imported_before_a_map_is_shown() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tourmap.settings';"
        "django.setup(); import tourmap.urls; print('folium' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
