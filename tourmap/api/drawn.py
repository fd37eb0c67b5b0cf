"""Shapes that lists are made of: documented by their fields, drawn at once."""

from typing import Any

from rest_framework import serializers


class DrawnSerializer(serializers.Serializer[Any]):
    """A class that has a `draw` of its own gives what `draw` makes, which equals its fields.

    Field by field a card costs five times as much: fields are copied for each serializer, and each
    value is looked up through its field. A subclass that adds fields and no `draw` is made field
    by field again, so that it cannot lose them.
    """

    @classmethod
    def draw(cls, record: Any, context: Any) -> dict[str, Any]:
        """The shape of `record`; `context` is the serializer's, such as `{"datum": …}`."""
        raise NotImplementedError

    def to_representation(self, record: Any) -> dict[str, Any]:
        if "draw" in vars(type(self)):
            return self.draw(record, self.context)
        return super().to_representation(record)
