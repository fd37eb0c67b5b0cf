"""The real catalogue in a real browser, as `make run` serves it: hashed files, no debugging."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.watching import DESK, PHONE, Watch, observe
from tests.journey.site import Site

pytestmark = [pytest.mark.served, pytest.mark.browser, pytest.mark.xdist_group("journey")]

PAGES = {
    "/": "家里家外",
    "/?q=jljw": "家里家外",
    "/map/?drama=jia-li-jia-wai": "青龙老街",
    "/dramas/jia-li-jia-wai/": "双流老工厂",
    "/locations/qinglong-laojie/": "青龙老街",
    "/trails/jia-li-jia-wai-trail/": "太平老街",
    "/about/": "说明",
    "/admin/login/": "登录",
    "/api/v1/docs/": "tourmap",
}


def _walk(browser: Browser, site: Site, path: str, size: dict[str, int]) -> Watch:
    context = browser.new_context(locale="zh-CN", viewport=size, has_touch=size is PHONE)
    page, watch = context.new_page(), Watch()
    observe(page, watch, urlsplit(site.url).netloc)
    page.goto(site.url + path)
    page.get_by_text(PAGES[path]).filter(visible=True).first.wait_for()
    page.wait_for_load_state("networkidle")
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"{path} is {wider} px wider than the screen"
    context.close()
    return watch


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_quiet_and_keeps_to_its_hosts(
    site: Site, chromium: Browser, size: dict[str, int]
) -> None:
    for path in PAGES:
        watch = _walk(chromium, site, path, size)
        assert (path, watch.errors, watch.foreign) == (path, [], [])
