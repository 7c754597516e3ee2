"""The pages that are opened all day, as their people open them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.cast import Cast
from partners.models import User

# Blocks of 8 kB that one statement may touch: a few milliseconds when they are in memory. More for what depends on how
# much a service has under way, with the reason.
BUFFERS = 6_000
COUNTS = 25_000  # the tabs: for each of 3,500 open cases, whether work is with a provider; six blocks a case
NAMES = 35_000  # all patients of that name, in a table of 27,000 blocks, and then which are ours
TRUST = 10_000  # sorts the 2,400 cases that a big trust has under way, by who has the next turn
JOBS = 65_000  # for each of 2,000 open jobs, whether it may be seen: 28 blocks a job


@dataclass(frozen=True)
class PageAsked:
    """One page of one person. `buffers`: what its dearest statement may touch."""

    who: str
    what: str
    user: User
    ask: Callable[[Client], Any]
    buffers: int = BUFFERS


def pages(cast: Cast) -> list[PageAsked]:
    """Every page that is measured, for people of a big, a small and an empty service."""
    found = []
    for who, user in (
        ("big", cast.coordinator),
        ("small", cast.small_coordinator),
        ("empty", cast.empty_coordinator),
    ):
        found += [
            PageAsked(who, "worklist", user, _get("worklist"), COUNTS),
            PageAsked(who, "caseload: mine", user, _get("caseload", tab="mine"), COUNTS),
            PageAsked(who, "caseload: team", user, _get("caseload", tab="team"), COUNTS),
            PageAsked(who, "caseload: closed", user, _get("caseload", tab="closed"), COUNTS),
            PageAsked(who, "search: a rare name", user, _search(_rare_name(user)), COUNTS),
            PageAsked(who, "search: Smith", user, _search("Smith"), NAMES),
            PageAsked(who, "search: three letters", user, _search("ash"), NAMES),
            PageAsked(who, "search: NHS number", user, _search(_nhs_number(user))),
        ]
    big, ward, trust = cast.coordinator, cast.sister, cast.discharge_team
    return [
        *found,
        PageAsked("big", "caseload: last by deadline", big, _get("caseload", tab="team", sort="-due"), COUNTS),
        PageAsked("big", "caseload: with providers", big, _get("caseload", tab="providers"), COUNTS),
        PageAsked("big", "case: summary", big, _case(big)),
        PageAsked("big", "case: work", big, _case(big, "work")),
        PageAsked("big", "case: activity", big, _case(big, "activity")),
        PageAsked("ward", "our referrals", ward, _get("our_referrals")),
        PageAsked("ward", "our referrals: ended", ward, _get("our_referrals", show="ended")),
        PageAsked("ward", "case: summary", ward, _case(ward)),
        PageAsked("trust", "our referrals", trust, _get("our_referrals"), TRUST),
        PageAsked("trust", "our referrals: ended", trust, _get("our_referrals", show="ended")),
        PageAsked("provider", "jobs", cast.provider_worker, _get("jobs"), JOBS),
        PageAsked("officer", "who looked", cast.officer, _get("read_log")),
        PageAsked("officer", "who looked: a case", cast.officer, _get("read_log", reference=_reference(big))),
        PageAsked("officer", "who looked: a page", cast.officer, _get("read_log", page="case_activity")),
    ]


def _get(name: str, **asked: str) -> Callable[[Client], Any]:
    return partial(_open, reverse(name), asked)


def _open(address: str, asked: dict[str, str], client: Client) -> Any:
    return client.get(address, asked)


def _search(words: str) -> Callable[[Client], Any]:
    def ask(client: Client) -> Any:
        return client.post(reverse("search"), {"q": words}, follow=True)

    return ask


def _case(user: User, section: str = "") -> Callable[[Client], Any]:
    reference = _reference(user)
    address = reverse("case_section", args=[reference, section]) if section else reverse("case", args=[reference])
    return partial(_open, address, {})


def _reference(user: User) -> str:
    """An open case that this person works on or that their ward sent."""
    return str(_one("select reference", user) or "HW-22222")


def _rare_name(user: User) -> str:
    return str(_one("select family_name", user) or "Hoxenby")


def _nhs_number(user: User) -> str:
    return str(_one("select nhs_number", user) or "9990000001")


def _one(select: str, user: User) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{select} from referrals_referral r join referrals_patient p on p.id = r.patient_id "
            "where (r.assignee_id = %(user)s or r.submitted_by_id = %(user)s and r.ward_id in "
            "(select w.ward_id from partners_membership m join partners_membership_wards w on w.membership_id = m.id "
            "where m.user_id = %(user)s)) and r.is_open and not r.restricted "
            "order by (p.family_name ~ '(by|ton|ley|ridge)$') desc, r.id desc limit 1",
            {"user": user.pk},
        )
        row = cursor.fetchone()
    return row[0] if row else None
