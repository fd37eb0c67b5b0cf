"""Path parts of identity."""

from django.urls.converters import UUIDConverter

from accounts.models import Consent


class PurposeConverter:
    """A purpose of consent; any other word is an address that does not exist."""

    regex = "|".join(Consent.Purpose.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DeviceConverter(UUIDConverter):
    """The public id of a token."""
