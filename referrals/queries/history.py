"""The past of one case as its page lists it: who changed what, when, from what to what.

Of the patient, who may have other cases, only what changed since this case was sent: what was known before belongs to
the cases before.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partners.minimum_data import may_show
from partners.models import Membership, Organisation, Scheme, User, Ward
from partners.models.past import Past
from partners.roles import ROLES, RoleCode
from referrals import access
from referrals.catalogue import CORRECTION_REASONS, label_of
from referrals.history import (
    CARER,
    NEED,
    NOTHING,
    PATIENT,
    READINESS,
    REFERRAL,
    RISK,
    SHARING,
    Difference,
    Names,
    Thing,
    Version,
    differences,
)
from referrals.models import (
    CarerPast,
    Patient,
    PatientPast,
    ReadinessPeriodPast,
    Referral,
    ReferralNeedPast,
    ReferralPast,
    ReferralRiskPast,
    SharingDecisionPast,
)
from referrals.reading import reader_of

#: Each table with its past. Those of the apps above stand in their own `queries.history`.
SOURCES: tuple[tuple[Thing, type[Past]], ...] = (
    (NEED, ReferralNeedPast),
    (RISK, ReferralRiskPast),
    (CARER, CarerPast),
    (READINESS, ReadinessPeriodPast),
    (SHARING, SharingDecisionPast),
)
_META = ("pgh_id", "pgh_obj_id", "pgh_label", "pgh_created_at", "pgh_context", "pgh_context_id")
SYSTEM = "Homeward"
NOBODY = "Not known: not done on a page of Homeward"


@dataclass(frozen=True, slots=True)
class Change:
    """One column that changed, in words. `key` is thing.column, `label` its name; `at` is UTC; `role` may be empty."""

    key: str
    label: str
    thing: str
    field: str
    at: datetime
    who: str
    role: str
    reason: str
    before: str
    after: str


Readable = Callable[[Thing, str], bool]
NameQueries = Mapping[Names, Callable[[set[Any]], Mapping[Any, str]]]
NAMES: NameQueries = {
    Names.PERSON: lambda ids: dict(User.objects.filter(pk__in=ids).values_list("pk", "name")),
    Names.ORGANISATION: lambda ids: dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name")),
    Names.SCHEME: lambda ids: dict(Scheme.objects.filter(pk__in=ids).values_list("pk", "name")),
    Names.WARD: lambda ids: dict(Ward.objects.filter(pk__in=ids).values_list("pk", "name")),
}


def readable_by(user: User, referral: Referral) -> Readable:
    """Which columns of the past this person may read: those of which they may read what is held now."""
    reader = reader_of(user, referral)
    return lambda thing, column: may_show(reader, thing.fields[column].code)


def history_of(
    referral: Referral,
    *,
    readable: Readable,
    sources: Sequence[tuple[Thing, type[Past]]] = SOURCES,
    names: NameQueries = NAMES,
) -> list[Change]:
    """What changed since the case was sent, newest first, as far as `readable` (thing, column) lets this reader see.

    One query for each table, and one for each kind of name that is needed.
    """
    found, started = _of_case(referral, readable)
    for thing, past in sources:
        columns = [column for column in thing.fields if readable(thing, column)]
        if columns:
            rows = _versions(past, {"referral_id": referral.pk}, thing)
            found += differences(thing, rows, columns)
    since = [each for each in found if started is None or not _at_start(each, started)]
    return _in_words(sorted(since, key=lambda each: each.at, reverse=True), names)


def times_changed(user: User, referral: Referral) -> dict[str, int]:
    """How often each column of the patient and the case changed since the case was sent, by column. Two queries.

    Nothing changed, and no query, for somebody who may not see the past.
    """
    counts = {column: 0 for thing in (PATIENT, REFERRAL) for column in thing.fields}
    if not access.can_see_history(user, referral):
        return counts
    found, started = _of_case(referral, readable_by(user, referral))
    for each in found:
        if started is None or not _at_start(each, started):
            counts[each.column] += 1
    return counts


def _of_case(referral: Referral, readable: Readable) -> tuple[list[Difference], Version | None]:
    """What changed of the patient and the case, and the version of the case with which it was sent."""
    own = _versions(ReferralPast, {"pgh_obj_id": referral.pk}, REFERRAL, "patient_id")
    started = next((each for each in own if each["patient_id"] is not None), None)
    patient = _versions(PatientPast, {"pgh_obj_id": referral.patient_id}, PATIENT)
    found: list[Difference] = []
    for thing, rows in ((REFERRAL, own), (PATIENT, patient)):
        found += differences(thing, rows, [column for column in thing.fields if readable(thing, column)])
    return found, started


def _at_start(each: Difference, started: Version) -> bool:
    """Was this written before the case was sent, or with it?"""
    same_request = started["pgh_context_id"] is not None and each.request == started["pgh_context_id"]
    return each.at <= started["pgh_created_at"] or same_request


def _versions(past: type[Past], of: Mapping[str, Any], thing: Thing, *more: str) -> list[dict[str, Any]]:
    return list(past.objects.filter(**of).order_by("pgh_id").values(*_META, *thing.fields, *more))


def _in_words(found: list[Difference], names: NameQueries) -> list[Change]:
    wanted: dict[Names, set[Any]] = defaultdict(set)
    for each in found:
        wanted[Names.PERSON].add(each.context.get("person"))
        for column, values in ((each.column, (each.before, each.after)), (each.thing.title, (each.title,))):
            kind = each.thing.fields[column].names if column else None
            if kind is not None:
                wanted[kind].update(values)
    held = {kind: names[kind](ids - {None}) for kind, ids in wanted.items()}
    roles = _roles({each.context.get("membership") for each in found} - {None})

    def words_for(thing: Thing, column: str, value: Any) -> str:
        kept = thing.fields[column]
        if value is None or kept.names is None:
            return kept.words(value)
        return held[kept.names].get(value, f"{kept.label} {value}")

    changes = []
    for each in found:
        kept = each.thing.fields[each.column]
        comes_or_goes = each.label != "update"
        title = f": {words_for(each.thing, each.thing.title, each.title)}" if each.thing.title else ""
        changes.append(
            Change(
                key=f"{each.thing.code}.{each.column}",
                label=f"{each.thing.label}: {kept.label}",
                thing=each.thing.label + ("" if comes_or_goes else title),
                field={"insert": "Added", "delete": "Removed"}.get(each.label, kept.label),
                at=each.at,
                who=_who(each.context, held.get(Names.PERSON, {})),
                role=roles.get(each.context.get("membership"), ""),
                reason=_reason(each),
                before=NOTHING if each.label == "insert" else words_for(each.thing, each.column, each.before),
                after="Removed" if each.label == "delete" else words_for(each.thing, each.column, each.after),
            )
        )
    return changes


def _reason(each: Difference) -> str:
    code = each.context.get("reason", "") if each.thing is PATIENT else ""
    return label_of(CORRECTION_REASONS, code) if code else ""


def _who(context: Mapping[str, Any], people: Mapping[Any, str]) -> str:
    if context.get("system"):
        return SYSTEM
    person = context.get("person")
    return NOBODY if person is None else people.get(person, f"Person {person}")


def _roles(memberships: set[Any]) -> dict[Any, str]:
    rows = Membership.objects.filter(pk__in=memberships).values_list("pk", "role", "organisation__name")
    return {pk: f"{ROLES[RoleCode(role)].label}, {name}" for pk, role, name in rows}


def patient_now(referral: Referral) -> Patient:
    """Who the case is about, as held at this moment: somebody else may have changed it since the case was read."""
    return Patient.objects.get(referrals=referral)


def in_words(patient: Patient) -> list[dict[str, str]]:
    """What is held about who the patient is, as rows of a summary list. No query."""
    return [
        {"key": kept.label, "value": kept.words(getattr(patient, column))} for column, kept in PATIENT.fields.items()
    ]
