from partners.models.duty import Absence, DutyShift
from partners.models.link import PrivateLink
from partners.models.notification import MessageChoice, Notification, OutboxMessage
from partners.models.organisation import (
    Organisation,
    OrganisationGroupGrant,
    OrganisationUserGrant,
    RoleGroup,
    Site,
    Ward,
)
from partners.models.past import MembershipPast, UserPast
from partners.models.person import Membership, User
from partners.models.record import AuditEvent, ReadLog
from partners.models.scheme import Scheme, SchemeGroupGrant, SchemePartner, SchemeUserGrant
from partners.models.sharing import SharingAgreement
from partners.models.sign_in import Invitation, SavedForm

__all__ = [
    "Absence",
    "AuditEvent",
    "DutyShift",
    "Invitation",
    "Membership",
    "MembershipPast",
    "MessageChoice",
    "Notification",
    "Organisation",
    "OrganisationGroupGrant",
    "OrganisationUserGrant",
    "OutboxMessage",
    "PrivateLink",
    "ReadLog",
    "RoleGroup",
    "SavedForm",
    "Scheme",
    "SchemeGroupGrant",
    "SchemePartner",
    "SchemeUserGrant",
    "SharingAgreement",
    "Site",
    "User",
    "UserPast",
    "Ward",
]
