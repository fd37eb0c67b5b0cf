"""An editor at the bureau's desk: the admin's own pages, read and sent back as a browser does."""

import re
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.journey.site import Site
from tourmap.geo import LatLng


class _Form(HTMLParser):
    """The values a browser would send for the form with this id."""

    def __init__(self, page: str, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.values: dict[str, Any] = {}
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in {"submit", "file"}:
            ticks = given.get("type") in {"checkbox", "radio"}
            if not ticks or "checked" in given:
                self.values[name] = given.get("value", "on" if ticks else "") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self.values[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._textarea, self.values[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self.inside = False


class Desk:
    """Signed in as one of the logins that the first start made."""

    def __init__(self, site: Site, login: str) -> None:
        self.http = httpx.Client(base_url=site.url, follow_redirects=True, timeout=20)
        self.http.headers["Accept-Language"] = "zh-CN"
        page = self.http.get("/admin/login/?next=/admin/")
        form = _Form(page.text, "login-form")
        entered = {"username": login, "password": site.password_of(login)}
        home = self.http.post("/admin/login/?next=/admin/", data=form.values | entered)
        assert (home.status_code, home.url.path) == (200, "/admin/"), home.text

    def close(self) -> None:
        self.http.close()

    def number_of(self, name: str) -> int:
        """The place of this name in this editor's list, by the list's own search."""
        page = self.http.get("/admin/locations/location/", params={"q": name}).text
        found = set(re.findall(r"/admin/locations/location/(\d+)/change/", page))
        assert len(found) == 1, f"{name}: {sorted(found)}"
        return int(found.pop())

    def lists(self, name: str) -> bool:
        """Whether this editor's list of places has the name."""
        return name in self.http.get("/admin/locations/location/", params={"q": ""}).text

    def opens(self, number: int) -> bool:
        """Whether the place's own page can be reached."""
        page = self.http.get(f"/admin/locations/location/{number}/change/")
        return "location_form" in page.text

    def survey(self, number: int, *, at: LatLng, accuracy_m: int) -> str:
        """Sets the pin and presses the button that surveys it; the answered page."""
        address = f"/admin/locations/location/{number}/change/"
        form = _Form(self.http.get(address).text, "location_form")
        entered = {
            "lat": str(at.lat),
            "lng": str(at.lng),
            "pin_accuracy_m": str(accuracy_m),
            "_survey": "1",
        }
        page = self.http.post(address, data=form.values | entered)
        assert page.status_code == 200
        assert "errorlist" not in page.text, re.findall(r"errorlist.{0,400}", page.text, re.DOTALL)
        return page.text
