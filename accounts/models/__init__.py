from accounts.models.bureau import Bureau, Membership
from accounts.models.consent import Consent
from accounts.models.gone import GoneTraveller
from accounts.models.login_limit import LoginLimit
from accounts.models.region import Region
from accounts.models.revision import PublicQuerySet, PublicRecord, Revision
from accounts.models.traveller import Traveller
from accounts.models.user import User

__all__ = [
    "Bureau",
    "Consent",
    "GoneTraveller",
    "LoginLimit",
    "Membership",
    "PublicQuerySet",
    "PublicRecord",
    "Region",
    "Revision",
    "Traveller",
    "User",
]
