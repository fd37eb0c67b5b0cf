"""Path parts of identity."""

from accounts.models import Consent


class PurposeConverter:
    """A purpose of consent; any other word is an address that does not exist."""

    regex = "|".join(Consent.Purpose.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
