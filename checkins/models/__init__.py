from checkins.models.appeal import Appeal, AppealStep
from checkins.models.badge import Badge, BadgeAward
from checkins.models.board import BoardEntry, BoardName
from checkins.models.check_in import CheckIn
from checkins.models.figure import ClosedMonth, MonthlyFigure
from checkins.models.photo import DeletedPhoto, Photo
from checkins.models.site_code import CodeGuesses, CodeUse, PrintedCode, RotatingKey
from checkins.models.stamp import LocationTally, Stamp
from checkins.models.tombstone import DeletedCheckIn

__all__ = [
    "Appeal",
    "AppealStep",
    "Badge",
    "BadgeAward",
    "BoardEntry",
    "BoardName",
    "CheckIn",
    "ClosedMonth",
    "CodeGuesses",
    "CodeUse",
    "DeletedCheckIn",
    "DeletedPhoto",
    "LocationTally",
    "MonthlyFigure",
    "Photo",
    "PrintedCode",
    "RotatingKey",
    "Stamp",
]
