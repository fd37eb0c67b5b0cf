"""The tables of the catalogue: their columns, and the parts of the records they fill.

`catalogue/README.md` says the same for people who edit the tables.
"""

from accounts.models import Region
from dramas.models import Drama, PlatformLink, Recognition, Theme
from locations.catalogue import rows
from locations.catalogue.parts import (
    Children,
    Plain,
    Reference,
    Tags,
    Together,
)
from locations.catalogue.shapes import (
    Column,
    RefsTo,
    RefTo,
    degrees,
    full_date,
    joined,
    listed,
    one_of,
    partial_date,
    platforms,
    recognitions,
    region_code,
    slug,
    small,
    whole,
)
from locations.catalogue.table import (
    NAME_COLUMNS,
    NAMES,
    QUESTIONS,
    SOURCE_COLUMNS,
    SOURCE_PARTS,
    Table,
    plain,
    texts,
)
from locations.models import Kind, Location, Scene, Trail, TrailStop
from locations.models.location import Access, Lifecycle, PinQuality

REGIONS = Table(
    name="regions",
    model=Region,
    key="code",
    columns={
        "code": Column(region_code),
        "level": Column(one_of(Region.Level.values)),
        "parent_code": Column(RefTo("regions"), None),
        **NAME_COLUMNS,
    },
    parts={
        "place": Together((Plain("level"), Reference("parent", "regions", "parent_code"))),
        **plain(*NAMES),
    },
    checks=(rows.region_has_its_parent,),
    load_order=lambda cells: Region.Level.values.index(cells["level"]),
)

KINDS = Table(
    name="kinds",
    model=Kind,
    key="slug",
    columns={"slug": Column(slug), **NAME_COLUMNS, "default_radius_m": Column(whole)},
    parts=plain(*NAMES, "default_radius_m"),
)

THEMES = Table(
    name="themes",
    model=Theme,
    key="slug",
    columns={"slug": Column(slug), **NAME_COLUMNS},
    parts=plain(*NAMES),
)

DRAMAS = Table(
    name="dramas",
    model=Drama,
    key="slug",
    columns={
        "slug": Column(slug),
        **texts("title_hans", "title_hant", "title_en"),
        "rank": Column(whole),
        "status": Column(one_of(Drama.Status.values)),
        "year": Column(rows.year, None),
        "release_date": Column(partial_date, ""),
        "episodes": Column(small, None),
        "episode_minutes_min": Column(small, None),
        "episode_minutes_max": Column(small, None),
        "orientation": Column(one_of(Drama.Orientation.values), ""),
        "is_ai_generated": Column(one_of({"yes": True, "no": False}), None),
        "producers": Column(listed, []),
        "director": Column(joined, ""),
        "cast": Column(listed, []),
        **texts("licence_no", "filing_no"),
        "tier": Column(one_of({"重点": "key", "普通": "ordinary", "其他": "other"}), ""),
        "tier_judged_on": Column(full_date, None),
        **texts("synopsis_hans", "synopsis_hant", "synopsis_en"),
        "themes": Column(RefsTo("themes"), []),
        "platforms": Column(platforms, []),
        "recognitions": Column(recognitions, []),
        **SOURCE_COLUMNS,
        **texts(*QUESTIONS),
    },
    parts={
        "title": Together((Plain("title_hans"), Plain("title_hant"), Plain("title_en"))),
        **plain("rank", "status", "year", "release_date", "episodes"),
        "episode_minutes": Together((Plain("episode_minutes_min"), Plain("episode_minutes_max"))),
        **plain("orientation", "is_ai_generated", "producers", "director", "cast"),
        "numbers": Together((Plain("licence_no"), Plain("filing_no"))),
        "tier": Together((Plain("tier"), Plain("tier_judged_on"))),
        **plain("synopsis_hans", "synopsis_hant", "synopsis_en"),
        "themes": Tags("themes", "themes"),
        "platforms": Children(
            "platforms",
            PlatformLink,
            "drama",
            ("name", "url", "is_planned", "position"),
            ("position", "name"),
        ),
        "recognitions": Children(
            "recognitions",
            Recognition,
            "drama",
            ("body", "programme", "batch", "date"),
            ("programme", "batch"),
        ),
        **SOURCE_PARTS,
        **plain(*QUESTIONS),
    },
    checks=(
        rows.drama_has_a_title,
        rows.episodes_run_from_short_to_long,
        rows.tier_has_its_day,
        rows.licence_or_filing,
        rows.lists_name_it_once,
        rows.sources_are_paired,
    ),
)

# A catalogue is compiled at a desk: that a pin is surveyed is a bureau's word.
_CATALOGUE_QUALITIES = [PinQuality.APPROXIMATE.value, PinQuality.AREA.value, PinQuality.NONE.value]
_PRINTED = ("kind_printed", "address_hans", "district_printed", "city_printed", "province_printed")
_ETIQUETTE = ("etiquette_hans", "etiquette_hant", "etiquette_en")
_PIN_BASIS = ("pin_basis_hans", "pin_basis_en")

LOCATIONS = Table(
    name="locations",
    model=Location,
    key="slug",
    columns={
        "slug": Column(slug),
        **NAME_COLUMNS,
        "aliases": Column(listed, []),
        "kind": Column(RefTo("kinds")),
        **texts(*_PRINTED),
        "region_code": Column(RefTo("regions"), None),
        "country": Column(rows.country),
        "time_zone": Column(rows.time_zone),
        "lat": Column(degrees, None),
        "lng": Column(degrees, None),
        "datum": Column(rows.datum, None),
        "pin_quality": Column(one_of(_CATALOGUE_QUALITIES)),
        "pin_accuracy_m": Column(whole, None),
        **texts(*_PIN_BASIS),
        "radius_m": Column(rows.radius),
        "lifecycle": Column(one_of(Lifecycle.values)),
        "access": Column(one_of(Access.values)),
        **texts(*_ETIQUETTE),
        "possibly_same_as": Column(RefTo("locations"), None),
        **SOURCE_COLUMNS,
        **texts(*QUESTIONS),
    },
    parts={
        **plain(*NAMES, "aliases"),
        "kind": Reference("kind", "kinds"),
        **plain(*_PRINTED),
        "region": Reference("region", "regions", "region_code"),
        **plain("country", "time_zone"),
        "pin": Together(
            tuple(map(Plain, ("lat", "lng", "pin_quality", "pin_accuracy_m", *_PIN_BASIS)))
        ),
        **plain("radius_m", "lifecycle", "access", *_ETIQUETTE),
        "possibly_same_as": Reference("possibly_same_as", "locations", late=True),
        **SOURCE_PARTS,
        **plain(*QUESTIONS),
    },
    checks=(rows.pin_is_whole, rows.sources_are_paired, rows.not_the_same_as_itself),
)

_WHAT = ("what_hans", "what_hant", "what_en")

SCENES = Table(
    name="scenes",
    model=Scene,
    key="slug",
    columns={
        "slug": Column(slug),
        "drama": Column(RefTo("dramas")),
        "location": Column(RefTo("locations")),
        "position": Column(small),
        "link_type": Column(one_of(Scene.LinkType.values)),
        **texts(*_WHAT),
        "episode": Column(small, None),
        "second": Column(whole, None),
        **SOURCE_COLUMNS,
    },
    parts={
        "link": Together((Reference("drama", "dramas"), Reference("location", "locations"))),
        **plain("position", "link_type", *_WHAT, "episode", "second"),
        **SOURCE_PARTS,
    },
    checks=(rows.sources_are_paired,),
)

_SUMMARY = ("summary_hans", "summary_hant", "summary_en")

TRAILS = Table(
    name="trails",
    model=Trail,
    key="slug",
    columns={
        "slug": Column(slug),
        "drama": Column(RefTo("dramas"), None),
        "theme": Column(RefTo("themes"), None),
        **NAME_COLUMNS,
        **texts(*_SUMMARY),
    },
    parts={
        "subject": Together((Reference("drama", "dramas"), Reference("theme", "themes"))),
        **plain(*NAMES, *_SUMMARY),
        "stops": Children(
            "stops",
            TrailStop,
            "trail",
            ("position", "location", "note_hans", "note_hant", "note_en"),
            ("position",),
            references={"location": "locations"},
        ),
    },
    checks=(rows.trail_has_one_subject,),
)

# Not records of their own: they are folded into the stops of their trail (`checking.py`).
STOPS = Table(
    name="trail_stops",
    model=TrailStop,
    key="",
    columns={
        "trail": Column(RefTo("trails")),
        "position": Column(small),
        "location": Column(RefTo("locations")),
        **texts("note_hans", "note_en"),
    },
    parts=plain("note_hans", "note_en"),
)

# In the order of loading: whatever a row points to has been loaded before it.
TABLES = (REGIONS, KINDS, THEMES, DRAMAS, LOCATIONS, SCENES, TRAILS)
