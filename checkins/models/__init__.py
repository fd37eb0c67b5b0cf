from checkins.models.check_in import CheckIn
from checkins.models.stamp import LocationTally, Stamp

__all__ = ["CheckIn", "LocationTally", "Stamp"]
