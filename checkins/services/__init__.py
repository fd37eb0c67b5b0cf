"""Every deed of the check-in; each is atomic, safe to repeat, and sees no request."""

from checkins.services.appeals import Appealed, make_appeal, withdraw_appeal
from checkins.services.arriving import arrive, arrive_by_wechat
from checkins.services.attempts import Attempt, Outcome, Result
from checkins.services.badge_making import save_badge, settle_badge, settle_places
from checkins.services.batch import check_in_each
from checkins.services.boards import give_consent, hide_nickname, set_nickname
from checkins.services.checking_in import check_in
from checkins.services.closing import close_months
from checkins.services.deciding import accept_appeal, refuse_appeal, undo_decision
from checkins.services.derived_badges import make_derived_badges
from checkins.services.erasing import deletions, erase_traveller, reapply_deletions
from checkins.services.forgetting import forget_traces, withdraw_consent
from checkins.services.keeping import delete_check_in, edit_check_in, forget_positions
from checkins.services.merging import merge_guest
from checkins.services.photo_files import sweep_photo_files
from checkins.services.photos import (
    Upload,
    delete_photo,
    edit_photo,
    keep_photo,
    review_photos,
)
from checkins.services.recounting import recount
from checkins.services.site_codes import replace_printed_code, replace_rotating_key
from checkins.services.survey import judge_kept_visits, survey_location

__all__ = [
    "Appealed",
    "Attempt",
    "Outcome",
    "Result",
    "Upload",
    "accept_appeal",
    "arrive",
    "arrive_by_wechat",
    "check_in",
    "check_in_each",
    "close_months",
    "delete_check_in",
    "delete_photo",
    "deletions",
    "edit_check_in",
    "edit_photo",
    "erase_traveller",
    "forget_positions",
    "forget_traces",
    "give_consent",
    "hide_nickname",
    "judge_kept_visits",
    "keep_photo",
    "make_appeal",
    "make_derived_badges",
    "merge_guest",
    "reapply_deletions",
    "recount",
    "refuse_appeal",
    "replace_printed_code",
    "replace_rotating_key",
    "review_photos",
    "save_badge",
    "set_nickname",
    "settle_badge",
    "settle_places",
    "survey_location",
    "sweep_photo_files",
    "undo_decision",
    "withdraw_appeal",
    "withdraw_consent",
]
