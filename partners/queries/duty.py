"""Who is away and who is on duty, for the page of a team."""

from datetime import date, datetime

from django.db.models import QuerySet

from partners import access
from partners.models import Absence, DutyShift, Organisation, User
from partners.roles import Permission


def team_of(user: User) -> QuerySet[User]:
    """Those who decide about cases where this person does, by name."""
    found = User.objects.none()
    for organisation in sorted(access.organisations_where(user, Permission.CASE_TRIAGE)):
        found = found | access.people_with(Permission.CASE_TRIAGE, organisation)
    return found


def absences(user: User, *, today: date) -> QuerySet[Absence]:
    """The team's absences that last or lie ahead, the next first. `today`: London."""
    return (
        Absence.objects.filter(person__in=team_of(user).order_by().values("pk"), until_on__gte=today)
        .select_related("person", "cover")
        .order_by("from_on", "person__name", "pk")
    )


def shifts(user: User, *, at: datetime) -> QuerySet[DutyShift]:
    """The shifts at this person's organisations that last or lie ahead, the next first. `at`: UTC."""
    return (
        DutyShift.objects.filter(
            organisation__in=access.organisations_where(user, Permission.CASE_TRIAGE), to_at__gt=at
        )
        .select_related("person", "organisation")
        .order_by("from_at", "person__name", "pk")
    )


def organisations_planned_by(user: User) -> QuerySet[Organisation]:
    """Where this person plans who is on duty."""
    return Organisation.objects.filter(pk__in=access.organisations_where(user, Permission.TEAM_LEAVERS)).order_by(
        "name"
    )
