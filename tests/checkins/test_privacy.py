"""No coordinate and no token in any log, whatever goes right or wrong."""

import logging
import re
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts.models import Traveller
from tests import make
from tests.checkins.visits import fix, position, request

WRITE = "/api/v1/check-ins/"


@pytest.mark.usefixtures("noon")
def test_nothing_personal_is_logged(
    traveller: Traveller, api: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make.location("gate")
    make.location("closed", lifecycle="closed")
    guest = api.post("/api/v1/auth/guest/").json()
    app = make.app_of(traveller)
    app.post(WRITE, request())
    app.post(WRITE, request(note="other"))
    app.post(WRITE, request("closed", id=str(uuid4())))
    app.post(WRITE, request(position=position(lat=103.86, lng=30.3153775)))
    app.post(f"{WRITE}batch/", {"items": [request(), request(position=position(lat=103.86)), 5]})
    app.post(f"{WRITE}batch/", {"items": request()})
    here = fix().point
    query = f"?lat={here.lat}&lng={here.lng}&datum=wgs84"
    app.get(f"/api/v1/locations/gate/check-in-options/{query}")
    app.get(f"/api/v1/locations/gate/check-in-options/{query}&wrong=1")
    app.get("/api/v1/me/check-ins/")
    api.get("/api/v1/me/", headers={"Authorization": f"Token {guest['token']}x"})
    # SQL is logged at DEBUG only, which no installation that holds people's data runs at.
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert "Unprocessable" in logged  # something was logged at all
    secrets = [guest["token"], app._credentials["HTTP_AUTHORIZATION"].split()[1]]
    assert not [secret for secret in secrets if secret in logged]
    assert not re.search(r"30\.31|103\.86", logged)
