from django.db import models


class CatalogueEntry(models.Model):
    """What the catalogue last said of one record, whatever the bureaus have made of it since.

    A field that still holds the value kept here is the catalogue's and follows it; any other
    value is a bureau's and stays. An entry outlives its record: what a bureau has deleted is not
    made again by the next load.
    """

    table = models.CharField(max_length=20)
    key = models.CharField(max_length=170)
    record_pk = models.CharField(max_length=80)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="one_entry_per_catalogue_key"),
        ]

    def __str__(self) -> str:
        return f"{self.table}/{self.key}"
