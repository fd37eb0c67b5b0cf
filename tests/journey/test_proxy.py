"""The site behind nginx as shipped: nothing of where somebody was, and no key, in any log file."""

import secrets
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from checkins.site_code import new_printed_code
from tests.journey.proxy import Proxy, proxy
from tests.journey.site import Site, free_port

pytestmark = [pytest.mark.proxy, pytest.mark.xdist_group("journey")]

LAT, LNG = "30.3153775", "103.8612345"
OPTIONS = "/api/v1/locations/qinglong-laojie/check-in-options/"
QUERY = f"?lat={LAT}&lng={LNG}&datum=wgs84&accuracy_m=18"


def walk(through: Proxy) -> list[str]:
    """Asks for everything that has a secret in its address; the secrets."""
    code, screen, token = new_printed_code(), f"3:{secrets.token_urlsafe(20)}", secrets.token_hex()
    addresses = [
        f"{OPTIONS}{QUERY}",
        f"{OPTIONS}{QUERY}&wrong=1",
        f"/map/?near={LAT},{LNG}",
        f"/c/{code}/",
        f"//c/{code}/?a=1",
        f"/%63/{code}",
        f"/display/{screen}/",
        f"/display/{screen}/code.json",
        f"/static/{code}/../../c/{code}/",
        f"/api/v1/me/?token={token}",
    ]
    headers = {"Referer": f"http://127.0.0.1/c/{code}/{QUERY}", "Authorization": f"Token {token}"}
    for site in (through.url, through.plain_url):
        for address in addresses:
            answer = httpx.get(f"{site}{address}", headers=headers, timeout=20)
            assert answer.status_code < 500 or answer.status_code == 502, address
    return [LAT, LNG, code, screen.removeprefix("3:"), token]


def seen(found: list[str], logs: str) -> list[str]:
    return [secret for secret in found if secret in logs]


@pytest.mark.served
def test_no_log_of_proxy_or_site_holds_a_secret(site: Site, tmp_path: Path) -> None:
    before = len(site.log.read_text())
    with proxy(tmp_path, upstream=site.port) as through:
        found = walk(through)
        answer = httpx.get(f"{through.url}{OPTIONS}{QUERY}").json()
        assert answer["checks"], "the query reached the rules"
        logs = through.logs()
    assert seen(found, logs) == []
    assert f'"GET {OPTIONS}" 200' in logs, "the path is logged"
    assert '"GET /c/-" 404' in logs
    assert '"GET /display/-" 404' in logs
    assert '"GET /map/" 301' in logs, "the way from HTTP to HTTPS is logged alike"
    told = site.log.read_text()[before:]
    assert seen(found, told) == []
    assert "Not Found: /c/…/" in told


def test_a_site_that_is_down_tells_no_secret_either(tmp_path: Path) -> None:
    with proxy(tmp_path, upstream=free_port()) as through:
        found = walk(through)
        logs = through.logs()
    assert f'"GET {OPTIONS}" 502' in logs
    assert seen(found, logs) == []


SPOILED: dict[str, Callable[[str], str]] = {
    "the request line": lambda text: text.replace("$request_method $path_logged", "$request"),
    "the path as it is": lambda text: text.replace("$request_method $path_logged", "GET $uri"),
    "the referrer": lambda text: text.replace("$request_time'", "$request_time $http_referer'"),
    "errors": lambda text: text.replace("emerg;", "error;"),
    "errors inherited": lambda text: "\n".join(
        line for line in text.splitlines() if "error_log" not in line
    ),
    "the plain site's own log": lambda text: text.replace(
        "    access_log /var/log/nginx/tourmap.log tourmap;  #", "    #"
    ),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_a_configuration_that_logs_more_is_caught(tmp_path: Path, fault: str) -> None:
    with proxy(tmp_path, upstream=free_port(), change=SPOILED[fault]) as through:
        found = walk(through)
        logs = through.logs()
    assert seen(found, logs) != []
