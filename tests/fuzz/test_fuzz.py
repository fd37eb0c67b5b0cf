"""schemathesis asks the served site everything its OpenAPI document allows, and much that it does not.

All checks, all phases, as nobody, a guest and an account. New operations need nothing here. This is the
short run; `make schemathesis` (FUZZ_EXAMPLES) asks everything of everybody, and much more of it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.accounts.wechat_server import APPID, SECRET, served
from tests.journey.site import Site, environment_of, free_port
from tests.memory import in_memory
from tests.stores import on_one_store

pytestmark = [
    pytest.mark.served,
    pytest.mark.xdist_group("fuzz"),
    on_one_store,
]

ROOT: Path = settings.BASE_DIR
HERE = Path(__file__).parent
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "")
SHORT = ["--max-examples", "3"]
# What is malformed is refused whoever sends it: in the short run the guest has tried that.
SHORTER = {"account": ["--mode", "positive"]}
SCOPES = ("GUEST", "SIGN_IN", "CHECK_IN", "CHECK_IN_BATCH", "PHOTO")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real catalogue; limits that do not stop the run; WeChat."""
    folder = tmp_path_factory.mktemp("fuzz")
    with served() as wechat, in_memory() as data:
        environment = environment_of(folder) | {
            "TOURMAP_DATA_DIR": data,
            "TOURMAP_WECHAT_API": wechat,
            "TOURMAP_WECHAT_APPID": APPID,
            "TOURMAP_WECHAT_SECRET": SECRET,
            "TOURMAP_NUM_PROXIES": "1",
            "TOURMAP_LOG_LEVEL": "ERROR",
        }
        environment |= {f"TOURMAP_RATE_{scope}": "1000000/second" for scope in SCOPES}
        made = Site(folder, environment, free_port())
        made.start()
        yield made
        made.stop()


def fuzz(site: Site, who: str) -> subprocess.CompletedProcess[str]:
    long = ["--max-examples", EXAMPLES]
    st = Path(sys.executable).with_name("st")
    command = [
        *(str(st), "--config-file", str(HERE / "schemathesis.toml")),
        *("run", f"{site.url}/api/v1/schema/", "--phases", "examples,coverage,fuzzing,stateful"),
        *("--no-color", "--seed", "20261123"),
        *(long if EXAMPLES else [*SHORT, *SHORTER.get(who, [])]),
    ]
    environment = os.environ | {"FUZZ_AS": who, "FUZZ_SITE": site.url, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=site.folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("who", ["nobody", "guest", "account"])
def test_nothing_that_can_be_asked_fails(site: Site, who: str) -> None:
    done = fuzz(site, who)
    assert done.returncode == 0, done.stdout + done.stderr
    asked = re.search(r"(\d+) generated", done.stdout)
    assert asked, done.stdout
    assert int(asked[1]) > 200, "it has really asked"
    assert "ERROR" not in site.log.read_text(), site.log.read_text()
