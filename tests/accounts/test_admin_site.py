"""The desk as a whole: its page policy, its languages, its front page."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from accounts.models import User
from locations.models import Location
from tests import make
from tests.admin_doors import desk


@pytest.fixture
def place(editor_a: User) -> Location:
    made = make.location("qinglong", name_hans="青龙老街", name_en="", pin_quality="area")
    make.scene(make.drama("jia", title_hans="家里家外"), made, what_hans="老街")
    return made


PAGES = [
    "/admin/",
    "/admin/locations/",
    "/admin/locations/location/",
    "/admin/locations/location/?q=qinglong",
    "/admin/locations/location/?q=nothing",
    "/admin/locations/location/add/",
    "/admin/locations/location/{pk}/change/",
    "/admin/locations/location/{pk}/history/",
    "/admin/locations/location/{pk}/delete/",
    "/admin/locations/scene/",
    "/admin/locations/scene/add/",
    "/admin/dramas/drama/",
    "/admin/checkins/checkin/",
    "/admin/checkins/photo/",
    "/admin/password_change/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/user/{user}/change/",
    "/admin/accounts/bureau/add/",
    "/admin/accounts/region/",
    "/admin/dramas/drama/add/",
]


def scripts_from(policy: str) -> set[str]:
    [rule] = [part for part in policy.split("; ") if part.startswith("script-src ")]
    return set(rule.split()[1:])


@pytest.mark.parametrize("path", ["/admin/login/", *PAGES])
def test_pages_of_the_desk_run_no_inline_script_and_ask_nobody_else(
    path: str, place: Location, editor_a: User
) -> None:
    response = desk(User.objects.create_superuser("root")).get(
        path.format(pk=place.pk, user=editor_a.pk), follow=True
    )
    assert response.status_code == 200
    assert scripts_from(response["Content-Security-Policy"]) <= {"'self'", "'unsafe-eval'"}
    page = response.content.decode()
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    assert inline == []
    assert re.findall(r"\son(?:click|change|load|submit|error)=", page) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]+\.(?:js|css|woff2?|png|svg)"', page) == []


def test_the_relaxed_policy_stays_at_the_desk(api: Any) -> None:
    page = desk().get("/nothing/here/")
    assert "unsafe" not in page.get("Content-Security-Policy", "")


class Words(HTMLParser):
    """The text of a page that people read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style", "textarea"} or self._is_symbol(attrs)
        if tag not in {"script", "style"}:
            heard = {"title", "placeholder", "aria-label", "alt", "data-label"}
            self.found += [value for name, value in attrs if name in heard and value]

    def _is_symbol(self, attrs: list[tuple[str, str | None]]) -> bool:
        return "material-symbols" in (dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag in {"script", "style", "textarea", "span"}:
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.found.append(data.strip())


# Names that are the same in every language.
SAME = re.compile(
    r"tourmap|root|WGS-84|GCJ-02|BD-09|GPS|OpenStreetMap|AI|English|CN|Asia/Shanghai|JSON|"
    r"YYYY|MM|DD|https?://|qinglong|editor-[ab]|nothing|CSV|GB|Place|URL|slug|street|jia|"
    r"Language|admin|meishan|chengdu|ID|Editor-a|md5|[0-9A-Za-z]+\*+|\besc\b|LDAP|Control|Mac|Command"
)


@pytest.mark.parametrize("path", ["/admin/login/", *PAGES])
def test_no_english_is_left_on_the_chinese_pages(
    path: str, place: Location, editor_a: User
) -> None:
    page = desk(User.objects.create_superuser("root")).get(
        path.format(pk=place.pk, user=editor_a.pk), follow=True
    )
    reader = Words()
    reader.feed(page.content.decode())
    left = {text for text in reader.found if re.search(r"[A-Za-z]{2}", SAME.sub("", text))}
    assert left == set()


@pytest.mark.parametrize(
    ("lang", "title", "button"),
    [
        ("zh-Hans", "欢迎回到", "登录"),
        ("zh-Hant", "歡迎回到", "登入"),
        ("en", "Welcome back", "Log in"),
    ],
)
def test_the_login_page_speaks_three_languages(
    lang: str, title: str, button: str, db: None
) -> None:
    page = desk().get(f"/admin/login/?next=/admin/&lang={lang}").content.decode()
    assert title in page
    assert button in page
    for other in ("zh-Hans", "zh-Hant", "en"):
        assert f'href="?next=%2Fadmin%2F&amp;lang={other}"' in page


@pytest.mark.parametrize(
    ("lang", "search"), [("zh-Hant", "搜尋名稱"), ("en", "Name in Chinese or English")]
)
def test_the_language_is_changed_on_any_page_and_stays(
    lang: str, search: str, place: Location, editor_a: User
) -> None:
    client = desk(editor_a)
    page = client.get(
        f"/admin/locations/location/?q=qinglong&lang={lang}&is_published__exact=1", follow=True
    )
    assert page.redirect_chain == [
        ("/admin/locations/location/?q=qinglong&is_published__exact=1", 302)
    ]
    assert search in page.content.decode()
    assert search in client.get("/admin/locations/location/").content.decode()


def test_the_front_page_leads_an_editor_to_what_waits(editor_a: User, place: Location) -> None:
    make.location("other", pin_quality="none")
    cards = desk(editor_a).get("/admin/").context["cards"]
    assert [(str(card.title), card.number, card.url) for card in cards] == [
        ("取景地", 2, "/admin/locations/location/"),
        ("待勘定点位", 1, "/admin/locations/location/?pin_quality__in=approximate,area"),
        ("无点位的取景地", 1, "/admin/locations/location/?pin_quality__exact=none"),
        ("场景", 1, "/admin/locations/scene/"),
        ("申诉", 0, "/admin/checkins/appeal/?state__exact=open"),
        ("留存待判的打卡", 0, "/admin/checkins/checkin/?counted__exact=0"),
        ("待审照片", 0, "/admin/checkins/photo/?review__exact=waiting"),
    ]
    for card in cards:
        assert desk(editor_a).get(card.url).status_code == 200


def test_staff_of_no_bureau_are_told_so(db: None) -> None:
    lost = User.objects.create_user("lost", is_staff=True)
    assert "您还不属于任何文旅部门" in desk(lost).get("/admin/").content.decode()


def test_a_name_is_said_as_its_language_says_it() -> None:
    assert User(last_name="王", first_name="芳").get_full_name() == "王芳"
    assert User(last_name="Wang", first_name="Fang").get_full_name() == "Fang Wang"
