from checkins.models.check_in import CheckIn
from checkins.models.figure import ClosedMonth, MonthlyFigure
from checkins.models.site_code import CodeGuesses, CodeUse, PrintedCode, RotatingKey
from checkins.models.stamp import LocationTally, Stamp
from checkins.models.tombstone import DeletedCheckIn

__all__ = [
    "CheckIn",
    "ClosedMonth",
    "CodeGuesses",
    "CodeUse",
    "DeletedCheckIn",
    "LocationTally",
    "MonthlyFigure",
    "PrintedCode",
    "RotatingKey",
    "Stamp",
]
