"""How long each thing may take in one scheme, for the administrator's page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from partners.models import Scheme
from referrals.london import london_date
from referrals.models import SlaTarget
from referrals.targets import CLOCKS, Target, Unit


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One clock: its name, how long, from what to what, and whose figure it is."""

    label: str
    length: str
    span: str
    whose: str


def targets_in_force(scheme: Scheme, at: datetime) -> list[TargetRow]:
    """Every clock with the target a clock started now would get: the scheme's own, else everybody's, else the default.

    One query. The same choice as `referrals.deadlines.target_for`, for all names at once.
    """
    rows = SlaTarget.objects.filter(
        Q(scheme=scheme) | Q(scheme__isnull=True), valid_from__lte=london_date(at)
    ).order_by("valid_from")
    own = {row.name: row for row in rows if row.scheme_id is not None}
    shared = {row.name: row for row in rows if row.scheme_id is None}
    found = []
    for name, clock in CLOCKS.items():
        row = own.get(name) or shared.get(name)
        target = Target(Unit(row.unit), row.amount) if row else clock.target
        whose = "This scheme’s own" if name in own else "Set for every scheme" if name in shared else "Usual"
        found.append(TargetRow(clock.label, target.in_words, f"from {clock.starts} to {clock.stops}", whose))
    return found
