"""What this app holds on a person, table by table, in plain words."""

from functools import partial

from housing.catalogue import FUNDING_SOURCES
from housing.council import KINDS
from housing.reasons import NO_CLAIM_REASONS, OVERSTAY_REASONS, REHOUSING_ROUTES
from partners.held import OTHERS, Held
from referrals.lists import label_of

_REASONS = tuple(reason for kind in KINDS for stage in kind.stages for reason in stage.reasons)

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
    Held(
        table="housing.CouncilApplication",
        title="What a council was asked for you",
        labels={
            "stage_on": "Since",
            "agreed_referral": "You agreed to be referred",
            "agreed_council": "You chose this council",
            "agreed_contact": "You agreed that the council is given your contact details",
            "clock": "Deadline",
        },
    ),
    Held(
        table="housing.CouncilStage",
        title="How far that has come",
        codes={"reason": partial(label_of, _REASONS)},
        check={"note": OTHERS},
    ),
)
