"""The smallest guard against lost edits: a form remembers which state of the row it was made from."""

from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from dramas.models import PublicRecord


class UnchangedSince(forms.ModelForm):
    """Refuses to save over a change that came in between; the row has a `revision`."""

    seen_revision = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["seen_revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        # The instance was read for this request, before any posted value went into it.
        if self.instance.pk and cleaned.get("seen_revision") != self.instance.revision:
            raise ValidationError(_changed_meanwhile(self.instance), code="changed_meanwhile")
        return cleaned


def _changed_meanwhile(record: Any) -> str:
    who = _last_editor(record)
    when = formats.date_format(timezone.localtime(record.updated_at), "DATETIME_FORMAT")
    if who:
        message = _(
            "%(who)s changed this on %(when)s, after you had opened it. Nothing was saved: "
            "open the page again in a new tab and enter your changes there."
        )
    else:
        message = _(
            "This was changed on %(when)s, after you had opened it. Nothing was saved: "
            "open the page again in a new tab and enter your changes there."
        )
    return str(message) % {"who": who, "when": when}


def _last_editor(record: PublicRecord) -> str:
    """Who made the change that is stored, as far as the admin's log knows."""
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(record), object_id=str(record.pk)
        )
        .select_related("user")
        .order_by("-action_time")
        .first()
    )
    if entry is None or abs((entry.action_time - record.updated_at).total_seconds()) > 5:
        return ""  # the last change came through another door
    return entry.user.get_full_name() or entry.user.get_username()
