"""`manage.py load_catalogue`: what is written, what stays, what is told."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Region
from dramas.models import Drama, Revision, Theme
from locations.catalogue.loading import load_catalogue
from locations.catalogue.report import Report
from locations.models import CatalogueEntry, Kind, Location, Scene, Trail
from tests.locations.small_catalogue import SmallCatalogue

pytestmark = pytest.mark.django_db

EVERYTHING = [
    ("regions", "510000"),
    ("regions", "511400"),
    ("regions", "511403"),
    ("kinds", "street"),
    ("themes", "family"),
    ("themes", "period"),
    ("dramas", "jia-li-jia-wai"),
    ("locations", "qinglong-laojie"),
    ("locations", "shitizipo"),
    ("scenes", "jia-li-jia-wai--qinglong-laojie"),
    ("trails", "jljw-trail"),
]


@pytest.fixture
def small(tmp_path: Path) -> SmallCatalogue:
    return SmallCatalogue(tmp_path)


def load(small: SmallCatalogue, *, dry_run: bool = False) -> Report:
    report = load_catalogue(folder=small.folder, dry_run=dry_run)
    assert report.refused == []
    return report


def left_in(report: Report) -> list[tuple[str, str, str]]:
    return [(left.key, left.part, left.reason) for left in report.left]


# --- the first load ----------------------------------------------------------------------------


def test_first_load_creates_everything(small: SmallCatalogue) -> None:
    report = load(small)
    assert report.created == EVERYTHING
    assert (report.updated, report.left, report.vanished) == ([], [], [])


def test_first_load_fills_a_drama_with_its_children(small: SmallCatalogue) -> None:
    load(small)
    drama = Drama.objects.get()
    assert drama.sources == [
        {"title": "报纸 2025-03-14", "url": "https://example.org/1"},
        {"title": "论坛", "url": ""},
    ]
    assert list(drama.themes.values_list("slug", flat=True)) == ["family", "period"]
    assert list(drama.platforms.values_list("name", "is_planned")) == [
        ("红果短剧", False),
        ("抖音", True),
    ]
    assert drama.recognitions.values_list("body", "programme", "batch", "date").get() == (
        "国家广播电视总局",
        "跟着微短剧去旅行",
        "第六批",
        "2025-03-27",
    )
    assert Drama.objects.search("jljw").get() == drama


def test_first_load_links_places_scenes_and_trails(small: SmallCatalogue) -> None:
    load(small)
    place = Location.objects.get(slug="qinglong-laojie")
    assert (place.lat, place.lng, place.pin_quality) == (30.315, 103.86, "area")
    assert place.region == Region.objects.get(code="511403")
    assert Location.objects.get(slug="shitizipo").possibly_same_as == place
    assert Scene.objects.get().location == place
    assert Trail.objects.get().stops.values_list("position", "location", "note_hans").get() == (
        1,
        place.pk,
        "街",
    )


def test_point_in_gcj02_is_stored_in_wgs84(small: SmallCatalogue) -> None:
    small.rows["locations"][0] |= {"lat": "30.3126", "lng": "103.8625", "datum": "gcj02"}
    small.save()
    load(small)
    place = Location.objects.get(slug="qinglong-laojie")
    assert (place.lat, place.lng) == (
        pytest.approx(30.315, abs=5e-4),
        pytest.approx(103.86, abs=5e-4),
    )
    assert (place.lat, place.lng) != (30.3126, 103.8625)


# --- loading again -----------------------------------------------------------------------------


def test_second_load_writes_nothing(small: SmallCatalogue, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    load(small)
    revision = Revision.current()
    with django_assert_num_queries(14):  # reads, and the savepoint
        report = load(small)
    assert not report.wrote
    assert report.left == []
    assert report.unchanged.total() == len(EVERYTHING)
    assert Revision.current() == revision


def test_changed_cell_is_updated_and_told(small: SmallCatalogue) -> None:
    load(small)
    small.change("dramas", "episodes", "80")
    [change] = load(small).updated
    assert (change.table, change.key, change.part, change.before, change.after) == (
        "dramas",
        "jia-li-jia-wai",
        "episodes",
        79,
        80,
    )
    assert Drama.objects.get().episodes == 80


@pytest.mark.parametrize(
    ("table", "column", "value", "part"),
    [
        ("dramas", "themes", "family", "themes"),
        ("dramas", "platforms", "红果短剧", "platforms"),
        ("dramas", "recognitions", "", "recognitions"),
        ("trail_stops", "note_hans", "老街", "stops"),
        ("locations", "pin_accuracy_m", "1500", "pin"),
        ("scenes", "location", "shitizipo", "link"),
        ("kinds", "name_hans", "街", "name_hans"),
        ("regions", "name_en", "Sichuan", "name_en"),
    ],
)
def test_change_of_any_kind_moves_the_revision_once_and_only_once(
    small: SmallCatalogue, table: str, column: str, value: str, part: str
) -> None:
    load(small)
    before = Revision.current()
    small.change(table, column, value)
    assert [change.part for change in load(small).updated] == [part]
    after = Revision.current()
    assert after > before
    assert not load(small).wrote
    assert Revision.current() == after


def test_children_are_replaced_as_a_whole(small: SmallCatalogue) -> None:
    load(small)
    small.change("dramas", "platforms", "芒果TV|红果短剧")
    load(small)
    names = Drama.objects.get().platforms.values_list("name", flat=True)
    assert list(names) == ["芒果TV", "红果短剧"]


def test_vanished_row_is_told_and_kept(small: SmallCatalogue) -> None:
    load(small)
    small.rows["trails"], small.rows["trail_stops"] = [], []
    small.rows["scenes"] = []
    small.save()
    assert load(small).vanished == [
        ("scenes", "jia-li-jia-wai--qinglong-laojie"),
        ("trails", "jljw-trail"),
    ]
    assert Trail.objects.get().stops.count() == 1


def test_table_that_is_not_there_is_left_alone(small: SmallCatalogue) -> None:
    load(small)
    (small.folder / "scenes.csv").unlink()
    report = load(small)
    assert "scenes" not in report.tables
    assert report.vanished == []


# --- what a bureau has changed -----------------------------------------------------------------


def test_field_a_bureau_changed_stays_and_is_told(small: SmallCatalogue) -> None:
    load(small)
    place = Location.objects.get(slug="qinglong-laojie")
    place.name_en = "Qinglong Street"
    place.save()
    small.rows["locations"][0] |= {"name_en": "Old Street", "address_hans": "青龙街道"}
    small.save()
    report = load(small)
    assert [change.part for change in report.updated] == ["address_hans"]
    assert left_in(report) == [
        ("qinglong-laojie", "name_en", "is 'Qinglong Street' here, 'Old Street' there")
    ]
    place.refresh_from_db()
    assert (place.name_en, place.address_hans) == ("Qinglong Street", "青龙街道")


def test_surveyed_pin_stays_whole_when_the_catalogue_moves_it(small: SmallCatalogue) -> None:
    load(small)
    place = Location.objects.get(slug="qinglong-laojie")
    place.pin_quality, place.surveyed_at = "surveyed", place.updated_at
    place.save()
    small.change("locations", "lat", "30.9")
    report = load(small)
    assert [(key, part) for key, part, _ in left_in(report)] == [("qinglong-laojie", "pin")]
    place.refresh_from_db()
    assert (place.lat, place.pin_quality) == (30.315, "surveyed")


def test_children_a_bureau_changed_stay(small: SmallCatalogue) -> None:
    load(small)
    drama = Drama.objects.get()
    drama.platforms.filter(name="红果短剧").update(url="https://example.org/watch")
    drama.themes.remove(Theme.objects.get(slug="family"))
    Trail.objects.get().stops.update(note_hans="先到这里")
    small.change("dramas", "platforms", "抖音")
    small.change("dramas", "themes", "family")
    small.change("trail_stops", "note_hans", "街头")
    assert [(key, part) for key, part, _ in left_in(load(small))] == [
        ("jia-li-jia-wai", "themes"),
        ("jia-li-jia-wai", "platforms"),
        ("jljw-trail", "stops"),
    ]
    assert drama.platforms.count() == 2


def test_value_a_bureau_put_back_follows_the_catalogue_again(small: SmallCatalogue) -> None:
    load(small)
    Drama.objects.update(episodes=12)
    small.change("dramas", "episodes", "80")
    assert load(small).left
    Drama.objects.update(episodes=79)
    load(small)
    assert Drama.objects.get().episodes == 80


def test_value_the_catalogue_takes_over_from_a_bureau_is_the_catalogues(
    small: SmallCatalogue,
) -> None:
    load(small)
    Drama.objects.update(episodes=80)
    for episodes in ("80", "81"):
        small.change("dramas", "episodes", episodes)
        assert load(small).left == []
    assert Drama.objects.get().episodes == 81


def test_renamed_slug_is_still_the_same_record(small: SmallCatalogue) -> None:
    load(small)
    Location.objects.filter(slug="qinglong-laojie").update(slug="qinglong-old-street")
    small.change("locations", "address_hans", "青龙街道")
    report = load(small)
    assert (report.created, report.left) == ([], [])
    assert Location.objects.get(slug="qinglong-old-street").address_hans == "青龙街道"


def test_deleted_record_is_not_made_again(small: SmallCatalogue) -> None:
    load(small)
    Trail.objects.all().delete()
    Location.objects.get(slug="qinglong-laojie").delete()
    report = load(small)
    assert report.created == []
    assert ("qinglong-laojie", "", "was deleted here and is not made again") in left_in(report)
    assert not Location.objects.filter(slug="qinglong-laojie").exists()


def test_new_row_that_names_a_deleted_record_is_left(small: SmallCatalogue) -> None:
    load(small)
    Trail.objects.all().delete()
    Location.objects.get(slug="qinglong-laojie").delete()
    small.rows["scenes"].append(small.rows["scenes"][0] | {"slug": "another"})
    small.save()
    assert (
        "another",
        "",
        "names locations qinglong-laojie, which was deleted here",
    ) in left_in(load(small))


def test_record_a_bureau_made_first_is_adopted_with_its_values(small: SmallCatalogue) -> None:
    Drama.objects.create(slug="jia-li-jia-wai", title_hans="家里家外", episodes=12)
    report = load(small)
    assert ("dramas", "jia-li-jia-wai") not in report.created
    assert ("jia-li-jia-wai", "episodes", "is 12 here, 79 there") in left_in(report)
    assert Drama.objects.get().episodes == 12


# --- all or nothing ----------------------------------------------------------------------------


def test_one_bad_cell_means_that_nothing_is_written(small: SmallCatalogue) -> None:
    small.change("trail_stops", "location", "nowhere")
    report = load_catalogue(folder=small.folder)
    assert len(report.refused) == 1
    assert not CatalogueEntry.objects.exists()
    assert not Region.objects.exists()
    assert Revision.current() == 0


def test_record_that_cannot_be_saved_means_that_nothing_is_written(small: SmallCatalogue) -> None:
    """Found only while writing: a bureau gave one of its places the slug of a new row."""
    load(small)
    Location.objects.filter(slug="shitizipo").update(slug="dianyingyuan")
    small.rows["locations"].append(small.rows["locations"][0] | {"slug": "dianyingyuan"})
    small.change("kinds", "name_hans", "街")
    [fault] = load_catalogue(folder=small.folder).refused
    assert (fault.file, fault.row, fault.column, fault.value, fault.reason) == (
        "locations.csv",
        4,
        "slug",
        "dianyingyuan",
        "Location with this Slug already exists.",
    )
    assert Kind.objects.get().name_hans == "街区"


def test_dry_run_tells_and_writes_nothing(small: SmallCatalogue) -> None:
    assert load(small, dry_run=True).created == EVERYTHING
    assert not Region.objects.exists()


# --- the command -------------------------------------------------------------------------------


def test_command_prints_what_it_did(small: SmallCatalogue) -> None:
    out = StringIO()
    call_command("load_catalogue", str(small.folder), stdout=out)
    assert out.getvalue().splitlines()[:4] == [
        "              created  updated  unchanged  with parts left",
        "regions             3        0          0                0",
        "kinds               1        0          0                0",
        "themes              2        0          0                0",
    ]


def test_command_lists_every_refusal_and_fails(small: SmallCatalogue) -> None:
    small.change("dramas", "episodes", "many")
    small.change("locations", "lng", "")
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was written: 2 refused"):
        call_command("load_catalogue", str(small.folder), stdout=out)
    assert out.getvalue().splitlines() == [
        "refused  dramas.csv, row 2, episodes: 'many': is no whole number, 0 or more",
        "refused  locations.csv, row 2, lng: a point needs lat and lng",
    ]


def test_command_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("load_catalogue", str(tmp_path / "none"))


def test_real_catalogue_loads_and_loads_again_without_a_change() -> None:
    call_command("load_catalogue", stdout=StringIO())
    counts = (Drama.objects.count(), Location.objects.count(), Scene.objects.count())
    assert counts == (69, 118, 126)
    assert Trail.objects.count() >= 4
    assert Trail.objects.get(slug="jia-li-jia-wai-trail").stops.count() >= 3
    assert Location.objects.mappable().count() == 109
    before = Revision.current()
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert Revision.current() == before
    assert [
        line for line in out.getvalue().splitlines() if line.startswith(("left", "updated"))
    ] == []
