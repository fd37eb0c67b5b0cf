"""What a visitor reads for the states of a place and of a scene; the desk has its own words."""

from django.utils.translation import gettext_lazy as _

from locations.models import Scene
from locations.models.location import Access, Lifecycle

ACCESS = {
    Access.UNKNOWN: _("Not known whether visitors may go in"),
    Access.OPEN: _("Open to visitors"),
    Access.TICKET: _("Open with a ticket"),
    Access.NOT_OPEN: _("Not open to visitors"),
}
LIFECYCLE = {
    Lifecycle.UNKNOWN: "",
    Lifecycle.OPEN: _("Open"),
    Lifecycle.SEASONAL: _("Open for a season"),
    Lifecycle.TEMPORARY: _("There for a time only"),
    Lifecycle.PRIVATE: _("Private: look from outside"),
    Lifecycle.DEMOLISHED: _("No longer there"),
    Lifecycle.CLOSED: _("Closed by the tourism bureau"),
}
LINK = {
    Scene.LinkType.SHOT: _("Shot here"),
    Scene.LinkType.SET_IN: _("The story is set here"),
    Scene.LinkType.ANNOUNCED: _("Announced as a location"),
}
