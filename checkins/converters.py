from django.urls.converters import UUIDConverter


class IdConverter(UUIDConverter):
    """A UUID in either case, as the body of a check-in takes it: iPhones write capital letters."""

    regex = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
