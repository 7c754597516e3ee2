"""Everything that changed on a case, over all apps."""

from housing.queries import history as housing
from outcomes.queries import history as outcomes
from partners.models import User
from referrals.models import Referral
from referrals.queries import history as referrals
from referrals.queries.history import Change, history_of, readable_by

SOURCES = (*referrals.SOURCES, *housing.SOURCES, *outcomes.SOURCES)
NAMES = {**referrals.NAMES, **housing.NAMES}


def case_history(user: User, referral: Referral) -> list[Change]:
    """What changed on this case since it was sent, newest first, as far as this person may read it.

    One query for each of the tables with a past, and at most seven for names.
    """
    return history_of(referral, readable=readable_by(user, referral), sources=SOURCES, names=NAMES)
