"""No text that a person typed is run on the server: it is shown as typed, escaped once."""

from html import escape

import pytest
from django.test import Client

from tests.maps.payloads import PATHS, PAYLOADS, Typed


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("path", PATHS)
def test_page_shows_typed_text_escaped_once(client: Client, path: str, payload: str) -> None:
    Typed(payload).rows()
    html = client.get(path).content.decode()
    shown = escape(payload)
    assert shown in html
    if shown != payload:
        assert payload not in html
        assert escape(shown) not in html


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("path", ["/", "/dramas/", "/map/"])
def test_page_shows_the_searched_words_escaped_once(
    client: Client, path: str, payload: str
) -> None:
    html = client.get(path, {"q": payload}).content.decode()
    assert escape(payload) in html
    if escape(payload) != payload:
        assert payload not in html


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_places_json_carries_typed_text_as_data(client: Client, payload: str) -> None:
    Typed(payload).rows()
    response = client.get("/map/places.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    point = response.json()["points"][0]
    assert (point["name"], point["kind_name"], point["dramas"][0]["title"]) == (payload,) * 3


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/dramas/d/", "/locations/here/"])
def test_script_address_is_never_a_link(client: Client, path: str) -> None:
    Typed("javascript:window.ran=1").rows()
    html = client.get(path).content.decode()
    assert 'href="javascript' not in html
