"""The OpenAPI document: valid, complete, and shown without any other host."""

from typing import Any

import pytest
from django.core.management import call_command
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from rest_framework.test import APIClient

from dramas.models import PlatformLink, Recognition
from tests import make

pytestmark = pytest.mark.django_db

READS = {
    "/api/v1/dramas/": "dramas_list",
    "/api/v1/dramas/{slug}/": "dramas_retrieve",
    "/api/v1/dramas/{slug}/locations/": "dramas_locations_list",
    "/api/v1/dramas/{slug}/scenes/": "dramas_scenes_list",
    "/api/v1/locations/": "locations_list",
    "/api/v1/locations/{slug}/": "locations_retrieve",
    "/api/v1/scenes/": "scenes_list",
    "/api/v1/scenes/{slug}/": "scenes_retrieve",
    "/api/v1/trails/": "trails_list",
    "/api/v1/trails/{slug}/": "trails_retrieve",
    "/api/v1/regions/": "regions_list",
    "/api/v1/kinds/": "kinds_list",
    "/api/v1/themes/": "themes_list",
    "/api/v1/programmes/": "programmes_list",
    "/api/v1/badges/": "badges_list",
    "/api/v1/badges/{slug}/": "badges_retrieve",
}


@pytest.fixture
def schema(api: APIClient) -> dict[str, Any]:
    return api.get("/api/v1/schema/").json()


def operations(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }


def test_document_is_valid(schema: dict[str, Any]) -> None:
    validate(schema)


def test_document_is_made_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema"))


def test_validation_would_notice_a_fault(schema: dict[str, Any]) -> None:
    schema["paths"]["/api/v1/kinds/"]["get"]["responses"] = {"200": {}}
    with pytest.raises(OpenAPIValidationError):
        validate(schema)


def test_operations_of_reads_keep_their_names(schema: dict[str, Any]) -> None:
    assert {path: schema["paths"][path]["get"]["operationId"] for path in READS} == READS


def test_every_operation_says_what_it_does_and_how_it_refuses(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema).items():
        assert operation.get("summary"), name
        refusals = {code: a for code, a in operation["responses"].items() if code >= "400"}
        assert "400" in refusals, name
        for answer in refusals.values():
            assert "application/problem+json" in answer["content"], name
        if "{slug}" in name:
            assert "404" in refusals, name


def test_every_query_parameter_of_a_read_is_described(schema: dict[str, Any]) -> None:
    for path in READS:
        for parameter in schema["paths"][path]["get"]["parameters"]:
            if parameter["in"] == "query":
                told = parameter.get("description") or parameter["schema"].get("description")
                assert told, (path, parameter["name"])


def test_lists_of_words_and_positions_are_told_exactly(schema: dict[str, Any]) -> None:
    given = {p["name"]: p for p in schema["paths"]["/api/v1/locations/"]["get"]["parameters"]}
    access, bbox, near = given["access"], given["bbox"], given["near"]
    assert (access["style"], access["explode"]) == ("form", False)
    assert access["schema"]["items"]["enum"] == ["unknown", "open", "ticket", "not_open"]
    assert bbox["schema"]["example"] == "103.8,30.2,104.0,30.4"
    assert near["schema"]["pattern"].startswith("^[+-]?")
    assert given["format"]["schema"]["enum"] == ["json", "geojson"]


def test_geojson_has_its_own_shape(schema: dict[str, Any]) -> None:
    content = schema["paths"]["/api/v1/locations/"]["get"]["responses"]["200"]["content"]
    assert set(content) == {"application/json", "application/geo+json"}
    shape = content["application/geo+json"]["schema"]
    assert shape["properties"]["type"]["enum"] == ["FeatureCollection"]


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("", "application/json"),
        ("?format=json", "application/json"),
        ("?format=yaml", "application/yaml"),
    ],
)
def test_document_comes_as_json_or_yaml(api: APIClient, query: str, media_type: str) -> None:
    answer = api.get(f"/api/v1/schema/{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(media_type)
    again = api.get(f"/api/v1/schema/{query}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["schema/?format=xml", "docs/?format=xml"])
def test_document_in_another_format_is_refused(api: APIClient, path: str) -> None:
    answer = api.get(f"/api/v1/{path}")
    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


def test_schema_refuses_unknown_parameters(api: APIClient) -> None:
    assert api.get("/api/v1/schema/?lang=../../x").status_code == 400
    assert api.get("/api/v1/schema/?version=2").status_code == 400


@pytest.mark.parametrize("query", ["", "?script="])
def test_docs_page_runs_our_own_files_alone(api: APIClient, query: str) -> None:
    answer = api.get(f"/api/v1/docs/{query}", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    assert "https://" not in answer.content.decode()
    assert "Set-Cookie" not in answer


def _filled() -> None:
    """One of each thing, with all that can be null once null and once not."""
    twin = make.location("twin", pin_quality="none", region=None)
    place = make.location("a", possibly_same_as=twin)
    drama = make.drama("d", year=2025, sources=[{"title": "s", "url": ""}])
    drama.themes.add(make.theme())
    Recognition.objects.create(drama=drama, programme="p", batch="b")
    PlatformLink.objects.create(drama=drama, name="红果短剧")
    make.scene(drama, place, camera_lat=30.0, camera_lng=103.0, heading_deg=1, still="s.jpg")
    make.scene(make.drama("e", title_hans="", title_en="E"), twin)
    trail = make.trail("t", place, twin, drama=drama)
    make.badge("b", trail=trail)
    make.badge("c", drama=drama, region=make.meishan(), valid_from="2026-01-01")
    make.badge("d", place_kind=place.kind)


@pytest.mark.parametrize(
    ("path", "query", "media_type"),
    [(path, "", "application/json") for path in READS]
    + [
        ("/api/v1/locations/", "?near=30,103", "application/json"),
        ("/api/v1/locations/", "?format=geojson", "application/geo+json"),
        ("/api/v1/dramas/{slug}/locations/", "?format=geojson", "application/geo+json"),
    ],
)
def test_answer_is_as_the_document_says(
    api: APIClient, schema: dict[str, Any], path: str, query: str, media_type: str
) -> None:
    _filled()
    answers = schema["paths"][path]["get"]["responses"]["200"]["content"]
    shape = {"allOf": [answers[media_type]["schema"]], "components": schema["components"]}
    slugs = {"dramas": "d", "locations": "a", "scenes": "d--a", "trails": "t", "badges": "b"}
    address = path.replace("{slug}", slugs.get(path.split("/")[3], ""))
    body = api.get(f"{address}{query}").json()
    assert body.get("results", body.get("features", [body]))
    OAS31Validator(shape).validate(body)


def test_problem_is_as_the_document_says(api: APIClient, schema: dict[str, Any]) -> None:
    answers = schema["paths"]["/api/v1/kinds/"]["get"]["responses"]["400"]["content"]
    shape = {
        "allOf": [answers["application/problem+json"]["schema"]],
        "components": schema["components"],
    }
    OAS31Validator(shape).validate(api.get("/api/v1/kinds/?lang=x").json())
    with pytest.raises(ValidationError):
        OAS31Validator(shape).validate({"title": 1})
