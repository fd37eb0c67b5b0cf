"""Pages of the site under test in a real browser."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watching import PHONE, Watch, observe


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Any]:
    """Opens pages: `open_page("/map/", DESK, locale="en")` gives the page and its watch."""
    contexts = []

    def opened(path: str, size: dict[str, int] = PHONE, **options: Any) -> tuple[Page, Watch]:
        usual: dict[str, Any] = {"locale": "zh-CN", "viewport": size, "has_touch": size is PHONE}
        context = chromium.new_context(**(usual | options))
        contexts.append(context)
        page, watch = context.new_page(), Watch()
        observe(page, watch, urlsplit(live_server.url).netloc)
        page.goto(live_server.url + path)
        if options.get("java_script_enabled", True) and page.locator("#map").count():
            page.wait_for_selector("#map[data-drawn]")
        return page, watch

    yield opened
    for context in contexts:
        context.close()
