"""Every deed of the check-in; each is atomic, safe to repeat, and sees no request."""

from checkins.services.batch import check_in_each
from checkins.services.checking_in import Attempt, Outcome, Result, check_in
from checkins.services.keeping import delete_check_in, edit_check_in, forget_positions
from checkins.services.recounting import recount
from checkins.services.site_codes import replace_printed_code, replace_rotating_key
from checkins.services.survey import judge_kept_visits, survey_location

__all__ = [
    "Attempt",
    "Outcome",
    "Result",
    "check_in",
    "check_in_each",
    "delete_check_in",
    "edit_check_in",
    "forget_positions",
    "judge_kept_visits",
    "recount",
    "replace_printed_code",
    "replace_rotating_key",
    "survey_location",
]
