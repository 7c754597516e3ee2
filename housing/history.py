"""What is done on a case, for its past: which columns are shown, and how they read. `referrals.history` says how."""

from functools import partial

from housing.catalogue import FUNDING_SOURCES, NO_CLAIM_REASONS, REHOUSING_ROUTES
from housing.council import KINDS, STAGE_CHOICES
from housing.models import HomeAssessment, Intervention, Stay
from referrals.catalogue import URGENCIES
from referrals.history import Kept, Names, Thing, chosen, coded

WORK = Thing(
    "work",
    "Work",
    {
        "kind_id": Kept("Kind of work", "work_kind", names=Names.KIND),
        "status": Kept("Status", "work_kind", partial(chosen, Intervention.Status.choices)),
        "urgency": Kept("Urgency", "work_kind", partial(coded, URGENCIES)),
        "provider_id": Kept("Who does it", "other_partners", names=Names.ORGANISATION),
        "blocks_discharge": Kept("Must be done before going home", "work_kind"),
        "instructions": Kept("What is asked", "work_instructions"),
        "funding_source": Kept("Who pays", "work_funding", partial(coded, FUNDING_SOURCES)),
        "estimated_cost": Kept("Estimated cost", "work_estimate"),
        "actual_cost": Kept("Actual cost", "work_cost"),
        "finish_note": Kept("Note on the work", "work_note"),
    },
    title="kind_id",
)
ASSESSMENT = Thing(
    "assessment",
    "Assessment of the home",
    {
        "verdict": Kept("Verdict", "home_assessment", partial(chosen, HomeAssessment.Verdict.choices)),
        "assessed_on": Kept("Day", "home_assessment"),
        "summary": Kept("Summary", "home_assessment"),
    },
    title="verdict",
)
REHOUSING = Thing(
    "rehousing",
    "New home",
    {
        "landlord": Kept("Landlord", "new_landlord"),
        "route": Kept("Route", "new_landlord", partial(coded, REHOUSING_ROUTES)),
        "applied_on": Kept("Applied", "new_landlord"),
        "registered_on": Kept("On the register", "new_landlord"),
        "offered_on": Kept("Home offered", "new_landlord"),
        "viewed_on": Kept("Home viewed", "new_landlord"),
        "tenancy_on": Kept("Tenancy signed", "new_landlord"),
        "new_address": Kept("New address", "new_address"),
        "ended_on": Kept("Search ended", "search_ended"),
        "ended_reason": Kept("Why the search ended", "search_ended"),
    },
    title="landlord",
)
COUNCIL = Thing(
    "council",
    "Asked of a council",
    {
        "kind": Kept("What", "council", partial(coded, KINDS)),
        "council": Kept("Council", "council"),
        "stage": Kept("Stage", "council", partial(chosen, STAGE_CHOICES)),
        "stage_on": Kept("Since", "council"),
    },
    title="council",
)
STAY = Thing(
    "stay",
    "Stay in a flat",
    {
        "unit_id": Kept("Flat", "stay", names=Names.UNIT),
        "status": Kept("Status", "stay", partial(chosen, Stay.Status.choices)),
        "from_on": Kept("From", "stay"),
        "until_on": Kept("Until", "stay"),
        "arrived_on": Kept("Moved in", "stay"),
        "departed_on": Kept("Moved out", "stay"),
        "move_on_to": Kept("Moved on to", "stay_end"),
        "cancelled_reason": Kept("Why cancelled", "stay_cancelled"),
        "support_plan": Kept("Support plan", "support_plan"),
        "overstay_reason": Kept("Why longer than the limit", "stay_end"),
        "claim_sent_on": Kept("Housing benefit claimed", "benefit_claim"),
        "no_claim_reason": Kept("Why no claim", "benefit_claim", partial(coded, NO_CLAIM_REASONS)),
    },
    title="unit_id",
)
THINGS: tuple[Thing, ...] = (WORK, ASSESSMENT, REHOUSING, COUNCIL, STAY)

#: Columns kept and not listed on the page, as thing.column.
NOT_SHOWN: dict[str, str] = {
    **dict.fromkeys(
        (
            "work.clock_id",
            "stay.support_plan_clock_id",
            "stay.limit_clock_id",
            "stay.review_clock_id",
            "stay.claim_clock_id",
            "council.clock_id",
        ),
        "points to a deadline",
    ),
    **dict.fromkeys(
        ("council.agreed_referral", "council.agreed_council", "council.agreed_contact"),
        "nobody is referred without all three, and they never change",
    ),
    **dict.fromkeys(
        (
            "work.planned_at",
            "work.planned_by_id",
            "work.commissioned_at",
            "work.finished_at",
            "work.finished_by_id",
            "assessment.recorded_by_id",
            "assessment.recorded_at",
            "rehousing.started_by_id",
            "council.started_by_id",
            "council.started_at",
            "stay.booked_by_id",
            "stay.booked_at",
        ),
        "each version says who wrote it and when",
    ),
    **dict.fromkeys(
        ("assessment.findings", "assessment.how"), "an assessment is never changed, only followed by another"
    ),
}
