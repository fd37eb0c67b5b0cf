"""A Python client generated from the OpenAPI document reads what the API answers."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from dramas.models import PlatformLink, Recognition
from tests import make
from tests.checkins.visits import request
from tests.clients.generated import python_client

pytestmark = pytest.mark.django_db

READS = {
    "dramas/": "PaginatedDramaRowList",
    "dramas/d/": "DramaDetail",
    "dramas/d/locations/": "PaginatedLocationRowList",
    "dramas/d/scenes/": "PaginatedSceneRowList",
    "locations/?near=30,103&limit=2": "PaginatedLocationRowList",
    "locations/gate/": "LocationDetail",
    "locations/gate/check-in-options/?lat=30.3&lng=103.9&datum=gcj02": "Options",
    "trails/t/": "TrailDetail",
    "regions/": "PaginatedRegionWordList",
    "me/": "Me",
    "me/passport/": "Passport",
    "me/check-ins/": "PaginatedVisitList",
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated package's models."""
    folder: Path = tmp_path_factory.mktemp("client")
    python_client(folder)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("tourmap_client.models")
    sys.path.remove(str(folder))


@pytest.fixture
def catalogue() -> None:
    place = make.location("gate")
    drama = make.drama("d", year=2025, cast=["王道铁"])
    drama.themes.add(make.theme())
    Recognition.objects.create(drama=drama, programme="p", batch="b")
    PlatformLink.objects.create(drama=drama, name="红果短剧")
    make.scene(drama, place)
    make.trail("t", place, drama=drama)


@pytest.mark.usefixtures("catalogue", "noon")
@pytest.mark.parametrize(("path", "model"), READS.items())
def test_generated_client_reads_the_answer_whole(
    as_traveller: APIClient, models: Any, path: str, model: str
) -> None:
    answer = as_traveller.post("/api/v1/check-ins/", request())
    assert answer.status_code == 201
    assert models.Answer.from_dict(answer.json()).result.value == "created"
    body = as_traveller.get(f"/api/v1/{path}").json()
    assert set(getattr(models, model).from_dict(body).to_dict()) == set(body)


@pytest.mark.usefixtures("catalogue", "noon")
def test_generated_client_writes_a_check_in(as_traveller: APIClient, models: Any) -> None:
    body = models.CheckInRequest.from_dict(request()).to_dict()
    answer = as_traveller.post("/api/v1/check-ins/", body)
    assert answer.status_code == 201
    refused = as_traveller.post("/api/v1/check-ins/", body | {"location": "nowhere"})
    assert models.Problem.from_dict(refused.json()).code == "id_reused"


@pytest.mark.usefixtures("catalogue", "noon")
def test_generated_client_writes_a_batch_and_reads_each_answer(
    as_traveller: APIClient, models: Any
) -> None:
    asked = {"items": [request(), request("nowhere", id=str(uuid4()))]}
    body = models.CheckInBatchRequest.from_dict(asked).to_dict()
    answer = as_traveller.post("/api/v1/check-ins/batch/", body)
    taken, refused = models.CheckInBatch.from_dict(answer.json()).results
    assert (taken.http_status, taken.body.result.value) == (201, "created")
    assert (refused.http_status, refused.body.code) == (400, "invalid")
    assert isinstance(refused.body, models.Problem)
