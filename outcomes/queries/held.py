"""What this app holds on a person, table by table, in plain words."""

from functools import partial

from outcomes.schedule import FOLLOW_UPS
from partners.held import OTHERS, Held
from referrals.catalogue import OUTCOMES
from referrals.lists import label_of

HELD: tuple[Held, ...] = (
    Held(
        table="outcomes.FollowUp",
        title="Calls and visits after you went home",
        codes={"kind": partial(label_of, FOLLOW_UPS)},
        check={"note": OTHERS},
    ),
    Held(
        table="outcomes.Outcome",
        title="What came of your case",
        labels={"code": "Outcome"},
        codes={"code": partial(label_of, OUTCOMES)},
        check={"note": OTHERS, "evidence": OTHERS},
    ),
)
