"""What a bureau fills in to decide appeals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from checkins.models.appeal import MAX_WORDS, REFUSALS, Reason

WORDS_HELP = _("The traveller reads this. At most 500 characters.")


class AcceptForm(forms.Form):
    words = forms.CharField(
        label=_("Words to the traveller"),
        help_text=WORDS_HELP,
        max_length=MAX_WORDS,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


class RefuseForm(AcceptForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "–"), *((reason.value, reason.label) for reason in REFUSALS)],
        widget=UnfoldAdminSelectWidget(),
    )
    field_order = ["reason", "words"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Say which other reason it is."))
        return cleaned
