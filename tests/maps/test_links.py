import pytest

from maps.links import Source, safe_url, sources_of


@pytest.mark.parametrize("url", ["https://a.test/b?c=1", "http://a.test", "https://剧.test/"])
def test_plain_web_address_may_be_a_link(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//a.test/",
        "https:///path",
        "https://[bad",
        "/local",
        "",
        None,
        7,
    ],
)
def test_anything_else_is_no_link(url: object) -> None:
    assert safe_url(url) == ""


def test_sources_are_listed_with_their_host() -> None:
    entries = [
        {"title": "报道", "url": "https://www.a.test/1"},
        {"title": "", "url": "https://b.test/2"},
        {"title": "只有名字", "url": ""},
        {"title": "坏地址", "url": "javascript:1"},
        "https://c.test/3",
        {},
        None,
    ]
    assert sources_of(entries) == [
        Source("报道", "https://www.a.test/1", "a.test"),
        Source("b.test", "https://b.test/2", "b.test"),
        Source("只有名字", "", ""),
        Source("坏地址", "", ""),
        Source("https://c.test/3", "https://c.test/3", "c.test"),
    ]


def test_sources_of_an_unknown_shape_are_none() -> None:
    assert sources_of("nothing") == []
