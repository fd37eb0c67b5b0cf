from checkins.models.badge import Badge, BadgeAward
from checkins.models.board import BoardEntry, BoardName
from checkins.models.check_in import CheckIn
from checkins.models.site_code import CodeGuesses, CodeUse, PrintedCode, RotatingKey
from checkins.models.stamp import LocationTally, Stamp
from checkins.models.tombstone import DeletedCheckIn

__all__ = [
    "Badge",
    "BadgeAward",
    "BoardEntry",
    "BoardName",
    "CheckIn",
    "CodeGuesses",
    "CodeUse",
    "DeletedCheckIn",
    "LocationTally",
    "PrintedCode",
    "RotatingKey",
    "Stamp",
]
