"""What this app holds on a person, table by table, in plain words."""

from functools import partial

from housing.catalogue import FUNDING_SOURCES
from housing.reasons import NO_CLAIM_REASONS, OVERSTAY_REASONS, REHOUSING_ROUTES
from partners.held import OTHERS, Held
from referrals.lists import label_of

HELD: tuple[Held, ...] = (
    Held(table="housing.HomeAssessment", title="Whether your home is fit", check={"summary": OTHERS}),
    Held(
        table="housing.Intervention",
        title="Work on your home",
        labels={"kind": "What", "provider": "By", "clock": "Deadline"},
        codes={"funding_source": partial(label_of, FUNDING_SOURCES)},
        check={"instructions": OTHERS, "finish_note": OTHERS},
    ),
    Held(
        table="housing.Stay",
        title="Stays in a temporary flat",
        labels={"unit": "Flat"},
        codes={
            "overstay_reason": partial(label_of, OVERSTAY_REASONS),
            "no_claim_reason": partial(label_of, NO_CLAIM_REASONS),
        },
        check={"support_plan": OTHERS},
    ),
    Held(table="housing.StayReview", title="Reviews of your stay by the team", check={"decided": OTHERS}),
    Held(table="housing.Occupation", title="Days for which a flat was kept"),
    Held(
        table="housing.Rehousing",
        title="Finding another home",
        labels={"tenancy_on": "Tenancy signed"},
        codes={"route": partial(label_of, REHOUSING_ROUTES)},
        check={"landlord": OTHERS},
    ),
)
