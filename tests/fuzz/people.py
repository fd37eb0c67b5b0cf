"""Loaded by schemathesis: as whom it asks. FUZZ_AS is nobody, guest or account; FUZZ_SITE the site."""

import os
import uuid
from typing import Any

import httpx
import schemathesis

from tests.fuzz import acceptance  # noqa: F401  # registers its check

WHO = os.environ["FUZZ_AS"]
API = f"{os.environ['FUZZ_SITE']}/api/v1"
CONSENT = {"purpose": "precise_position", "policy_version": "2026-11"}
MINE = "Token of-the-traveller"  # what is sent instead is known when it is sent
TOKEN: dict[str, list[str]] = {"token": []}
IS_LONG = bool(os.environ.get("FUZZ_EXAMPLES"))

http = httpx.Client(timeout=20)


def sign_up() -> str:
    """A token of somebody new, who agrees to precise positions."""
    guest = http.post(f"{API}/auth/guest/", json={"consents": [CONSENT]}).raise_for_status()
    token: str = guest.json()["token"]
    if WHO == "account":
        wishes = {
            "username": f"fuzz-{uuid.uuid4().hex[:12]}",
            "password": "qing-long-1998",
            "age_14_or_over": True,
        }
        headers = {"Authorization": f"Token {token}"}
        http.post(f"{API}/me/account/", json=wishes, headers=headers).raise_for_status()
    return token


class Traveller:
    """One traveller for all requests; when a request may have ended her token, somebody new.

    So whatever erases, signs out or changes a password is asked like everything else, and no list
    of such addresses is needed.
    """

    token = ""
    is_doubtful = True

    def live(self) -> str:
        if self.is_doubtful:
            headers = {"Authorization": f"Token {self.token}"}
            if not self.token or http.get(f"{API}/me/", headers=headers).status_code != 200:
                self.token = sign_up()
            self.is_doubtful = False
        return self.token


traveller = Traveller()


class Auth:
    def get(self, case: Any, context: Any) -> str:
        return MINE

    def set(self, case: Any, value: str, context: Any) -> None:
        case.headers["Authorization"] = value


if WHO != "nobody":
    schemathesis.auth(refresh_interval=None)(Auth)


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """In a short run nobody asks what is nobody's, and whoever has a token what a token changes.

    That the rest is refused without one is found out with one: the check `ignored_auth` takes it off.
    """
    if IS_LONG:
        return
    way_in = {} if WHO == "nobody" else TOKEN
    for methods in raw_schema["paths"].values():
        for method in [m for m in methods if way_in not in methods[m]["security"]]:
            del methods[method]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    # Wrong passwords are counted by address: each request comes from another one.
    case.headers["X-Forwarded-For"] = ".".join(str(byte) for byte in uuid.uuid4().bytes[:4])
    if case.headers.get("Authorization") == MINE:
        case.headers["Authorization"] = f"Token {traveller.live()}"


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    writes = case.method.upper() != "GET" and response.status_code < 300
    if writes or response.status_code == 401:
        traveller.is_doubtful = True
