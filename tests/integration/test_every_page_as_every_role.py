"""Every address about a case, a job, a stay or a person, tried as every role inside the case.

The table says who is let in (anything but 403 and 404); everybody else gets 403 or 404. What their doubles elsewhere
find is told by `test_crawl.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from housing.actions.bookings import book_stay
from housing.actions.council import start_application
from housing.actions.photos import add_photo
from housing.actions.rehousing import start_rehousing
from housing.actions.work import plan_work
from housing.catalogue import FUNDING_SOURCES, REHOUSING_ROUTES
from housing.models import Building, CouncilApplication, Intervention, InterventionKind, Rehousing, Stay, Unit
from outcomes.models import FollowUp
from referrals.models import BreakGlass, CaseFile, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db

WARD = {"sister", "discharge_team"}
LEAD = {"coordinator", "team_lead"}
LEAVERS = {"administrator", "team_lead"}
PROVIDER, MANAGER, ADMINISTRATOR = {"provider_worker"}, {"flat_manager"}, {"administrator"}


@dataclass
class Things:
    """One of everything that has an address."""

    world: make.World
    draft: Referral
    submitted: Referral
    asked: Referral
    accepted: Referral
    discharged: Referral
    job: Intervention
    stay: Stay
    rehousing: Rehousing
    application: CouncilApplication
    follow_up: FollowUp
    unit: Unit
    file: CaseFile
    photo: CaseFile
    looked_at: Referral
    opening: BreakGlass


def things() -> Things:
    world = make.world()
    accepted, second = make.referral(world, "accepted"), make.referral(world, "accepted")
    building = Building.objects.create(
        organisation=world.landlord,
        scheme=world.scheme,
        name="Poppy Fields",
        address="1 Poppy Road",
        postcode="NG18 1AA",
    )
    unit = Unit.objects.create(building=building, name="Flat 1")
    day = date(2026, 11, 23)
    at = make.NOW + timedelta(hours=3)
    discharged = make.referral(world, "discharged")
    job = plan_work(
        referral=accepted,
        kind=InterventionKind.objects.get(code="key_safe"),
        urgency="urgent",
        funding_source=FUNDING_SOURCES[0].code,
        provider=world.provider,
        commission=True,
        by=world.coordinator,
        at=at,
    )
    return Things(
        world=world,
        draft=make.draft(world),
        submitted=make.referral(world),
        asked=make.referral(world, "information_requested"),
        accepted=accepted,
        discharged=discharged,
        job=job,
        stay=book_stay(
            referral=accepted, unit=unit, from_on=day, until_on=day + timedelta(days=14), by=world.coordinator, at=at
        ),
        rehousing=start_rehousing(
            referral=second,
            landlord="Mansfield homes",
            route=REHOUSING_ROUTES[0].code,
            applied_on=day,
            by=world.coordinator,
            at=at,
        ),
        application=start_application(
            referral=second, kind="facilities_grant", council="Mansfield", on=day, by=world.coordinator, at=at
        ),
        follow_up=FollowUp.objects.filter(referral=discharged).order_by("pk")[0],
        unit=unit,
        file=make.file(accepted, by=world.coordinator, at=at),
        photo=add_photo(job=job, checked=make.checked_photo(), title="Front door", by=world.provider_worker, at=at),
        looked_at=make.looked_at(world, accepted),
        opening=make.opening(accepted, by=make.outsider(), at=at),
    )


def of_case(name: str, which: str, *more: str | int) -> Callable[[Things], str]:
    return lambda all: reverse(name, args=[getattr(all, which).reference, *more])


def of_thing(name: str, which: str) -> Callable[[Things], str]:
    return lambda all: reverse(name, args=[getattr(all, which).pk])


def of_file(name: str) -> Callable[[Things], str]:
    return lambda all: reverse(name, args=[all.accepted.reference, all.file.pk])


def of_photo(name: str) -> Callable[[Things], str]:
    return lambda all: reverse(name, args=[all.job.pk, all.photo.pk])


#: Address, and who is let in.
ADDRESSES: dict[str, tuple[Callable[[Things], str], set[str]]] = {
    **{name: (of_case(name, "draft"), WARD) for name in ("referral_check", "referral_delete", "referral_continue")},
    "referral_page": (of_case("referral_page", "draft", "who"), WARD),
    "referral_sent": (of_case("referral_sent", "submitted"), WARD),
    "referral_print": (of_case("referral_print", "submitted"), WARD),
    "case": (of_case("case", "accepted"), WARD | LEAD),
    "case messages": (of_case("case_section", "accepted", "messages"), WARD | LEAD),
    "case activity": (of_case("case_section", "accepted", "activity"), WARD | LEAD),
    "case sharing": (of_case("case_section", "accepted", "sharing"), WARD | LEAD),
    **{
        name: (of_case(name, "accepted"), WARD | LEAD)
        for name in ("record_sharing", "withdraw_sharing", "sharing_print")
    },
    "add_viewer": (of_case("add_viewer", "accepted"), LEAD),
    "end_viewer": (of_case("end_viewer", "accepted", 1), LEAD),
    "case files": (of_case("case_section", "accepted", "files"), WARD | LEAD),
    "add_file": (of_case("add_file", "accepted"), WARD | LEAD),
    "case_file": (of_file("case_file"), WARD | LEAD),
    **{name: (of_file(name), LEAD) for name in ("remove_file", "share_file")},
    "case_history": (of_case("case_history", "accepted"), LEAD | {"discharge_team"}),
    "correct_patient": (of_case("correct_patient", "accepted"), WARD | LEAD),
    "api case": (of_case("api_referral", "accepted"), WARD | LEAD),
    **{
        name: (of_case(name, "submitted"), LEAD)
        for name in ("accept_referral", "ask_ward", "decline_referral", "assign_case")
    },
    **{
        name: (of_case(name, "submitted"), WARD | LEAD)
        for name in ("withdraw_referral", "record_readiness", "record_delay", "send_message")
    },
    "answer_question": (of_case("answer_question", "asked"), WARD),
    "nudge": (of_case("nudge", "accepted"), WARD),
    **{
        name: (of_case(name, "accepted"), LEAD)
        for name in (
            *("record_discharge", "assess_home", "plan_work", "book_flat", "start_rehousing", "close_case"),
            *("refer_to_council", "ask_for_grant"),
        )
    },
    "record_follow_up": (of_thing("record_follow_up", "follow_up"), LEAD),
    **{
        name: (of_thing(name, "job"), LEAD)
        for name in ("work", "work_done", "work_not_done", "work_cancel", "work_ask")
    },
    **{name: (of_thing(name, "job"), PROVIDER) for name in ("job_accept", "job_done", "job_cannot_do")},
    "job": (of_thing("job", "job"), PROVIDER),
    "add_photo": (of_thing("add_photo", "job"), PROVIDER),
    **{name: (of_photo(name), PROVIDER) for name in ("photo", "remove_photo")},
    "stay": (of_thing("stay", "stay"), LEAD | MANAGER),
    **{name: (of_thing(name, "stay"), MANAGER) for name in ("stay_confirm", "stay_move_in", "stay_move_out")},
    **{name: (of_thing(name, "stay"), LEAD | MANAGER) for name in ("stay_plan", "stay_review", "stay_claim")},
    **{name: (of_thing(name, "stay"), LEAD | MANAGER) for name in ("stay_change", "stay_cancel")},
    **{name: (of_thing(name, "rehousing"), LEAD) for name in ("rehousing", "rehousing_step", "rehousing_end")},
    "council_stage": (of_thing("council_stage", "application"), LEAD),
    "flat": (of_thing("flat", "unit"), LEAD | MANAGER),
    **{name: (of_thing(name, "unit"), MANAGER) for name in ("add_void", "flat_ready")},
    "scheme_contract": (lambda all: reverse("scheme_contract", args=[all.world.scheme.slug]), ADMINISTRATOR),
    "book_unit": (of_thing("book_unit", "unit"), LEAD),
    **{name: (lambda all, name=name: reverse(name), WARD) for name in ("our_referrals", "referral_start")},
    **{name: (lambda all, name=name: reverse(name), LEAD) for name in ("worklist", "caseload", "search")},
    "jobs": (lambda all: reverse("jobs"), PROVIDER),
    "flats": (lambda all: reverse("flats"), LEAD | MANAGER),
    **{
        name: (lambda all, name=name: reverse(name), {"commissioner", "team_lead"}) for name in ("report", "report_csv")
    },
    "team": (lambda all: reverse("team"), {"team_lead"}),
    "person_leaves": (lambda all: reverse("person_leaves", args=[all.world.coordinator.pk]), LEAVERS),
    **{
        name: (lambda all, name=name: reverse(name), {"ig_officer"})
        for name in ("read_log", "emergency_openings", "decided_by_nobody")
    },
    "review_opening": (of_thing("review_opening", "opening"), {"ig_officer"}),
    "who_looked_print": (of_case("who_looked_print", "looked_at"), {"ig_officer"}),
    "open_in_emergency": (lambda all: reverse("open_in_emergency"), {"discharge_team", "team_lead"}),
    "restrict_case": (of_case("restrict_case", "accepted"), {"discharge_team", "team_lead"}),
    "lift_restriction": (of_case("lift_restriction", "accepted"), {"discharge_team", "team_lead"}),
    "named_people": (of_case("named_people", "accepted"), {"discharge_team", "team_lead"}),
    **{
        name: (lambda all, name=name: reverse(name), ADMINISTRATOR | {"ig_officer"})
        for name in ("agreements", "add_agreement")
    },
    **{
        name: (lambda all, name=name: reverse(name), ADMINISTRATOR)
        for name in ("people", "add_person", "organisations", "add_organisation", "schemes", "add_scheme")
    },
}
ROLES = (
    "sister",
    "discharge_team",
    "coordinator",
    "team_lead",
    "provider_worker",
    "flat_manager",
    "commissioner",
    "ig_officer",
    "administrator",
)
REFUSED = {403, 404}
#: Lists show each person their own; an administrator's pages are about no case.
WITHOUT_A_CASE = {
    *(
        "our_referrals",
        "referral_start",
        "worklist",
        "caseload",
        "search",
        "jobs",
        "flats",
        "report",
        "report_csv",
        "read_log",
        "team",
        "person_leaves",
    ),
    *("people", "add_person", "organisations", "add_organisation", "schemes", "add_scheme", "scheme_contract"),
    *("agreements", "add_agreement"),
}


@pytest.fixture
def all_things() -> Things:
    return things()


@time_machine.travel(make.NOW + timedelta(hours=4), tick=False)
@pytest.mark.parametrize("method", ["get", "post"])
def test_addresses_let_in_exactly_the_roles_of_the_table(all_things: Things, method: str) -> None:
    wrong = []
    for role in ROLES:
        client = Client()
        client.force_login(getattr(all_things.world, role))
        for name, (address, allowed) in ADDRESSES.items():
            if method == "post" and role in allowed:
                continue  # what a permitted press does is told by each page's own tests
            answer = getattr(client, method)(address(all_things)).status_code
            if answer != 405 and (answer not in REFUSED) is not (role in allowed):
                wrong.append((role, name, answer))
    assert wrong == []
