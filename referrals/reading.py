"""As what a person reads a case: the column of the minimum-data table that holds for them there.

- A coordinator of the leading organisation: the lead.
- Ward staff of the referring organisation, for a case of their own wards: the ward.
- Anybody else who sees all cases of the organisation that refers or leads it: the discharge team.
- Somebody whose organisation may look now (a current party row as viewer): one who may look.
- Nobody else opens the case, unless in an emergency.

Whether they may open it at all is for `referrals.access`; providers and managers of flats never open a case.
"""

from partners import access as partners
from partners.minimum_data import Reader
from partners.models import User
from partners.roles import Permission
from referrals.lifecycle import Part
from referrals.models import Referral, ReferralParty


def reader_of(user: User, referral: Referral) -> Reader:
    """As what this person, who may open this case, reads it. One query, for those outside both sides alone.

    A list that annotated `looks` (has this person's organisation a current part as viewer?) is spared that query.
    """
    if referral.lead_organisation_id in partners.organisations_where(user, Permission.CASE_TRIAGE):
        return Reader.LEAD
    whole = partners.organisations_where(user, Permission.REFERRAL_VIEW)
    if referral.lead_organisation_id in whole or referral.referrer_organisation_id in whole:
        return Reader.DISCHARGE_TEAM
    by_ward = partners.organisations_where(user, Permission.REFERRAL_VIEW_WARD)
    if referral.referrer_organisation_id in by_ward and referral.ward_id in partners.own_ward_ids(user):
        return Reader.WARD
    looks = getattr(referral, "looks", None)
    if looks is None:
        looks = ReferralParty.objects.filter(
            referral=referral, organisation__in=whole, part=Part.VIEWER, to_at__isnull=True
        ).exists()
    return Reader.VIEWER if looks else Reader.BREAK_GLASS
