"""What the administrator's pages about buildings and their flats show: no guests, no bookings."""

from django.db.models import Count, Prefetch, Q, QuerySet

from housing import access
from housing.models import Building, Unit
from housing.queries.flats import features
from partners.models import Organisation, Scheme, SchemePartner, User
from partners.queries import places


def buildings(user: User) -> QuerySet[Building]:
    """The list: by name, with who runs it, its scheme and how many flats can be booked."""
    return (
        access.visible_buildings(user)
        .select_related("organisation", "scheme")
        .annotate(unit_count=Count("units", filter=Q(units__active=True)))
        .order_by("name", "pk")
    )


def building(user: User, pk: int) -> tuple[Building, list[tuple[Unit, str]]]:
    """One building, and its flats by name with what each has in words. Raises Building.DoesNotExist."""
    found = (
        access.visible_buildings(user)
        .select_related("organisation", "scheme")
        .prefetch_related(Prefetch("units", queryset=Unit.objects.order_by("-active", "name")))
        .get(pk=pk)
    )
    return found, [(unit, features(unit)) for unit in found.units.all()]


def unit(user: User, pk: int) -> Unit:
    """One flat of a building this person may change. Raises Unit.DoesNotExist."""
    return Unit.objects.filter(building__in=access.visible_buildings(user)).select_related("building").get(pk=pk)


def organisations_with_flats(user: User) -> QuerySet[Organisation]:
    """The organisations that can be given a building: those that provide flats in a scheme or lead one."""
    return (
        places.organisations_visible_to(user)
        .filter(
            Q(scheme_parts__part=SchemePartner.Part.ACCOMMODATION) | Q(schemes_led__isnull=False),
            active=True,
        )
        .distinct()
        .order_by("name")
    )


def schemes(user: User) -> QuerySet[Scheme]:
    """The schemes a building can be added to."""
    return places.schemes_visible_to(user).filter(active=True).order_by("name")
