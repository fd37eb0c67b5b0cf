"""The revision of the public data: one number that grows with every change anybody can see.

ETags come from it, and each public row carries the number of its last change, so that apps can
ask what changed since. It is kept by the rows themselves: whichever door a change comes through
(API, admin, loader, shell), `save`, `delete`, `update` and `bulk_create` move it.
"""

from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F


class Revision(models.Model):
    """A single row."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def advance(cls) -> int:
        """The next number; inside the caller's transaction, so that it is seen with the change."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 0})
            cls.objects.filter(pk=1).update(number=F("number") + 1)
        return cls.current()


T = TypeVar("T", bound=models.Model)


class PublicQuerySet(models.QuerySet[T]):
    def update(self, **values: Any) -> int:
        with transaction.atomic():
            return super().update(**values, revision=Revision.advance())

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Revision.advance()
            return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[T]:
        with transaction.atomic():
            number = Revision.advance()
            for obj in objs:
                obj.revision = number
            return super().bulk_create(objs, *args, **options)


class PublicRecord(models.Model):
    """A row that visitors see."""

    revision = models.BigIntegerField(default=0, editable=False, db_index=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            self.revision = Revision.advance()
            if (fields := options.get("update_fields")) is not None:
                options["update_fields"] = {*fields, "revision", "updated_at"}
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Revision.advance()
            return super().delete(*args, **options)
