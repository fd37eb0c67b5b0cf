"""One visitor, one place, one bureau: the whole way over HTTP, on the real catalogue."""

from collections.abc import Callable

import pytest

from tests.journey.desk import Desk
from tests.journey.phone import Phone, check
from tests.journey.site import Site
from tourmap.geo import Datum, LatLng, destination

pytestmark = [pytest.mark.served, pytest.mark.xdist_group("journey")]

# Where the editor of this test puts the pin. No fact about the world: the catalogue knows only
# that 青龙老街 lies somewhere in the area.
NewPhone = Callable[[], Phone]
STREET = LatLng.of(30.3127, 103.8581)
KEPT = "unverified"


def test_a_visit_is_kept_surveyed_counted_and_stamped(
    new_phone: NewPhone, meishan: Desk, chengdu: Desk
) -> None:
    phone = new_phone()
    found = phone.get("dramas/", q="jljw")["results"]
    assert [drama["slug"] for drama in found] == ["jia-li-jia-wai", "jia-li-jia-wai-2"]
    places = phone.get("dramas/jia-li-jia-wai/locations/", datum="gcj02")["results"]
    street = next(place for place in places if place["slug"] == "qinglong-laojie")
    assert (street["name"], street["position"]["quality"]) == ("青龙老街", "area")

    phone.sign_up()
    visit = phone.visit("qinglong-laojie", phone.position(STREET))
    kept = phone.check_in(visit)
    assert (kept["result"], kept["status"], kept["counted"]) == ("created", KEPT, False)
    assert "到访已保留" in check(kept, "pin_quality")["message"]
    assert phone.get("me/passport/")["stamps"] == []

    number = meishan.number_of("青龙老街")
    answered = meishan.survey(number, at=STREET, accuracy_m=10)
    assert "青龙老街" in answered

    counted = phone.check_in(visit, status=200)
    assert (counted["result"], counted["status"]) == ("replayed", "verified")
    assert counted["counted"] is True
    stamps = phone.get("me/passport/")["stamps"]
    assert [stamp["location"]["slug"] for stamp in stamps] == ["qinglong-laojie"]
    assert phone.check_in(visit, status=200) == counted, "the same request gets the same answer"

    assert (meishan.lists("青龙老街"), chengdu.lists("青龙老街")) == (True, False)
    assert (meishan.opens(number), chengdu.opens(number)) == (True, False)
    assert chengdu.lists("锦里古街"), "and sees its own"


def test_the_answer_explains_distance_and_datum(new_phone: NewPhone, meishan: Desk) -> None:
    meishan.survey(meishan.number_of("青龙老电影院"), at=STREET, accuracy_m=10)
    phone = new_phone()
    phone.sign_up()

    far = destination(STREET, 90, 4_000)
    answer = phone.check_in(phone.visit("qinglong-lao-dianyingyuan", phone.position(far)))
    reach = check(answer, "within_radius")
    assert (answer["status"], answer["counted"]) == ("unverified", False)
    assert reach["passed"] is False
    assert abs(reach["measured"] - 4_000) <= 1
    assert reach["limit"] == answer["radius_m"] + 18
    assert answer["hint"] is None

    beside = destination(STREET, 0, 12)  # exactly on the pin stands no phone
    declared_wrong = phone.position(beside, declared=Datum.WGS84)
    answer = phone.check_in(phone.visit("qinglong-lao-dianyingyuan", declared_wrong))
    assert (answer["status"], answer["hint"]["code"]) == ("unverified", "datum_mismatch")

    answer = phone.check_in(phone.visit("qinglong-lao-dianyingyuan", phone.position(beside)))
    assert (answer["status"], answer["counted"]) == ("verified", True)


def test_a_kill_loses_nothing_that_was_acknowledged(site: Site, new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.sign_up()
    visit = phone.visit("jinli", phone.position(LatLng.of(30.6439, 104.0446)))
    answer = phone.check_in(visit)
    assert (answer["status"], answer["counted"]) == ("probable", True)
    site.kill()
    site.start()
    assert phone.check_in(visit, status=200) == answer | {"result": "replayed"}
    assert len(phone.get("me/passport/")["stamps"]) == 1
