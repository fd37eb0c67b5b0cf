"""The form of a place: what an editor may write, and how it is checked before the store sees it."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.models import Region
from locations.admin.fields import LinesField, PasteInput, PinMap, SourcesField
from locations.admin.lost_edits import UnchangedSince
from locations.admin.reading import DATUMS, told_reading, told_refusal
from locations.models import Location
from locations.models.location import PinQuality
from locations.pasted import read_pasted
from tourmap.geo import Datum, InvalidPoint, LatLng
from tourmap.lang.traditional import propose_traditional

HAS_HANT = ["name", "etiquette", "hours", "tickets", "transport"]
SURVEY = "_survey"  # the name of the button
SURVEYED_WITHIN_M = 10  # what a phone in the open reaches, where the editor gives no other number
MIN_RADIUS_M, MAX_RADIUS_M = 10, 50_000  # the constraint radius_is_sensible
SAME_SPOT_DEG = 1e-6  # what the number fields lose by rounding, 0.1 m


class SurveyedPin(NamedTuple):
    """What the survey act is to write."""

    point: LatLng
    accuracy_m: int
    radius_m: int


class LocationForm(UnchangedSince):
    """`user` is set on the class for each request, as Django makes admin forms."""

    user: Any

    pin_map = forms.CharField(label=_("Map"), required=False, widget=PinMap)
    paste = forms.CharField(
        label=_("Paste coordinates"),
        required=False,
        max_length=100,
        widget=PasteInput({"placeholder": "30.6437,104.0446", "autocomplete": "off"}),
        help_text=_("As copied from a map site; either order is understood."),
    )
    paste_datum = forms.ChoiceField(
        label=_("Datum of the pasted coordinates"),
        choices=DATUMS,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    aliases = LinesField(label=_("Other names"), required=False, help_text=_("One a line."))
    sources = SourcesField(
        label=_("Sources"), required=False, help_text=_("One a line: title | address.")
    )

    class Meta:
        model = Location
        fields: list[str] = []  # LocationAdmin names them in its groups

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.surveyed_pin: SurveyedPin | None = None
        self.reading = ""  # how pasted coordinates were understood
        self.stored = Location.objects.filter(pk=self.instance.pk).first()
        if "region" in self.fields:
            self._offer_own_regions()
            self._offer_pin_qualities()

    def _offer_own_regions(self) -> None:
        region: Any = self.fields["region"]
        regions = Region.objects.looked_after_by(self.user).select_related("parent__parent")
        region.queryset = regions
        region.required = not self.user.is_superuser
        region.label_from_instance = whole_name
        region.error_messages["invalid_choice"] = _(
            "A place of your bureau lies in one of the bureau's regions."
        )

    def _offer_pin_qualities(self) -> None:
        """`surveyed` is reached through the survey act, never by choosing it."""
        kept = self.stored is not None and self.stored.pin_quality == PinQuality.SURVEYED
        quality: Any = self.fields["pin_quality"]
        quality.choices = [
            choice for choice in PinQuality.choices if kept or choice[0] != PinQuality.SURVEYED
        ]

    def clean_possibly_same_as(self) -> Location | None:
        chosen: Location | None = self.cleaned_data["possibly_same_as"]
        if chosen is None and self.stored and (hidden := self.stored.possibly_same_as):
            mine = Location.objects.editable_by(self.user)
            if not mine.filter(pk=hidden.pk).exists():
                return hidden  # points into another bureau's region: not seen, so not taken away
        if chosen is not None and chosen.pk == self.instance.pk:
            raise forms.ValidationError(_("A place is not possibly the same as itself."))
        return chosen

    def clean_radius_m(self) -> int:
        radius_m: int = self.cleaned_data["radius_m"]
        if not MIN_RADIUS_M <= radius_m <= MAX_RADIUS_M:
            raise forms.ValidationError(_("A check-in radius lies between 10 and 50,000 metres."))
        return radius_m

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("A country has two letters, such as CN."))
        return country

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._propose_traditional(cleaned)
        self._take_pasted(cleaned)
        if not self.errors:
            if SURVEY in self.data:
                self._take_survey(cleaned)
            else:
                self._check_pin(cleaned)
        elif not {"lat", "lng"} & set(self.errors):
            self._point(cleaned)  # told with the other faults, before the store's constraint
        return cleaned

    def _propose_traditional(self, cleaned: dict[str, Any]) -> None:
        for name in HAS_HANT:
            if (text := cleaned.get(f"{name}_hans")) and not cleaned.get(f"{name}_hant"):
                cleaned[f"{name}_hant"] = propose_traditional(text)

    def _take_pasted(self, cleaned: dict[str, Any]) -> None:
        """What was pasted and not yet converted by the button goes before the number fields."""
        if not (text := cleaned.get("paste")):
            return
        datum = Datum(cleaned.get("paste_datum") or Datum.GCJ02)
        try:
            pasted = read_pasted(text, datum)
        except InvalidPoint as error:
            self.add_error("paste", told_refusal(error))
            return
        cleaned["lat"], cleaned["lng"] = pasted.point.rounded(6).lat, pasted.point.rounded(6).lng
        for name in ("lat", "lng"):  # these were not what the editor meant
            self.errors.pop(name, None)
        self.reading = told_reading(pasted, datum)

    def _point(self, cleaned: dict[str, Any]) -> LatLng | None:
        lat, lng = cleaned.get("lat"), cleaned.get("lng")
        if lat is None and lng is None:
            return None
        try:
            return LatLng.of(lat, lng)
        except InvalidPoint as error:
            swapped = error.code == "swapped"
            told = _("Latitude and longitude are the wrong way round.") if swapped else None
            self.add_error("lat", told or told_refusal(error))
            return None

    def _take_survey(self, cleaned: dict[str, Any]) -> None:
        """Leaves the stored pin as it is for the save, and keeps the new one for the act."""
        point = self._point(cleaned)
        if point is None:
            if not self.errors:
                self.add_error("lat", _("To survey a pin, set it first: tap the map."))
            return
        accuracy_m = cleaned.get("pin_accuracy_m")
        stored = self.stored or Location()
        if not accuracy_m or (
            stored.pin_quality != PinQuality.SURVEYED and accuracy_m == stored.pin_accuracy_m
        ):
            accuracy_m = SURVEYED_WITHIN_M  # the old number said how far off the guess was
        self.surveyed_pin = SurveyedPin(point, accuracy_m, cleaned["radius_m"])
        for name in ("lat", "lng", "pin_quality", "pin_accuracy_m"):
            cleaned[name] = getattr(stored, name)
        for name in ("pin_basis_hans", "pin_basis_en"):
            if stored.pin_quality != PinQuality.SURVEYED and name not in self.changed_data:
                cleaned[name] = ""  # it said where the guess came from

    def _check_pin(self, cleaned: dict[str, Any]) -> None:
        point, quality = self._point(cleaned), cleaned["pin_quality"]
        if self.errors:
            return
        if quality == PinQuality.NONE:
            if point:
                self.add_error("pin_quality", _("There is a point: say how well it is known."))
            return
        if point is None:
            self.add_error("lat", _("Set the pin, or choose that no point is known."))
        elif quality == PinQuality.SURVEYED and self._is_moved(point):
            self.add_error(
                "pin_quality",
                _(
                    "This pin was surveyed. To move it, survey it again with the button below, "
                    "or say that it is only approximate."
                ),
            )
        elif quality != PinQuality.SURVEYED and not cleaned.get("pin_accuracy_m"):
            self.add_error("pin_accuracy_m", _("Say how many metres the pin may be off."))

    def _is_moved(self, point: LatLng) -> bool:
        before = self.stored.point if self.stored else None
        if before is None:
            return True
        apart = max(abs(before.lat - point.lat), abs(before.lng - point.lng))
        return apart > SAME_SPOT_DEG

    def save(self, commit: bool = True) -> Location:
        if self.instance.pin_quality != PinQuality.SURVEYED:
            self.instance.surveyed_at = self.instance.surveyed_by = None
        return super().save(commit)


def whole_name(region: Region) -> str:
    """四川省 眉山市 彭山区: a county's name alone may stand for several."""
    parents = [region.parent.parent, region.parent] if region.parent else []
    return " ".join(str(part) for part in [*parents, region] if part)
