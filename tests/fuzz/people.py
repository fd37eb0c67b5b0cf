"""Loaded by schemathesis: as whom it asks. TOURMAP_FUZZ_AS is nobody, guest or account."""

import os
import uuid
from typing import Any

import httpx
import schemathesis

WHO = os.environ["TOURMAP_FUZZ_AS"]
API = f"{os.environ['TOURMAP_FUZZ_SITE']}/api/v1"
CONSENT = {"purpose": "precise_position", "policy_version": "2026-11"}

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
    """One traveller for all requests, until a request has ended the token: then somebody new."""

    token = ""

    def get(self, case: Any, context: Any) -> str:
        headers = {"Authorization": f"Token {self.token}"}
        if not self.token or http.get(f"{API}/me/", headers=headers).status_code != 200:
            self.token = sign_up()
        return self.token

    def set(self, case: Any, token: str, context: Any) -> None:
        case.headers = (case.headers or {}) | {"Authorization": f"Token {token}"}


if WHO != "nobody":
    schemathesis.auth(refresh_interval=None)(Traveller)
