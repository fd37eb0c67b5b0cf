"""Every deed of the check-in; each is atomic, safe to repeat, and sees no request."""

from checkins.services.arriving import arrive, arrive_by_wechat
from checkins.services.attempts import Attempt, Outcome, Result
from checkins.services.batch import check_in_each
from checkins.services.checking_in import check_in
from checkins.services.erasing import deletions, erase_traveller, reapply_deletions
from checkins.services.keeping import delete_check_in, edit_check_in, forget_positions
from checkins.services.merging import merge_guest
from checkins.services.recounting import recount
from checkins.services.site_codes import replace_printed_code, replace_rotating_key
from checkins.services.survey import judge_kept_visits, survey_location

__all__ = [
    "Attempt",
    "Outcome",
    "Result",
    "arrive",
    "arrive_by_wechat",
    "check_in",
    "check_in_each",
    "delete_check_in",
    "deletions",
    "edit_check_in",
    "erase_traveller",
    "forget_positions",
    "judge_kept_visits",
    "merge_guest",
    "reapply_deletions",
    "recount",
    "replace_printed_code",
    "replace_rotating_key",
    "survey_location",
]
