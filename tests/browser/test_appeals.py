"""A visitor asks the bureau to look, and an editor decides: in Chromium, on a phone and a desk."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from checkins.models import Appeal, CheckIn, Photo, PrintedCode
from checkins.services import recount, refuse_appeal, replace_printed_code
from tests import make
from tests.browser.watching import DESK, PHONE
from tests.checkins.photos import jpeg
from tests.checkins.visits import GATE, fix
from tests.maps.payloads import PAYLOADS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THERE = fix(4_000).point
FAR: dict[str, Any] = {
    "permissions": ["geolocation"],
    "geolocation": {"latitude": THERE.lat, "longitude": THERE.lng, "accuracy": 12},
}
TEXT = "我就在老街口，信号不好。"


@pytest.fixture
def editor(transactional_db: None) -> User:
    return make.editor("editor", make.bureau("meishan", make.meishan()))


@pytest.fixture
def poster(editor: User, settings: Any, tmp_path: Path) -> PrintedCode:
    settings.MEDIA_ROOT = tmp_path / "media"
    place = make.location("gate", name_hans="青龙老街", name_en="Qinglong Old Street")
    return replace_printed_code(location=place, by=editor, now=timezone.now())


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "gate.jpg"
    file.write_bytes(jpeg())
    return file


def sign_in(page: Page) -> None:
    page.get_by_label("用户名").fill("editor")
    page.get_by_label("密码").fill("editor-pass")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_title("工作台 | tourmap")


def failed_visit(open_page: Any, poster: PrintedCode, **options: Any) -> tuple[Page, Any]:
    """The poster is replaced while its page is open, and the position is 4 km off."""
    by = poster.made_by
    assert by
    page, watch = open_page(f"/c/{poster.value}/", **(FAR | options))
    replace_printed_code(location=poster.location, by=by, now=timezone.now())
    page.locator("[data-way=position]").click()
    expect(page.locator("[data-answer] h2")).to_be_visible()
    return page, watch


def fill_in(page: Page, text: str = TEXT, picture: Path | None = None) -> None:
    page.locator("[data-appeal] textarea").fill(text)
    if picture:
        page.locator("[data-appeal] input[type=file]").set_input_files(picture)
    page.locator("[data-appeal] button").click()


def stands(page: Page, text: str) -> None:
    expect(page.locator("[data-standing]")).to_contain_text(text)


def reopened(page: Page, live_server: Any) -> None:
    """The new poster of the same place, in the same browser."""
    code = PrintedCode.objects.in_use().get()
    page.goto(f"{live_server.url}/c/{code.value}/")


def test_a_visit_that_does_not_count_is_appealed_with_a_photo(
    open_page: Any, poster: PrintedCode, picture: Path, live_server: Any
) -> None:
    page, watch = failed_visit(open_page, poster)
    expect(page.locator("[data-answer] .checks")).to_contain_text("文旅部门")
    fill_in(page, picture=picture)
    stands(page, "您的申诉已提交文旅部门")
    expect(page.locator("[data-appeal]")).to_be_hidden()
    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.check_in.status) == (TEXT, "under_review")
    photo = Photo.objects.get()
    assert (photo.check_in, photo.visibility) == (appeal.check_in, "private")
    reopened(page, live_server)
    stands(page, "您的申诉已提交文旅部门")
    refuse_appeal(
        pk=appeal.pk,
        by=User.objects.get(username="editor"),
        reason="photo_elsewhere",
        words="<b>照片</b>里是公园的树。",
        now=timezone.now(),
    )
    reopened(page, live_server)
    for told in ("您的申诉被驳回", "您的照片拍的是别的地方。", "<b>照片</b>里是公园的树。"):
        stands(page, told)
    expect(page.locator("[data-appeal]")).to_be_hidden()
    watch.assert_clean()


def test_an_appeal_is_withdrawn_and_made_again(open_page: Any, poster: PrintedCode) -> None:
    page, watch = failed_visit(open_page, poster)
    fill_in(page)
    page.get_by_role("button", name="撤回申诉").click()
    stands(page, "您已撤回申诉")
    assert Appeal.objects.get().state == "withdrawn"
    fill_in(page, "还是请看一下。")
    stands(page, "您的申诉已提交文旅部门")
    assert Appeal.objects.get().state == "open"
    watch.assert_clean()


def test_a_file_that_is_no_picture_is_told_and_loses_no_words(
    open_page: Any, poster: PrintedCode, tmp_path: Path, picture: Path
) -> None:
    page, _watch = failed_visit(open_page, poster)
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"not a picture")
    fill_in(page, picture=bad)
    expect(page.locator("[data-told]")).not_to_be_empty()
    expect(page.locator("[data-appeal] textarea")).to_have_value(TEXT)
    assert not Appeal.objects.exists()
    page.locator("[data-appeal] input[type=file]").set_input_files(picture)
    page.locator("[data-appeal] button").click()
    stands(page, "您的申诉已提交文旅部门")
    assert Photo.objects.count() == 1


def test_a_lost_connection_is_told_and_sent_once(
    open_page: Any, poster: PrintedCode, picture: Path
) -> None:
    page, _watch = failed_visit(open_page, poster)
    page.context.set_offline(True)
    fill_in(page, picture=picture)
    expect(page.locator("[data-told]")).to_contain_text("暂时无法连接本站")
    page.context.set_offline(False)
    page.locator("[data-appeal] button").click()
    stands(page, "您的申诉已提交文旅部门")
    assert (Appeal.objects.count(), Photo.objects.count()) == (1, 1)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("zh-CN", "申请文旅部门核查"),
        ("zh-TW", "申請文旅部門核查"),
        ("en-GB", "Ask the tourism bureau to look"),
    ],
)
def test_the_form_fits_every_size_and_language(
    open_page: Any, poster: PrintedCode, language: str, heading: str, size: Any
) -> None:
    page, watch = failed_visit(open_page, poster, size=size, locale=language, color_scheme="dark")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    watch.assert_clean()


def test_a_visit_that_counts_offers_no_appeal(open_page: Any, poster: PrintedCode) -> None:
    """A code lifts what is off the mark, but not what is kilometres away."""
    off = fix(900).point
    there = FAR["geolocation"] | {"latitude": off.lat, "longitude": off.lng}
    page, watch = open_page(f"/c/{poster.value}/", **FAR | {"geolocation": there})
    page.locator("[data-way=position]").click()
    expect(page.locator("[data-answer] .stamp")).to_be_visible()
    expect(page.locator("[data-appeal]")).to_be_hidden()
    expect(page.locator("[data-standing]")).to_be_hidden()
    watch.assert_clean()


@pytest.mark.parametrize("accuracy", [0, 1])
def test_a_position_that_is_exactly_the_pin_is_told_as_the_rules_judge_it(
    open_page: Any, poster: PrintedCode, accuracy: int
) -> None:
    """Made up at home from the published pin: the page hides nothing of what the rules say."""
    pin = {"latitude": GATE.lat, "longitude": GATE.lng, "accuracy": accuracy}
    page, watch = open_page(f"/c/{poster.value}/", **(FAR | {"geolocation": pin}))
    page.locator("[data-way=position]").click()
    told_as_judged(page)
    row = CheckIn.objects.get()
    assert (row.lat, row.lng, row.distance_m) == (GATE.lat, GATE.lng, 0)
    if accuracy == 0:
        assert not next(check for check in row.checks if check["code"] == "accuracy")["passed"]
    watch.assert_clean()


def test_the_same_coordinates_day_after_day_are_told(open_page: Any, poster: PrintedCode) -> None:
    here = {"latitude": 30.3151234, "longitude": 103.8600987, "accuracy": 12}
    page, watch = open_page(f"/c/{poster.value}/", **(FAR | {"geolocation": here}))
    page.locator("[data-way=position]").click()
    told_as_judged(page)
    first = CheckIn.objects.get()
    for day in (1, 2):
        captured_at = first.captured_at - timedelta(days=day)
        values = {
            name: getattr(first, name)
            for name in ("traveller", "location", "lat", "lng", "datum", "accuracy_m", "radius_m")
        }
        CheckIn.objects.create(
            **values,
            id=uuid4(),
            captured_at=captured_at,
            received_at=captured_at,
            judged_at=captured_at,
            local_date=first.local_date - timedelta(days=day),
            status="verified",
            counted=True,
        )
    CheckIn.objects.filter(pk=first.pk).delete()
    page.reload()
    page.locator("[data-way=position]").click()
    told_as_judged(page)
    row = CheckIn.objects.order_by("received_at").last()
    assert row
    repeated = next(check for check in row.checks if check["code"] == "repeated_position")
    assert (repeated["passed"], repeated["measured"]) == (False, 3)
    watch.assert_clean()


def told_as_judged(page: Page) -> None:
    """Every check of the visit is on the page, with its outcome; the heading is that of its status."""
    expect(page.locator("[data-answer] h2")).to_be_visible()
    row = CheckIn.objects.order_by("received_at").last()
    assert row
    headings = {"verified": "打卡成功", "probable": "打卡成功", "unverified": "暂未计入"}
    expect(page.locator("[data-answer] h2")).to_have_text(headings[row.status])
    shown = page.locator("[data-answer] .checks li")
    expect(shown).to_have_count(len(row.checks))
    for number, check in enumerate(row.checks):
        expect(shown.nth(number)).to_have_class("passed" if check["passed"] else "failed")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_an_editor_decides_with_the_photo_before_her(
    open_page: Any, poster: PrintedCode, picture: Path, size: Any
) -> None:
    page, _watch = failed_visit(open_page, poster)
    fill_in(page, picture=picture)
    stands(page, "您的申诉已提交文旅部门")
    desk, watch = open_page("/admin/", size)
    sign_in(desk)
    desk.get_by_role("link", name="申诉 1").first.click()
    desk.get_by_role("link", name="青龙老街").first.click()
    expect(desk.get_by_text(TEXT)).to_be_visible()
    photo = desk.get_by_role("img", name="旅行者的照片")
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("naturalWidth", 480)
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.get_by_role("button", name="驳回申诉").click()
    assert Appeal.objects.waiting().count() == 1  # the reason is missing
    desk.locator("#id_accept-words").fill("欢迎再来")
    desk.get_by_role("button", name="认可到访").click()
    expect(desk.get_by_text("已处理 1 条申诉。")).to_be_visible()
    assert CheckIn.objects.counted().get().status == "probable"
    assert recount() == []
    page.reload()
    watch.assert_clean()


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
def test_typed_words_stay_texts_on_both_sides(
    open_page: Any, poster: PrintedCode, editor: User, payload: str, live_server: Any
) -> None:
    page, watch = failed_visit(open_page, poster)
    fill_in(page, payload)
    stands(page, "您的申诉已提交文旅部门")
    appeal = Appeal.objects.get()
    desk, _desk_watch = open_page("/admin/", DESK)
    sign_in(desk)
    desk.goto(f"{live_server.url}/admin/checkins/appeal/")
    assert desk.evaluate("window.ran") is None
    desk.goto(f"{live_server.url}/admin/checkins/appeal/{appeal.pk}/change/")
    expect(desk.locator("blockquote")).to_have_text(payload.strip())
    assert desk.evaluate("window.ran") is None
    refuse_appeal(pk=appeal.pk, by=editor, reason="other", words=payload, now=timezone.now())
    reopened(page, live_server)
    expect(page.locator(".said")).to_have_text(payload)
    assert page.evaluate("window.ran") is None
    desk.reload()
    assert desk.evaluate("window.ran") is None
    watch.assert_clean()
