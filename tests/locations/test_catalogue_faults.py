"""Every way in which a catalogue can be wrong, with the sentence that says so."""

import pytest

from locations.catalogue.loading import load_catalogue
from locations.catalogue.tables import DRAMAS
from locations.models import CatalogueEntry
from locations.models.location import Lifecycle
from tests.locations.small_catalogue import SmallCatalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path) -> SmallCatalogue:  # type: ignore[no-untyped-def]  # pytest's fixture
    return SmallCatalogue(tmp_path)


def refusals(small: SmallCatalogue) -> list[tuple[str, int, str, str]]:
    report = load_catalogue(folder=small.folder)
    assert not CatalogueEntry.objects.exists()
    return [(fault.file, fault.row, fault.column, fault.reason) for fault in report.refused]


CELLS = [
    # table, column, value, reason
    ("regions", "code", "51", "is no region code: six digits (GB/T 2260)"),
    ("regions", "level", "town", "is none of province, city, county"),
    ("regions", "parent_code", "511403", "only a province has no parent, every other region has one"),
    ("regions", "name_hans", "", "must not be empty"),
    ("kinds", "slug", "Old Street", "is no slug: lower-case letters, digits, - and _"),
    ("kinds", "default_radius_m", "-5", "is no whole number, 0 or more"),
    ("dramas", "title_hans", "", "a drama needs a title in one language at least"),
    ("dramas", "title_hans", "家" * 121, "Ensure this value has at most 120 characters (it has 121)."),
    ("dramas", "title_hans", "家里\x07", "holds the control or replacement character U+0007"),
    ("dramas", "rank", "1.5", "is no whole number, 0 or more"),
    ("dramas", "rank", "１", "is no whole number, 0 or more"),
    ("dramas", "status", "done", "is none of released, announced, unknown"),
    ("dramas", "year", "25", "is no year, such as 2025"),
    ("dramas", "release_date", "2025-3-1", "is no date: YYYY, YYYY-MM or YYYY-MM-DD"),
    ("dramas", "release_date", "2025-02-30", "is no day of the calendar: YYYY-MM-DD"),
    ("dramas", "episodes", "70000", "is more than 32767"),
    ("dramas", "orientation", "square", "is none of vertical, horizontal"),
    ("dramas", "is_ai_generated", "maybe", "is none of yes, no"),
    ("dramas", "tier", "重要", "is none of 重点, 普通, 其他"),
    ("dramas", "tier_judged_on", "2025-13-01", "is no day of the calendar: YYYY-MM-DD"),
    ("dramas", "producers", "听花岛||光合", "has an empty item between two |"),
    ("dramas", "themes", "food", "there is no row 'food' in themes.csv"),
    ("dramas", "themes", "family|family", "names family twice"),
    ("dramas", "platforms", "抖音|抖音", "names 抖音 twice"),
    ("dramas", "platforms", "台" * 61, "Ensure this value has at most 60 characters (it has 61)."),
    ("dramas", "recognitions", "a;b", "'a;b' has 2 parts, not body;programme;batch;date"),
    ("dramas", "recognitions", "广电总局;;第六批;", "'广电总局;;第六批;' names no programme"),
    ("dramas", "recognitions", "a;b;c;2025-3", "is no date: YYYY, YYYY-MM or YYYY-MM-DD"),
    ("dramas", "recognitions", "a;b;c;2024|x;b;c;2025", "b c names the drama twice"),
    ("dramas", "confidence", "sure", "is none of high, medium, low"),
    ("dramas", "source_titles", "", "must not be empty"),
    ("dramas", "source_urls", "https://example.org/1", "1 addresses for 2 titles"),
    ("dramas", "source_urls", "javascript:alert(1)|", "'javascript:alert(1)' is no web address"),
    ("locations", "kind", "castle", "there is no row 'castle' in kinds.csv"),
    ("locations", "region_code", "999999", "there is no row '999999' in regions.csv"),
    ("locations", "country", "China", "is no country: two capital letters, such as CN"),
    ("locations", "time_zone", "Asia/Chengdu", "is no time zone, such as Asia/Shanghai"),
    ("locations", "time_zone", "../etc/passwd", "is no time zone, such as Asia/Shanghai"),
    ("locations", "lat", "nan", "is no number of degrees, such as 30.3152"),
    ("locations", "lat", "30,315", "is no number of degrees, such as 30.3152"),
    ("locations", "lat", "", "a point needs lat and lng"),
    ("locations", "lng", "", "a point needs lat and lng"),
    ("locations", "datum", "", "a point needs its datum: a guess would be up to 1.4 km wrong"),
    ("locations", "datum", "cgcs2000", "is none of wgs84, gcj02, bd09"),
    ("locations", "pin_quality", "none", "none, but the row has a point"),
    ("locations", "pin_quality", "surveyed", "is none of approximate, area, none"),
    ("locations", "pin_accuracy_m", "", "a point needs its accuracy in metres"),
    ("locations", "radius_m", "5", "is no check-in radius: 10 to 50000 metres"),
    ("locations", "lifecycle", "gone", f"is none of {', '.join(Lifecycle.values)}"),
    ("locations", "access", "free", "is none of unknown, open, ticket, not_open"),
    ("locations", "possibly_same_as", "nowhere", "there is no row 'nowhere' in locations.csv"),
    ("locations", "possibly_same_as", "qinglong-laojie", "is the row itself"),
    ("scenes", "drama", "nothing", "there is no row 'nothing' in dramas.csv"),
    ("scenes", "location", "", "must not be empty"),
    ("scenes", "link_type", "filmed", "is none of shot, set_in, announced"),
    ("scenes", "what_hans", "戏" * 201, "Ensure this value has at most 200 characters (it has 201)."),
    ("trails", "drama", "", "a trail follows one drama or one theme"),
    ("trails", "theme", "family", "a trail follows one drama or one theme"),
    ("trail_stops", "trail", "no-trail", "there is no row 'no-trail' in trails.csv"),
    ("trail_stops", "position", "2", "1 was expected: stops are 1 to n"),
    ("trail_stops", "note_hans", "街" * 201, "Ensure this value has at most 200 characters (it has 201)."),
]  # fmt: skip

# Where a check of a row speaks of another of its columns than the one that was changed.
SPOKEN_OF = {
    ("locations", "possibly_same_as"): "possibly_same_as",
    ("trails", "theme"): "drama",
}


@pytest.mark.parametrize(("table", "column", "value", "reason"), CELLS)
def test_bad_cell_is_refused_with_its_reason(
    small: SmallCatalogue, table: str, column: str, value: str, reason: str
) -> None:
    small.change(table, column, value)
    expected = (f"{table}.csv", 2, SPOKEN_OF.get((table, column), column), reason)
    assert expected in refusals(small)


def test_swapped_coordinates_are_refused(small: SmallCatalogue) -> None:
    small.rows["locations"][0] |= {"lat": "103.86", "lng": "30.315"}
    small.save()
    [(file, row, column, reason)] = refusals(small)
    assert (file, row, column) == ("locations.csv", 2, "lat")
    assert "swap" in reason


def test_quality_without_a_point_is_refused(small: SmallCatalogue) -> None:
    small.rows["locations"][1] |= {"pin_quality": "area", "datum": "wgs84", "pin_accuracy_m": "5"}
    small.save()
    assert refusals(small) == [
        ("locations.csv", 3, "datum", "must be empty without a point"),
        ("locations.csv", 3, "pin_accuracy_m", "must be empty without a point"),
        ("locations.csv", 3, "pin_quality", "without a point the quality is none"),
    ]


def test_tier_without_its_day_is_refused(small: SmallCatalogue) -> None:
    small.change("dramas", "tier", "重点")
    reason = "a tier is true only with the day of its rule: give both or none"
    assert refusals(small) == [("dramas.csv", 2, "tier_judged_on", reason)]


def test_licence_and_filing_number_together_are_refused(small: SmallCatalogue) -> None:
    small.rows["dramas"][0] |= {"licence_no": "1", "filing_no": "2"}
    small.save()
    reason = "a work has a licence number or a filing number, not both"
    assert refusals(small) == [("dramas.csv", 2, "filing_no", reason)]


def test_episodes_that_run_backwards_are_refused(small: SmallCatalogue) -> None:
    small.rows["dramas"][0] |= {"episode_minutes_min": "5", "episode_minutes_max": "2"}
    small.save()
    reason = "is less than episode_minutes_min"
    assert refusals(small) == [("dramas.csv", 2, "episode_minutes_max", reason)]


def test_slug_given_twice_is_refused(small: SmallCatalogue) -> None:
    small.rows["locations"][1] |= {"slug": "qinglong-laojie", "possibly_same_as": ""}
    small.save()
    assert ("locations.csv", 3, "slug", "is in row 2 already") in refusals(small)


def test_place_twice_on_a_trail_is_refused(small: SmallCatalogue) -> None:
    small.rows["trail_stops"].append(small.rows["trail_stops"][0] | {"position": "2"})
    small.save()
    reason = "is twice on the trail"
    assert refusals(small) == [("trail_stops.csv", row, "location", reason) for row in (2, 3)]


def test_refused_row_is_not_missed_again_by_those_that_name_it(small: SmallCatalogue) -> None:
    small.change("dramas", "rank", "first")
    assert refusals(small) == [("dramas.csv", 2, "rank", "is no whole number, 0 or more")]


def test_every_fault_is_told_not_only_the_first(small: SmallCatalogue) -> None:
    small.change("dramas", "rank", "first")
    small.change("dramas", "year", "25")
    small.change("kinds", "default_radius_m", "")
    assert [column for _, _, column, _ in refusals(small)] == ["rank", "year", "default_radius_m"]


# --- files -------------------------------------------------------------------------------------


def rewrite(small: SmallCatalogue, change, name: str = "dramas.csv") -> None:  # type: ignore[no-untyped-def]  # bytes → bytes
    path = small.folder / name
    path.write_bytes(change(path.read_bytes()))


def test_missing_and_unknown_columns_are_refused(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw.replace(b"title_en", b"title_english", 1))
    assert refusals(small) == [
        ("dramas.csv", 1, "title_en", "the column is missing"),
        ("dramas.csv", 1, "title_english", "unknown column"),
    ]


def test_column_that_is_there_twice_is_refused(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw.replace(b"title_hant,title_en", b"title_en,title_en", 1))
    assert ("dramas.csv", 1, "title_en", "the column is there twice") in refusals(small)


def test_columns_may_come_in_any_order(small: SmallCatalogue) -> None:
    small.columns["kinds"].reverse()
    small.save()
    assert load_catalogue(folder=small.folder).refused == []


@pytest.mark.parametrize(("separator", "name"), [(b";", "semicolons"), (b"\t", "tabs")])
def test_other_separators_are_named(small: SmallCatalogue, separator: bytes, name: str) -> None:
    rewrite(small, lambda raw: raw.replace(b",", separator), "kinds.csv")
    reason = f"the columns are separated by {name}; commas are needed"
    assert ("kinds.csv", 1, "", reason) in refusals(small)


def test_row_with_a_cell_too_few_is_refused(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw + "square,广场\n".encode(), "kinds.csv")
    assert refusals(small) == [("kinds.csv", 3, "", "the row has 2 cells, the header has 5")]


def test_open_quote_is_refused(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw + b'"open', "kinds.csv")
    assert ("kinds.csv", 0, "", "unexpected end of data") in refusals(small)


def test_gb18030_is_refused_with_the_line(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw.decode().encode("gb18030"))
    [(file, row, column, reason)] = refusals(small)
    assert (file, row, column) == ("dramas.csv", 0, "")
    assert "is not UTF-8 (byte 0xbc in line 2)" in reason
    assert "save it as CSV in UTF-8" in reason


def test_utf16_is_refused(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw.decode().encode("utf-16"))
    assert refusals(small) == [("dramas.csv", 0, "", "the file is UTF-16; save it as CSV in UTF-8")]


def test_nul_is_refused(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw + b"\0")
    reason = "the file holds NUL characters; it is not a CSV file"
    assert refusals(small) == [("dramas.csv", 0, "", reason)]


def test_byte_order_mark_crlf_spaces_and_empty_lines_do_no_harm(small: SmallCatalogue) -> None:
    rewrite(small, lambda raw: raw.replace("家里家外".encode(), " 家里家外 ".encode()))
    rewrite(small, lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n") + b",,\r\n\r\n")
    report = load_catalogue(folder=small.folder)
    assert report.refused == []
    assert DRAMAS.model._default_manager.get().title_hans == "家里家外"


def test_table_of_another_name_is_refused(small: SmallCatalogue) -> None:
    (small.folder / "location.csv").write_text("slug\n")
    [(file, row, column, reason)] = refusals(small)
    assert (file, row, column) == ("location.csv", 0, "")
    assert reason.startswith("unknown table; there are regions.csv, kinds.csv")


def test_trails_and_their_stops_come_together(small: SmallCatalogue) -> None:
    (small.folder / "trail_stops.csv").unlink()
    assert refusals(small) == [("trails.csv", 0, "", "trail_stops.csv must be there too")]


def test_folder_without_a_table_is_refused(small: SmallCatalogue) -> None:
    for path in small.folder.glob("*.csv"):
        path.unlink()
    [(_, _, _, reason)] = refusals(small)
    assert reason.startswith("no table is there")
