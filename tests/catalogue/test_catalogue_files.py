"""The tables in catalogue/ against the column documentation in catalogue/README.md.

Nothing here needs Django or a database. The README says which columns a file has, in
which order, and what a cell may hold; the tests read that text and hold the files to it.
"""

import csv
import io
import math
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
README = CATALOGUE / "README.md"
HAN = r"[\u4e00-\u9fff]"
MUNICIPALITIES = {"11", "12", "31", "50"}
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
SIMPLE_TYPES = {
    "slug": r"[a-z0-9]+([-_]+[a-z0-9]+)*",
    "code": r"[1-9]\d{5}",
    "int": r"0|[1-9]\d*",
    "decimal": r"-?\d{1,3}\.\d+",
    "date": DATE,
    "year": r"(19|20)\d\d",
    "text": r"\S(.*\S)?",
}
CONFIDENCE = ["low", "medium", "high"]
# The least the catalogue was built from; a table may grow, nothing may be lost.
FLOORS = {"dramas": 69, "locations": 118, "scenes": 126, "trails": 8}


def readme_schema() -> dict[str, dict[str, str]]:
    """Return {file name: {column: type}} as the README documents it."""
    schema: dict[str, dict[str, str]] = {}
    current = None
    for line in README.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:].strip()
            current = heading if heading.endswith(".csv") else None
            if current:
                schema[current] = {}
        row = re.fullmatch(r"\| (\w+) \| `([^`]+)` \| \S.* \|", line)
        if current and row:
            assert row[1] not in schema[current], f"{current}: {row[1]} documented twice"
            schema[current][row[1]] = row[2]
    return schema


SCHEMA = readme_schema()
FILES = sorted(SCHEMA)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    text = (CATALOGUE / name).read_bytes().decode("utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@cache
def index(name: str, column: str = "slug") -> dict[str, dict[str, str]]:
    return {row[column]: row for row in table(name)}


def items(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def key_of(row: dict[str, str]) -> str:
    if "trail" in row:
        return f"{row['trail']} {row['position']}"
    return row.get("slug") or row["code"]


def cells(suffix: str):
    for name in FILES:
        for row in table(name):
            for column, value in row.items():
                if column.endswith(suffix) and value:
                    yield name, row, column, value


def check_reference(kind: str, value: str) -> str | None:
    verb, target = kind.split(" ", 1)
    file, column = target.split(".")
    known = index(f"{file}.csv", column)
    values = items(value) if verb == "refs" else [value]
    if len(set(values)) != len(values):
        return "a reference is given twice"
    missing = [v for v in values if v not in known]
    return f"no such {target}: {missing}" if missing else None


def check_cell(kind: str, value: str) -> str | None:
    """Return what is wrong with a filled or empty cell of a documented type, or None."""
    optional = kind.endswith("?")
    kind = kind.removesuffix("?")
    if value == "":
        return None if optional else "must not be empty"
    if kind.startswith("one of "):
        allowed = kind.removeprefix("one of ").split(", ")
        return None if value in allowed else f"not one of {allowed}"
    if kind.startswith(("ref ", "refs ")):
        return check_reference(kind, value)
    if kind == "list":
        bad = [v for v in items(value) if not re.fullmatch(SIMPLE_TYPES["text"], v)]
        return f"empty or padded entry {bad}" if bad else None
    if kind == "urls":
        return None if all(map(is_url_or_empty, value.split("|"))) else "not a web address"
    return None if re.fullmatch(SIMPLE_TYPES[kind], value) else f"is no {kind}"


def is_url_or_empty(value: str) -> bool:
    if not value:
        return True
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", value)


def great_circle_m(a: dict[str, str], b: dict[str, str]) -> float:
    lat_a, lng_a, lat_b, lng_b = (
        math.radians(float(v)) for v in (a["lat"], a["lng"], b["lat"], b["lng"])
    )
    h = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lng_b - lng_a) / 2) ** 2
    )
    return 2 * 6_371_008.8 * math.asin(math.sqrt(h))


# --- the files as files -----------------------------------------------------------------


def test_the_readme_documents_exactly_the_tables_that_are_there():
    assert set(FILES) == {p.name for p in CATALOGUE.glob("*.csv")}
    assert len(FILES) == 8
    assert {p.name for p in CATALOGUE.iterdir()} == {*FILES, "README.md"}


@pytest.mark.parametrize("name", FILES)
def test_bytes_are_plain_utf8_with_lf(name):
    raw = (CATALOGUE / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.endswith(b"\n\n")
    text = raw.decode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff\ufffd]", text)


@pytest.mark.parametrize("name", FILES)
def test_header_and_row_width_follow_the_readme(name):
    text = (CATALOGUE / name).read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == list(SCHEMA[name])
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == len(text.splitlines()), "one row, one line"


@pytest.mark.parametrize("name", FILES)
def test_quoting_is_canonical(name):
    text = (CATALOGUE / name).read_bytes().decode("utf-8")
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
    assert out.getvalue() == text


@pytest.mark.parametrize("name", FILES)
def test_every_cell_has_its_documented_type(name):
    wrong = [
        f"{key_of(row)}.{column}={row[column]!r}: {problem}"
        for row in table(name)
        for column, kind in SCHEMA[name].items()
        if (problem := check_cell(kind, row[column]))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_keys_are_unique(name):
    keys = Counter(map(key_of, table(name)))
    assert [k for k, n in keys.items() if n > 1] == []


@pytest.mark.parametrize(("name", "least"), FLOORS.items())
def test_nothing_was_lost(name, least):
    assert len(table(f"{name}.csv")) >= least


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", ""),
        ("text", " x"),
        ("int", "-1"),
        ("int", "01"),
        ("int", "1.5"),
        ("date?", "2025-13"),
        ("date?", "2025-3-1"),
        ("code", "51"),
        ("decimal?", "30"),
        ("one of yes, no?", "maybe"),
        ("list?", "a||b"),
        ("urls?", "ftp://x.cn"),
        ("urls?", "see page"),
        ("ref kinds.slug", "nowhere"),
        ("refs themes.slug?", "food|food"),
        ("slug", "Jia Li"),
    ],
)
def test_the_cell_check_itself_can_fail(kind, value):
    assert check_cell(kind, value)


# --- language ---------------------------------------------------------------------------


def test_paired_languages_are_filled_together():
    wrong = []
    for name in FILES:
        stems = {c.removesuffix("_hans") for c in SCHEMA[name] if c.endswith("_hans")}
        for row in table(name):
            for stem in stems - {"address"}:
                langs = [c for c in (f"{stem}_hans", f"{stem}_hant", f"{stem}_en") if c in row]
                if stem == "title":
                    langs.remove("title_en")
                if len({bool(row[c]) for c in langs}) != 1:
                    wrong.append(f"{name} {key_of(row)} {stem}")
    assert wrong == []


def test_simplified_and_traditional_text_have_the_same_length():
    wrong = [
        f"{name} {key_of(row)} {column}"
        for name, row, column, value in cells("_hant")
        if len(value) != len(row[column.removesuffix("_hant") + "_hans"])
    ]
    assert wrong == []


def test_chinese_prose_is_chinese_with_full_width_punctuation():
    wrong = [
        f"{name} {key_of(row)} {column}: {value}"
        for suffix in ("_hans", "_hant")
        for name, row, column, value in cells(suffix)
        if re.search(rf"{HAN}[,;:!?()]|[,;:!?()]{HAN}", value)
    ]
    assert wrong == []


def test_notes_are_sentences_in_their_own_language():
    for stem in ("note", "open_question", "etiquette", "synopsis", "summary"):
        for _, row, column, value in cells(f"{stem}_hans"):
            assert re.search(HAN, value), (key_of(row), column)
            assert value[-1] in "。？！", (key_of(row), column)
        for _, row, column, value in cells(f"{stem}_en"):
            assert re.match(r"[A-Z0-9《]", value), (key_of(row), column)
            assert value[-1] in ".?!", (key_of(row), column)


def test_english_names_are_in_latin_letters():
    for name in ("regions.csv", "kinds.csv", "themes.csv", "locations.csv"):
        for row in table(name):
            assert re.match(r"[A-Z]", row["name_en"]), row["name_en"]
            assert not re.search(HAN, row["name_en"]), row["name_en"]


def test_known_machine_conversion_mistakes_are_corrected():
    text = "".join(value for _, _, _, value in cells("_hant"))
    for mistake in ("錦裡", "衝林", "衚衕", "臺州", "余姚", "免籤", "課本里", "制扇"):
        assert mistake not in text


# --- sources ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dramas.csv", "locations.csv", "scenes.csv"])
def test_every_source_title_has_its_slot_for_an_address(name):
    wrong = [
        key_of(row)
        for row in table(name)
        if len(items(row["source_titles"])) != len(row["source_urls"].split("|"))
    ]
    assert wrong == []


def test_one_source_title_always_has_the_same_address():
    addresses = defaultdict(set)
    for name in ("dramas.csv", "locations.csv", "scenes.csv"):
        for row in table(name):
            pairs = zip(items(row["source_titles"]), row["source_urls"].split("|"), strict=True)
            for title, address in pairs:
                addresses[title].add(address)
    assert {t: a for t, a in addresses.items() if len(a) > 1} == {}


def test_only_general_knowledge_and_pages_without_address_lack_one():
    without = {
        title
        for name in ("dramas.csv", "locations.csv", "scenes.csv")
        for row in table(name)
        for title, address in zip(
            items(row["source_titles"]), row["source_urls"].split("|"), strict=True
        )
        if not address
    }
    assert "general knowledge, unverified" in without
    assert len(without) <= 5


def test_a_scene_without_any_page_is_of_low_confidence():
    for row in table("scenes.csv"):
        if items(row["source_titles"]) == ["general knowledge, unverified"]:
            assert row["confidence"] == "low", row["slug"]


def test_place_sources_contain_the_scene_sources():
    for scene in table("scenes.csv"):
        place = index("locations.csv")[scene["location"]]
        missing = set(items(scene["source_titles"])) - set(items(place["source_titles"]))
        assert not missing, scene["slug"]


# --- regions ----------------------------------------------------------------------------


def parent_of(code: str) -> str:
    if code.endswith("0000"):
        return ""
    if code.endswith("00") or code[:2] in MUNICIPALITIES:
        return code[:2] + "0000"
    return code[:4] + "00"


def test_region_levels_and_parents_follow_the_code():
    for row in table("regions.csv"):
        code = row["code"]
        level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
        assert row["level"] == level, code
        assert row["parent_code"] == parent_of(code), code


def test_regions_are_sorted_and_all_needed():
    codes = [row["code"] for row in table("regions.csv")]
    assert codes == sorted(codes)
    needed = set()
    for row in table("locations.csv"):
        code = row["region_code"]
        while code:
            needed.add(code)
            code = parent_of(code)
    assert set(codes) == needed


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330603", "柯桥区"),
        ("130606", "莲池区"),
        ("540402", "巴宜区"),
        ("511403", "彭山区"),
        ("510116", "双流区"),
        ("320508", "姑苏区"),
        ("820000", "澳门特别行政区"),
    ],
)
def test_current_codes_are_used(code, name):
    assert index("regions.csv", "code")[code]["name_hans"] == name


def test_region_names_agree_with_the_printed_ones():
    regions = index("regions.csv", "code")
    for row in table("locations.csv"):
        if not row["region_code"]:
            continue
        chain, code = [], row["region_code"]
        while code:
            chain.append(regions[code])
            code = regions[code]["parent_code"]
        assert chain[-1]["name_hans"] == row["province_printed"], row["slug"]
        district = next((r["name_hans"] for r in chain if r["level"] == "county"), None)
        if district:
            assert district in row["district_printed"], row["slug"]
        city = next((r["name_hans"] for r in chain if r["level"] == "city"), None)
        if city:
            assert city == row["city_printed"], row["slug"]


def test_only_places_abroad_or_without_a_city_have_no_region():
    for row in table("locations.csv"):
        if not row["region_code"]:
            assert row["country"] != "CN" or not row["city_printed"], row["slug"]


# --- dramas -----------------------------------------------------------------------------


def test_every_drama_has_a_title_and_a_scene():
    shot = {row["drama"] for row in table("scenes.csv")}
    for row in table("dramas.csv"):
        assert row["title_hans"] or row["title_en"], row["slug"]
        assert row["slug"] in shot, row["slug"]


def test_episode_lengths_are_ranges():
    for row in table("dramas.csv"):
        low, high = row["episode_minutes_min"], row["episode_minutes_max"]
        assert bool(low) == bool(high), row["slug"]
        if low:
            assert 0 < int(low) <= int(high) <= 30, row["slug"]


def test_release_date_lies_in_the_year_and_status_agrees():
    for row in table("dramas.csv"):
        if row["release_date"]:
            assert row["release_date"].startswith(row["year"]), row["slug"]
            assert row["year"], row["slug"]
            assert row["status"] == "released", row["slug"]
        if "*planned" in row["platforms"]:
            assert row["status"] == "announced", row["slug"]


def test_platforms_are_names_with_an_optional_planned_mark():
    for row in table("dramas.csv"):
        names = [p.removesuffix("*planned") for p in items(row["platforms"])]
        assert len(names) == len(set(names)), row["slug"]
        assert not any("*" in n or "计划" in n or "http" in n for n in names), row["slug"]


def test_recognitions_have_four_parts():
    for row in table("dramas.csv"):
        entries = items(row["recognitions"])
        assert len(entries) == len(set(entries)), row["slug"]
        for entry in entries:
            body, programme, _batch, date = entry.split(";")
            assert body, entry
            assert programme, entry
            assert not date or re.fullmatch(DATE, date), entry


def test_batches_of_the_travel_programme_have_one_date_each():
    dates = defaultdict(set)
    for row in table("dramas.csv"):
        for entry in items(row["recognitions"]):
            _, programme, batch, date = entry.split(";")
            if programme == "跟着微短剧去旅行" and batch:
                dates[batch].add(date)
    assert dates == {
        "第一批": {"2024"},
        "第二批": {"2024-04"},
        "第三批": {"2024-08-05"},
        "第四批": {"2024-10-12"},
        "第五批": {"2024-12-05"},
        "第六批": {"2025-03-27"},
        "第七批": {"2025-09"},
    }


def test_what_no_source_gives_stays_empty():
    for row in table("dramas.csv"):
        for column in ("licence_no", "filing_no", "tier", "tier_judged_on", "orientation"):
            assert row[column] == "", f"{row['slug']}.{column}: say in the README what changed"
    for row in table("scenes.csv"):
        assert row["episode"] == row["second"] == "", row["slug"]


def test_generated_works_are_only_set_somewhere():
    generated = {r["slug"] for r in table("dramas.csv") if r["is_ai_generated"] == "yes"}
    assert generated == {"sanxingdui-weilai"}
    for row in table("scenes.csv"):
        if row["drama"] in generated:
            assert row["link_type"] == "set_in", row["slug"]


def test_the_flagship_leads_and_disputes_stay_visible():
    dramas = index("dramas.csv")
    assert [s for s, r in dramas.items() if r["rank"] == "1"] == ["jia-li-jia-wai"]
    assert dramas["jia-li-jia-wai"]["episodes"] == "79"
    assert dramas["jia-li-jia-wai"]["release_date"] == "2025-03-14"
    assert dramas["jia-li-jia-wai-2"]["episodes"] == ""
    for number in ("12", "188"):
        assert number in dramas["jia-li-jia-wai-2"]["open_question_hans"]
        assert number in dramas["jia-li-jia-wai-2"]["open_question_en"]
    assert "重庆遇到爱" in dramas["chongqing-yujian-ai"]["open_question_hans"]


def test_all_kinds_and_themes_are_used():
    assert {r["kind"] for r in table("locations.csv")} == set(index("kinds.csv"))
    used = {t for r in table("dramas.csv") for t in items(r["themes"])}
    assert used == set(index("themes.csv"))


# --- places -----------------------------------------------------------------------------


def test_a_point_is_whole_or_absent():
    for row in table("locations.csv"):
        filled = {bool(row[c]) for c in ("lat", "lng", "datum", "pin_accuracy_m")}
        assert len(filled) == 1, row["slug"]
        assert (row["pin_quality"] == "none") == (not row["lat"]), row["slug"]


def test_nine_places_have_no_point():
    without = {r["slug"] for r in table("locations.csv") if r["pin_quality"] == "none"}
    assert without == {
        "shitizipo",
        "mayi-si-ta",
        "shiyue-senlin-jiudian",
        "taipingshan-luyingdi",
        "beiliangjiazhuang",
        "longba-chayuan",
        "manhai-cun",
        "mahuangqiu",
        "yinliu-cun",
    }


def test_pin_quality_follows_basis_and_accuracy():
    for row in table("locations.csv"):
        if row["pin_quality"] == "none":
            assert row["open_question_hans"], row["slug"]
            continue
        accuracy = int(row["pin_accuracy_m"])
        assert accuracy >= (100 if row["country"] != "CN" else 500), row["slug"]
        remembered = row["pin_basis_en"].startswith("Remembered coordinate")
        assert remembered or row["pin_basis_en"].startswith("Centre of the named"), row["slug"]
        expected = "approximate" if remembered and accuracy <= 1000 else "area"
        assert row["pin_quality"] == expected, row["slug"]
        assert f"about {accuracy} m" in row["pin_basis_en"], row["slug"]
        assert "Unverified." in row["pin_basis_en"], row["slug"]


def test_the_boundary_test_is_told_for_every_point():
    outside = {
        row["slug"]: re.search(rf"falls in ({HAN}+)", row["pin_basis_en"])
        for row in table("locations.csv")
        if row["lat"] and "inside the named county" not in row["pin_basis_en"]
    }
    assert {slug: hit[1] for slug, hit in outside.items() if hit} == {
        "suzhou-gongye-yuanqu": "吴中区",
        "baoding-gucheng": "南市区",
        "keqiao-qu": "绍兴县",
        "jianhu": "绍兴县",
        "tianjin-zhiyan": "红桥区",
    }
    for slug, hit in outside.items():
        text = index("locations.csv")[slug]["pin_basis_en"]
        assert hit or "Not tested against county boundaries." in text, slug


def test_points_lie_in_their_country_and_time_zone():
    boxes = {
        "Asia/Shanghai": (18.0, 54.0, 73.0, 136.0),
        "Asia/Macau": (22.0, 22.3, 113.4, 113.7),
        "Europe/London": (49.0, 61.0, -9.0, 2.0),
    }
    for row in table("locations.csv"):
        zone = row["time_zone"]
        assert (row["country"] == "GB") == (zone == "Europe/London"), row["slug"]
        assert (row["region_code"][:2] == "82") == (zone == "Asia/Macau"), row["slug"]
        if row["lat"]:
            south, north, west, east = boxes[zone]
            assert south <= float(row["lat"]) <= north, row["slug"]
            assert west <= float(row["lng"]) <= east, row["slug"]


def test_wide_places_are_never_pinned_as_spots():
    for row in table("locations.csv"):
        if row["kind"] in {"city", "road"}:
            assert row["pin_quality"] == "area", row["slug"]


def test_places_in_one_county_lie_near_each_other():
    by_county = defaultdict(list)
    for row in table("locations.csv"):
        if row["lat"] and not row["region_code"].endswith("00"):
            by_county[row["region_code"]].append(row)
    for code, rows in by_county.items():
        for a, b in pairwise(rows):
            assert great_circle_m(a, b) < 80_000, (code, a["slug"], b["slug"])


def test_radius_fits_the_size_of_the_place():
    kinds = index("kinds.csv")
    for row in table("locations.csv"):
        radius, default = int(row["radius_m"]), int(kinds[row["kind"]]["default_radius_m"])
        assert 100 <= radius <= 1000, row["slug"]
        assert default / 2 <= radius <= max(2 * default, 500), row["slug"]


def test_possible_twins_point_at_each_other():
    places = index("locations.csv")
    twins = {s: r["possibly_same_as"] for s, r in places.items() if r["possibly_same_as"]}
    assert twins["shuangliu-laogongchang"] == "zhengxing-laochangqu"
    for slug, other in twins.items():
        assert other != slug
        assert twins.get(other) == slug
        assert places[slug]["open_question_hans"], slug


def test_sensitive_places_tell_how_to_behave():
    for row in table("locations.csv"):
        closed_studio = row["kind"] == "studio" and "unconfirmed" in row["open_question_en"]
        if row["kind"] in {"temple", "factory"} or closed_studio:
            assert row["etiquette_hans"], row["slug"]
    for slug in ("yidelong", "huoyuanjia-wuxiao"):
        assert index("locations.csv")[slug]["etiquette_en"]


def test_access_is_not_claimed():
    assert {r["access"] for r in table("locations.csv")} == {"unknown"}
    assert {r["lifecycle"] for r in table("locations.csv")} <= {"unknown", "private"}


def test_place_confidence_is_the_best_of_its_scenes():
    best = defaultdict(list)
    for scene in table("scenes.csv"):
        best[scene["location"]].append(CONFIDENCE.index(scene["confidence"]))
    for row in table("locations.csv"):
        assert row["confidence"] == CONFIDENCE[max(best[row["slug"]])], row["slug"]


# --- scenes -----------------------------------------------------------------------------


def test_scene_slug_is_drama_and_place():
    for row in table("scenes.csv"):
        assert row["slug"] == f"{row['drama']}--{row['location']}"
        assert len(row["slug"]) <= 120


def test_scene_positions_count_from_one_in_file_order():
    seen: Counter[str] = Counter()
    for row in table("scenes.csv"):
        seen[row["drama"]] += 1
        assert row["position"] == str(seen[row["drama"]]), row["slug"]


def test_every_place_has_a_scene():
    assert {r["location"] for r in table("scenes.csv")} == set(index("locations.csv"))


def test_an_announced_scene_belongs_to_an_announced_work():
    for row in table("scenes.csv"):
        if row["link_type"] == "announced":
            assert index("dramas.csv")[row["drama"]]["status"] == "announced", row["slug"]


# --- trails -----------------------------------------------------------------------------


def stops(trail: str) -> list[dict[str, str]]:
    return [row for row in table("trail_stops.csv") if row["trail"] == trail]


def test_a_trail_follows_either_a_drama_or_a_theme():
    for row in table("trails.csv"):
        assert bool(row["drama"]) != bool(row["theme"]), row["slug"]
    dramas = {row["drama"] for row in table("trails.csv")}
    assert "jia-li-jia-wai" in dramas
    assert len(dramas) >= 4


@pytest.mark.parametrize("trail", [row["slug"] for row in table("trails.csv")])
class TestTrail:
    def test_stops_are_counted_and_distinct(self, trail):
        rows = stops(trail)
        assert len(rows) >= 3
        assert [r["position"] for r in rows] == [str(n + 1) for n in range(len(rows))]
        assert len({r["location"] for r in rows}) == len(rows)

    def test_stops_have_a_point_and_are_open_to_the_street(self, trail):
        for row in stops(trail):
            place = index("locations.csv")[row["location"]]
            assert place["pin_quality"] != "none", row["location"]
            assert place["lifecycle"] == "unknown", row["location"]
            assert place["kind"] not in {"city", "studio"}, row["location"]

    def test_stops_belong_to_the_trail(self, trail):
        head = index("trails.csv")[trail]
        for row in stops(trail):
            dramas = [s["drama"] for s in table("scenes.csv") if s["location"] == row["location"]]
            themes = {t for d in dramas for t in items(index("dramas.csv")[d]["themes"])}
            assert head["drama"] in dramas or head["theme"] in themes, row["location"]

    def test_order_is_the_shortest_open_path(self, trail):
        places = [index("locations.csv")[r["location"]] for r in stops(trail)]

        def length(path):
            return sum(great_circle_m(a, b) for a, b in pairwise(path))

        shortest = min(length(path) for path in permutations(places))
        assert length(places) == pytest.approx(shortest, abs=1)

    def test_rough_pins_are_told(self, trail):
        head = index("trails.csv")[trail]
        rough = [
            r
            for r in stops(trail)
            if index("locations.csv")[r["location"]]["pin_quality"] == "area"
        ]
        for row in rough:
            assert "误差可达约" in row["note_hans"], row["location"]
            assert "rough position" in row["note_en"], row["location"]
        told = ("大致位置", "确切", "误差", "没有查到")
        if rough:
            assert any(word in head["summary_hans"] for word in told)


# --- what must not be in the files ------------------------------------------------------


@pytest.mark.parametrize("name", [*FILES, "README.md"])
def test_no_private_paths(name):
    text = (CATALOGUE / name).read_text(encoding="utf-8")
    assert not re.search(r"/(work|tmp|home|root)/|stored page|TODO|FIXME", text)


def test_readme_names_every_place_without_a_point_and_the_main_questions():
    text = README.read_text(encoding="utf-8").split("## Open questions")[1]
    for row in table("locations.csv"):
        if row["pin_quality"] == "none":
            assert row["name_hans"] in text, row["slug"]
    for word in ("双流老工厂", "正兴街道老厂区", "青龙老街", "188", "重庆遇见爱"):
        assert word in text
