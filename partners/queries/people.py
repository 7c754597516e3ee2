"""What the administrator's pages about people show. Administrators manage everybody in this installation for now."""

from django.db.models import Prefetch, Q, QuerySet

from partners import access
from partners.models import Invitation, Membership, User
from partners.roles import Permission


def people_visible_to(user: User) -> QuerySet[User]:
    """Everybody, for somebody who manages people; nobody otherwise."""
    return User.objects.all() if access.has_permission(user, Permission.PEOPLE_MANAGE) else User.objects.none()


def people(user: User, *, text: str = "", role: str = "", inactive: bool = False) -> QuerySet[User]:
    """The list: by name, each with the roles held now in `current`. `text` may be in name, address or organisation."""
    found = people_visible_to(user).filter(is_active=not inactive)
    if text:
        found = found.filter(
            Q(name__icontains=text)
            | Q(email__icontains=text)
            | Q(memberships__active=True, memberships__organisation__name__icontains=text)
        )
    if role:
        found = found.filter(memberships__active=True, memberships__role=role)
    return _with_roles(found.distinct()).order_by("name", "pk")


def person(user: User, pk: int) -> User:
    """One person with the roles they have in `current`, and those that ended in `ended`. Raises User.DoesNotExist."""
    ended = Membership.objects.filter(active=False).select_related("organisation").order_by("-ended_at")
    return (
        _with_roles(people_visible_to(user))
        .prefetch_related(Prefetch("memberships", queryset=ended, to_attr="ended"))
        .get(pk=pk)
    )


def names_around(user: User) -> list[str]:
    """The names of the organisations somebody works for now, and of those organisations' sites and wards. One query."""
    held = Membership.objects.filter(user_id=user.pk, active=True)
    rows = held.values_list("organisation__name", "organisation__sites__name", "organisation__sites__wards__name")
    return sorted({name for row in rows for name in row if name})


def _with_roles(found: QuerySet[User]) -> QuerySet[User]:
    current = (
        Membership.objects.filter(active=True)
        .select_related("organisation")
        .prefetch_related("wards__site")
        .order_by("organisation__name", "role")
    )
    waiting = Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True)
    return found.prefetch_related(
        Prefetch("memberships", queryset=current, to_attr="current"),
        Prefetch("invitations", queryset=waiting, to_attr="open_invitations"),
    )
