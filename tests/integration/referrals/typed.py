"""What a ward sister types on each page of the referral, as a browser sends it."""

from typing import Any

from referrals.nhs_number import make_test_number

#: Seeds far from those of the factories, so that no two patients share a number by chance.
FIRST_SEED = 700_000


def pages(seed: int = 0, **overrides: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Page → its fields, complete and right; `overrides` change fields of a page: `who={"family_name": ""}`."""
    complete: dict[str, dict[str, Any]] = {
        "who": {
            "nhs_number": make_test_number(FIRST_SEED + seed),
            "family_name": "Okafor",
            "given_name": "Ngozi",
            "born_on_day": "12",
            "born_on_month": "3",
            "born_on_year": "1944",
        },
        "where": {
            "purpose": "discharge",
            "admitted_on_day": "10",
            "admitted_on_month": "11",
            "admitted_on_year": "2026",
            "ready": "yes",
            "ready_on_day": "20",
            "ready_on_month": "11",
            "ready_on_year": "2026",
            "pathway": "1",
        },
        "needs": {
            "needs": ["bathroom", "key_safe"],
            "main_need": "bathroom",
            "what_stands_in_the_way": "The bathroom is upstairs.",
        },
        "home": {
            "address": "1 Station Road\r\nMansfield",
            "postcode": "ng181aa",
            "phone": "01632 960 001",
            "tenure": "council",
            "household": "alone",
            "carer_name": "Chidi Okafor",
            "carer_relationship": "child",
            "access_notes": "Key with number 3.",
            "risks": ["falls"],
        },
        "urgency": {"urgency": "urgent"},
        "sharing": {"basis": "consent"},
    }
    return {page: {**fields, **overrides.get(page, {})} for page, fields in complete.items()}
