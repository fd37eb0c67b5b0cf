"""The words the filters take, each with the number of published places behind it."""

from typing import Any

from rest_framework import serializers

from locations.serializers.location import KindShape, RegionShape
from tourmap.api.fields import AllLanguages


class KindWord(KindShape):
    names = AllLanguages("name")
    location_count = serializers.IntegerField(help_text="Published places behind it.")


class ThemeWord(KindWord):
    drama_count = serializers.IntegerField(help_text="Dramas behind it.")


class RegionWord(RegionShape):
    names = AllLanguages("name")
    parent = serializers.CharField(
        source="parent_id", allow_null=True, help_text="Code of the region above."
    )
    location_count = serializers.IntegerField(help_text="Places in it and in all below it.")


class BatchWord(serializers.Serializer[Any]):
    """A programme's batch; `batch` is empty where the programme has none."""

    programme = serializers.CharField(help_text="Such as 跟着微短剧去旅行.")
    batch = serializers.CharField()
    drama_count = serializers.IntegerField(help_text="Dramas behind it.")
    location_count = serializers.IntegerField(help_text="Published places behind it.")
