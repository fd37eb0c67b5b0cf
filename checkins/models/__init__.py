from checkins.models.check_in import CheckIn
from checkins.models.stamp import LocationTally, Stamp
from checkins.models.tombstone import DeletedCheckIn

__all__ = ["CheckIn", "DeletedCheckIn", "LocationTally", "Stamp"]
