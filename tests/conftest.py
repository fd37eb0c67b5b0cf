"""Three fixed people in every test: a traveller, an editor of bureau A, an editor of bureau B."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from rest_framework.test import APIClient

from accounts.models import Region, Traveller, User
from tests import log_watch, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Its 200 ms an example are a time assertion, which a busy machine breaks.
hypothesis.settings.register_profile("tourmap", deadline=None)
hypothesis.settings.load_profile("tourmap")


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """The real hasher takes a third of a second for each person made."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def watch() -> Iterator[log_watch.Watch]:
    """No test may leave a coordinate, token, code, password or openid in a log or an address."""
    with log_watch.watching() as watch:
        log_watch.secret(make.PASSWORD)
        yield watch
        assert watch.faults == [], "seen in a log or an address of ours"


@pytest.fixture
def meishan(db: None) -> Region:
    """眉山市 with 彭山区, in 四川省."""
    return make.meishan()


@pytest.fixture
def chengdu(db: None) -> Region:
    return make.chengdu()


@pytest.fixture
def editor_a(meishan: Region) -> User:
    """An editor of the bureau of 眉山."""
    return make.editor("editor-a", make.bureau("meishan", meishan))


@pytest.fixture
def editor_b(chengdu: Region) -> User:
    """An editor of the bureau of 成都, who must see nothing of 眉山's."""
    return make.editor("editor-b", make.bureau("chengdu", chengdu))


@pytest.fixture
def traveller(db: None) -> Traveller:
    """A guest who agreed to precise positions."""
    return make.traveller()


@pytest.fixture
def api() -> APIClient:
    """An app without a token."""
    return APIClient()


@pytest.fixture
def as_traveller(traveller: Traveller) -> APIClient:
    """The app of `traveller`, with a real token."""
    return make.app_of(traveller)


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """One browser for all the tests of a worker; loaded only where a test asks for it."""
    from tests.browser.watching import started_chromium

    with pytest.MonkeyPatch.context() as patch, started_chromium() as browser:
        # Playwright keeps an event loop in this thread, so Django thinks its calls would block one:
        # also those that empty the store after each test.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser
