"""What the administrator's pages about organisations and schemes show. Administrators manage all of them for now."""

from django.db.models import Count, Prefetch, Q, QuerySet

from partners import access
from partners.models import Organisation, Scheme, SchemePartner, Site, User, Ward
from partners.roles import Permission


def organisations_visible_to(user: User) -> QuerySet[Organisation]:
    """Every organisation, for somebody who manages people or partners; none otherwise."""
    if any(access.has_permission(user, each) for each in (Permission.PARTNERS_MANAGE, Permission.PEOPLE_MANAGE)):
        return Organisation.objects.all()
    return Organisation.objects.none()


def organisations(user: User, *, text: str = "") -> QuerySet[Organisation]:
    """The list: by name, with how many wards and people each has."""
    found = organisations_visible_to(user)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(ods_code__iexact=text))
    return found.annotate(
        ward_count=Count("sites__wards", filter=Q(sites__wards__active=True), distinct=True),
        people_count=Count("memberships__user", filter=Q(memberships__active=True), distinct=True),
    ).order_by("-active", "name")


def organisation(user: User, pk: int) -> Organisation:
    """One organisation with its sites, their wards, its part in schemes. Raises Organisation.DoesNotExist."""
    sites = Site.objects.prefetch_related(
        Prefetch("wards", queryset=Ward.objects.order_by("-active", "name"), to_attr="all_wards")
    ).order_by("name")
    return (
        organisations_visible_to(user)
        .prefetch_related(
            Prefetch("sites", queryset=sites, to_attr="all_sites"),
            Prefetch("scheme_parts", queryset=SchemePartner.objects.select_related("scheme").order_by("scheme__name")),
            "schemes_led",
        )
        .get(pk=pk)
    )


def wards_of(organisation: Organisation) -> list[Ward]:
    """The open wards of an organisation, by site."""
    return list(
        Ward.objects.filter(site__organisation=organisation, active=True, site__active=True)
        .select_related("site")
        .order_by("site__name", "name")
    )


def schemes_visible_to(user: User) -> QuerySet[Scheme]:
    """Every scheme, for somebody who manages partners; none otherwise."""
    return Scheme.objects.all() if access.has_permission(user, Permission.PARTNERS_MANAGE) else Scheme.objects.none()


def schemes(user: User) -> QuerySet[Scheme]:
    """The list: by name, with the leading organisation and how many partners."""
    return (
        schemes_visible_to(user)
        .select_related("lead_organisation")
        .annotate(partner_count=Count("partners__organisation", distinct=True))
        .order_by("-active", "name")
    )


def scheme(user: User, slug: str) -> Scheme:
    """One scheme with its partners. Raises Scheme.DoesNotExist."""
    partners = SchemePartner.objects.select_related("organisation").order_by("part", "organisation__name")
    return (
        schemes_visible_to(user)
        .select_related("lead_organisation")
        .prefetch_related(Prefetch("partners", queryset=partners, to_attr="all_partners"))
        .get(slug=slug)
    )
