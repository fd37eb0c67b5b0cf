from collections.abc import Callable, Iterator

import pytest

from tests.journey.desk import Desk
from tests.journey.phone import Phone
from tests.journey.site import Site, environment_of, free_port


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the real catalogue, as `make run` serves it."""
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder, environment_of(folder), free_port())
    site.start()
    yield site
    site.stop()


@pytest.fixture
def new_phone(site: Site) -> Iterator[Callable[[], Phone]]:
    """Phones of travellers who meet the site for the first time."""
    phones: list[Phone] = []

    def made() -> Phone:
        phones.append(Phone(site.url))
        return phones[-1]

    yield made
    for phone in phones:
        phone.close()


@pytest.fixture(scope="session")
def meishan(site: Site) -> Iterator[Desk]:
    """The desk of the bureau of 眉山."""
    desk = Desk(site, "meishan")
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def chengdu(site: Site) -> Iterator[Desk]:
    """The desk of the bureau of 成都."""
    desk = Desk(site, "chengdu")
    yield desk
    desk.close()
