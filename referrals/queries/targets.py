"""How long each thing may take in one scheme, for the administrator, who reads it, and team leads, who change it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from partners.models import Scheme, User
from referrals import access
from referrals.actions.targets import ChangedTarget
from referrals.deadlines import row_in_force
from referrals.london import london_date
from referrals.models import Rescheduling, SlaTarget
from referrals.targets import CLOCKS, ClockKind, Target, Unit

NOT_PROMISED = "Not promised here"


@dataclass(frozen=True, slots=True)
class Figure:
    """How long, in words, and from which London day on; no day for what always held."""

    length: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One clock: its name, how long, from what to what, and whose figure it is. `source`: where a usual one is from.

    `target`: the figure itself, kept also while it is switched off. `later`: changes that have not begun yet.
    """

    name: str
    label: str
    span: str
    figure: Figure
    whose: str
    source: str
    target: Target
    off: bool
    later: Sequence[Figure] = field(default_factory=list)

    @property
    def length(self) -> str:
        """How long now, in words."""
        return self.figure.length


def schemes_for(user: User) -> list[Scheme]:
    """The schemes whose targets this person may change, by name."""
    return list(access.schemes_with_targets_of(user))


def scheme_for(user: User, slug: str) -> Scheme:
    """One of them. Raises Scheme.DoesNotExist."""
    return access.schemes_with_targets_of(user).get(slug=slug)


def targets_in_force(scheme: Scheme, at: datetime) -> list[TargetRow]:
    """Every clock with the target a clock started now would get: the scheme's own, else everybody's, else the default.

    One query.
    """
    rows = SlaTarget.objects.filter(Q(scheme=scheme) | Q(scheme__isnull=True)).order_by("valid_from")
    by_name: dict[str, list[SlaTarget]] = {name: [] for name in CLOCKS}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    today = london_date(at)
    return [_row(clock, by_name[name], today) for name, clock in CLOCKS.items()]


def target_in_force(scheme: Scheme, name: str, at: datetime) -> TargetRow:
    """The same for one clock. Raises KeyError for a name that is no clock."""
    rows = SlaTarget.objects.filter(Q(scheme=scheme) | Q(scheme__isnull=True), name=name).order_by("valid_from")
    return _row(CLOCKS[name], list(rows), london_date(at))


def changes(scheme: Scheme, limit: int = 10) -> list[Rescheduling]:
    """The latest changes of a scheme's targets, newest first, with who made them."""
    return list(Rescheduling.objects.filter(target__scheme=scheme).select_related("by").order_by("-pk")[:limit])


def change(scheme: Scheme, pk: int) -> Rescheduling:
    """One of them, with its target. Raises Rescheduling.DoesNotExist."""
    return Rescheduling.objects.select_related("by", "target").get(pk=pk, target__scheme=scheme)


def is_own(scheme: Scheme, change: ChangedTarget, user: User) -> bool:
    """Has this person made this change already, with nobody's after it? So it is when they press twice."""
    figures = {} if change.off else {"unit": change.unit.value, "amount": change.amount, "cut_off": change.cut_off}
    return SlaTarget.objects.filter(
        scheme=scheme, name=change.name, valid_from=change.valid_from, off=change.off, changed_by=user, **figures
    ).exists()


def seen_among(user: User, references: Sequence[str]) -> set[str]:
    """Those of these cases that this person may see now: one may have been restricted since it moved. One query."""
    return set(access.visible_to(user).filter(reference__in=references).values_list("reference", flat=True))


def _row(clock: ClockKind, rows: list[SlaTarget], today: date) -> TargetRow:
    row = row_in_force(rows, today)
    target = clock.target if row is None else _target(row)
    # What begins later for every scheme is nothing to one that has a figure of its own then.
    later = [each for each in rows if each.valid_from > today and row_in_force(rows, each.valid_from) == each]
    return TargetRow(
        name=clock.name,
        label=clock.label,
        span=f"from {clock.starts} to {clock.stops}",
        figure=Figure(target.in_words) if row is None else _figure(row),
        whose="Usual" if row is None else "Set for every scheme" if row.scheme_id is None else "This scheme’s own",
        source=clock.source if row is None else "",
        target=target,
        off=row is not None and row.off,
        later=[_figure(each) for each in later],
    )


def _figure(row: SlaTarget) -> Figure:
    return Figure(NOT_PROMISED if row.off else _target(row).in_words, row.valid_from)


def _target(row: SlaTarget) -> Target:
    return Target(Unit(row.unit), row.amount, cut_off=row.cut_off)
