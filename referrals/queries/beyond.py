"""The few things a person may know of cases they cannot see. Each is a function of the database that says just that.

Row-level policies show nobody a case without a part in it, so these functions see more than who calls them; they belong
to a role of their own (`discharge/migrations`). Nothing else in the code reaches past the policies.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models.expressions import RawSQL

from partners.models import User
from referrals.models import Referral
from referrals.paths import case_path


@dataclass(frozen=True, slots=True)
class OpenElsewhere:
    """An open case for an NHS number, whoever made it: a reference, a service, where it came from. `sent_at` is UTC."""

    pk: int
    reference: str
    service: str
    sent_at: datetime | None
    from_where: str


def open_referrals_of(nhs_number: str, by: User) -> list[OpenElsewhere]:
    """The open cases of the patient with this NHS number, the oldest first: so that nobody is referred twice.

    Without those restricted to other people, of which there is nothing for anybody else.
    """
    rows = _rows(
        "select id, reference, service, sent_at, from_where from wall.open_referrals(%s, %s)", [nhs_number, by.pk]
    )
    return [OpenElsewhere(pk, reference, service or "", at, place) for pk, reference, service, at, place in rows]


def register_patient(details: Mapping[str, Any]) -> tuple[int | None, bool]:
    """The id of the patient with this NHS number or, where there is none, of a new one, and whether it is new.

    None when the number is known with another date of birth. A case may be made for the patient within a day.
    """
    [(patient_id, is_new)] = _rows(
        "select found_id, is_new from wall.register_patient(%s)", [json.dumps(details, cls=DjangoJSONEncoder)]
    )
    return patient_id, is_new


def tell_other_cases(
    *, patient_id: int, but: int | None, event: str, note: str, by: int, organisation_id: int | None, at: datetime
) -> None:
    """A line, for its lead alone, in the timeline of each other open case of this patient. `but`: a case left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select wall.tell_other_cases(%s, %s, %s, %s, %s, %s, %s)",
            [patient_id, but, event, note, by, organisation_id, at],
        )


def person_has_died(*, patient_id: int, at: datetime) -> None:
    """Write it on the person, and take back what was told and is to be sent about follow-ups on any case of theirs."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.person_has_died(%s, %s)", [patient_id, at])


def tell_named_of_second(referral: Referral, *, event: str, note: str, at: datetime) -> None:
    """Tell the people named on the restricted open cases of this referral's patient that it was sent: in the timeline
    of each case and in their lists. Nothing comes back, so that the sender does not learn whether there are any.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select wall.tell_named_of_second(%s, %s, %s, %s, %s)",
            [referral.pk, event, note, case_path(referral.reference), at],
        )


def cases_named(words: Sequence[str]) -> RawSQL:
    """The ids of the cases that the person's organisations lead and whose patient's names hold every one of the words,
    as a subquery; which of them there are for this person, the policies say."""
    return RawSQL("select wall.cases_named(%s)", [list(words)])


@dataclass(frozen=True, slots=True)
class LinkedDeadline:
    """What a private link shows of a running promise: nothing that names a patient. Times are UTC."""

    clock_id: int
    reference: str
    kind: str
    label: str
    due_at: datetime
    ward: str
    who: str


def deadlines_by_link(key_hash: str, kind: str) -> tuple[str, list[LinkedDeadline]] | None:
    """Whose link it is (a person or an organisation, in words) and what is due, the first on top.

    None for a key nobody has or one that was ended, or whose maker no longer works there.
    """
    [(name,)] = _rows("select wall.link_name(%s, %s)", [key_hash, kind])
    if name is None:
        return None
    rows = _rows("select * from wall.deadlines_by_link(%s, %s)", [key_hash, kind])
    return name, [LinkedDeadline(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Found:
    """A case found by what somebody knows of it, seen or not: no more than is needed to open it."""

    referral_id: int
    reference: str
    lead_organisation_id: int
    restricted: bool


def find_in_emergency(*, reference: str = "", nhs_number: str = "", born_on: date | None = None) -> Found | None:
    """The case with exactly this reference, or the newest of the patient with this NHS number born on this day."""
    rows = _rows(
        "select id, reference, lead, restricted from wall.find_in_emergency(%s, %s, %s)",
        [reference, nhs_number, born_on],
    )
    return Found(*rows[0]) if rows else None


def forget_notices(*, path: str, people: Collection[int]) -> None:
    """Take the lines that lead to this path out of these people's lists."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.forget_notices(%s, %s)", [path, list(people)])


def guest_in(unit_id: int, *, but: int | None = None) -> date | None:
    """The day somebody who is in this flat should leave, other than in the stay `but`; None: nobody is in it."""
    rows = _rows("select stay_id, until_on from wall.guests_in(%s)", [unit_id])
    return next((until_on for stay_id, until_on in rows if stay_id != but), None)


def is_booked(unit_id: int) -> bool:
    """Whether this flat is booked or lived in, by whomever."""
    return bool(_rows("select wall.is_booked(%s)", [unit_id])[0][0])


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
