"""One case, for its page and for every page that acts on it."""

from partners.models import User
from referrals import access
from referrals.models import Referral


def case_for(user: User, reference: str) -> Referral:
    """The case with this reference. Raises Referral.DoesNotExist when there is none or this person may not see it."""
    return (
        access.visible_to(user)
        .select_related(
            "patient", "scheme", "ward__site", "lead_organisation", "referrer_organisation", "assignee", "submitted_by"
        )
        .get(reference=reference)
    )
