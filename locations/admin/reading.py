"""Pasted coordinates told in words: for the form that is sent and for the button beside it."""

from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locations.pasted import Pasted, read_pasted
from tourmap.geo import Datum, InvalidPoint

DATUMS = [
    (Datum.GCJ02.value, gettext_lazy("GCJ-02: Amap, Tencent, WeChat, Google in China")),
    (Datum.BD09.value, gettext_lazy("BD-09: Baidu")),
    (Datum.WGS84.value, gettext_lazy("WGS-84: GPS, Tianditu, OpenStreetMap")),
]
SHORT = {Datum.GCJ02: "GCJ-02", Datum.BD09: "BD-09", Datum.WGS84: "WGS-84"}


class ReadingForm(forms.Form):
    """What the button sends."""

    text = forms.CharField(max_length=100)
    datum = forms.ChoiceField(choices=DATUMS)


def told_refusal(error: InvalidPoint) -> str:
    """Why pasted coordinates could not be read."""
    if error.code == "wrong_shape":
        return _("Expected two numbers, such as 30.6437,104.0446.")
    return _("This is no place on earth: latitudes end at 90°, longitudes at 180°.")


def told_reading(pasted: Pasted, datum: Datum) -> str:
    """What was understood and where it is."""
    told = {
        "datum": SHORT[datum],
        "lat": f"{pasted.as_read.lat:.6f}",
        "lng": f"{pasted.as_read.lng:.6f}",
        "wgs_lat": f"{pasted.point.lat:.6f}",
        "wgs_lng": f"{pasted.point.lng:.6f}",
    }
    order = ""
    if pasted.lng_came_first:
        order = _("The longitude came first; read as latitude %(lat)s, longitude %(lng)s.") % told
    if datum is not Datum.WGS84:
        place = _("Converted from %(datum)s to WGS-84: %(wgs_lat)s, %(wgs_lng)s.") % told
    else:
        place = _("Read as WGS-84: %(wgs_lat)s, %(wgs_lng)s.") % told
    return f"{order} {place}".strip()


def read_coordinates(request: HttpRequest) -> JsonResponse:
    """`?text=104.0446,30.6437&datum=gcj02` → `{lat, lng, swapped, message}` in WGS-84, or 400."""
    form = ReadingForm(request.GET)
    if not form.is_valid():
        return _refused(_("Expected two numbers, such as 30.6437,104.0446."))
    datum = Datum(form.cleaned_data["datum"])
    try:
        pasted = read_pasted(form.cleaned_data["text"], datum)
    except InvalidPoint as error:
        return _refused(told_refusal(error))
    answer: dict[str, Any] = {
        "lat": pasted.point.lat,
        "lng": pasted.point.lng,
        "swapped": pasted.lng_came_first,
        "message": told_reading(pasted, datum),
    }
    return JsonResponse(answer)


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=400)
