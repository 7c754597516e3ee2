"""The append-only records and the notices."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from partners import audit
from partners.looks import Why
from partners.models import Notification, Organisation, Scheme, SchemePartner
from partners.notify import notify
from tests import factories as make
from tests.factories.partners import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.mark.parametrize("verb", ["update {} set at = at", "delete from {}"])
def test_audit_row_change_or_deletion_is_refused(verb: str) -> None:
    audit.record(action="x", by=TESTS, at=make.NOW, object_type="x", object_id=1)
    with pytest.raises((InternalError, ProgrammingError), match="never changed"), transaction.atomic():
        connection.cursor().execute(verb.format("partners_auditevent"))


@pytest.mark.parametrize("verb", ["update {} set at = at", "delete from {}"])
def test_read_row_change_or_deletion_is_refused(world: make.World, verb: str) -> None:
    look = audit.Look(1, 1, "HW-22222", None, world.trust.pk, Why.WARD)
    audit.record_view(by=world.sister, at=make.NOW, page="case", look=look)
    with pytest.raises((InternalError, ProgrammingError), match="never changed"), transaction.atomic():
        connection.cursor().execute(verb.format("partners_readlog"))


def test_notice_with_the_same_key_is_given_once(world: make.World) -> None:
    for _ in range(2):
        notify(people=[world.sister], key="k", text="t", path="/", at=make.NOW)
    assert Notification.objects.filter(recipient=world.sister, key="k").count() == 1


def test_scheme_ending_before_it_starts_is_refused(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="scheme_dates_in_order"), transaction.atomic():
        Scheme.objects.filter(pk=world.scheme.pk).update(ends_on="2020-01-01")


@pytest.mark.parametrize(
    "hours",
    [
        [[["09:00", "08:00"]]] * 7,
        [[["09:00", "09:00"]]] * 7,
        [[["09:00", "17:00"]]] * 6,
        [[["09:00", "17:00"]]] * 8,
        [[["09:00"]]] * 7,
        [[["09:00", "17:00", "18:00"]]] * 7,
        [[["9am", "9pm"]]] * 7,
        [[["09:00", "25:00"]]] * 7,
        [[9, 17]] * 7,
        [[]] * 7,
        [],
        {},
        "always",
        {"monday": ["09:00", "17:00"]},
    ],
)
def test_scheme_with_hours_that_are_no_week_is_refused(world: make.World, hours: object) -> None:
    with pytest.raises(IntegrityError, match="scheme_hours_are_a_week"), transaction.atomic():
        Scheme.objects.filter(pk=world.scheme.pk).update(hours=hours)


@pytest.mark.parametrize("day", [[["00:00", "00:00"]], [["08:00", "13:00"], ["16:45", "00:00"]]])
def test_scheme_open_until_midnight_is_kept(world: make.World, day: list[list[str]]) -> None:
    Scheme.objects.filter(pk=world.scheme.pk).update(hours=[day, *[[]] * 6])
    assert Scheme.objects.get(pk=world.scheme.pk).hours[0] == day


def test_scheme_partner_twice_in_one_part_is_refused(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="scheme_partner_once"), transaction.atomic():
        SchemePartner.objects.create(scheme=world.scheme, organisation=world.trust, part="referrer")


def test_organisation_without_name_is_refused() -> None:
    with pytest.raises(IntegrityError, match="organisation_named"), transaction.atomic():
        make.OrganisationFactory(name="")


def test_organisation_same_ods_code_twice_is_refused() -> None:
    make.OrganisationFactory(ods_code="RXF")
    with pytest.raises(IntegrityError, match="organisation_ods_code_once"), transaction.atomic():
        make.OrganisationFactory(ods_code="RXF")


def test_organisations_without_ods_code_are_many() -> None:
    make.OrganisationFactory()
    make.OrganisationFactory()
    assert Organisation.objects.filter(ods_code="").count() == 2


def test_site_same_name_twice_is_refused(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="site_name_once"), transaction.atomic():
        make.SiteFactory(organisation=world.trust, name=world.site.name)


def test_ward_same_name_twice_is_refused(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="ward_name_once"), transaction.atomic():
        make.WardFactory(site=world.site, name=world.ward.name)
