"""Acts on somebody's ways of logging in, and what is written down about them."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.db import DatabaseError, IntegrityError, connection, transaction

from partners.actions import sign_in
from partners.errors import NotAllowed, UnableTo
from partners.factors import NEEDS_ONE, needed_by
from partners.models import AuditEvent, User
from partners.roles import PERMISSIONS_THAT_SHOW_PATIENTS, RoleCode
from partners.secret_text import seal, unseal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def give_factor(person: User) -> Authenticator:
    return Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})


def acts(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_removed_factors_are_gone_and_written_down(world: make.World) -> None:
    give_factor(world.coordinator)

    number = sign_in.remove_second_factors(person=world.coordinator, by=world.administrator, at=make.NOW)

    assert (number, Authenticator.objects.count()) == (1, 0)
    assert acts("second_factors_removed") == 1


def test_removing_none_writes_nothing(world: make.World) -> None:
    assert sign_in.remove_second_factors(person=world.coordinator, by=world.administrator, at=make.NOW) == 0
    assert acts("second_factors_removed") == 0


def test_removing_factors_without_the_right_is_refused(world: make.World) -> None:
    give_factor(world.coordinator)

    with pytest.raises(NotAllowed):
        sign_in.remove_second_factors(person=world.coordinator, by=world.team_lead, at=make.NOW)
    assert Authenticator.objects.exists()


def test_ending_somebody_s_sessions_without_the_right_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        sign_in.end_sessions_of(person=world.coordinator, by=world.team_lead, at=make.NOW)
    assert acts("sessions_ended") == 0


def test_removing_ones_own_factors_as_an_administrator_is_refused(world: make.World) -> None:
    """It would ask for no password and no factor."""
    give_factor(world.administrator)

    with pytest.raises(UnableTo, match="your own"):
        sign_in.remove_second_factors(person=world.administrator, by=world.administrator, at=make.NOW)


def test_removing_factors_that_cannot_be_written_down_removes_nothing(world: make.World) -> None:
    give_factor(world.coordinator)
    UserSession.objects.create(user=world.coordinator, ip="127.0.0.1", session_key="k", user_agent="")
    with connection.cursor() as cursor:
        cursor.execute(
            "create function pg_temp.no_room() returns trigger language plpgsql as "
            "$$ begin raise exception 'no room'; end $$"
        )
        cursor.execute(
            "create trigger no_room before insert on partners_auditevent for each row "
            "when (new.action = 'second_factors_removed') execute function pg_temp.no_room()"
        )

    with pytest.raises(DatabaseError, match="no room"), transaction.atomic():
        sign_in.remove_second_factors(person=world.coordinator, by=world.administrator, at=make.NOW)

    assert (Authenticator.objects.count(), UserSession.objects.count()) == (1, 1)
    assert acts("second_factor_removed") == 0


def test_subject_is_connected_to_one_person_only(world: make.World) -> None:
    for person in (world.coordinator, world.team_lead):
        account = SocialAccount(provider="cis2", uid="subject-1")
        if person is world.coordinator:
            sign_in.connect_subject(person=person, account=account, provider="cis2", at=make.NOW)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                sign_in.connect_subject(person=person, account=account, provider="cis2", at=make.NOW)

    assert SocialAccount.objects.get().user == world.coordinator
    assert acts("provider_connected") == 1


def test_ending_somebody_elses_session_finds_none(world: make.World) -> None:
    held = UserSession.objects.create(user=world.coordinator, ip="127.0.0.1", session_key="k", user_agent="")

    assert not sign_in.end_session(by=world.team_lead, pk=held.pk, at=make.NOW)
    assert UserSession.objects.filter(pk=held.pk).exists()


def test_ending_others_when_there_are_none_writes_nothing(world: make.World) -> None:
    assert sign_in.end_other_sessions(by=world.coordinator, current_key="k", at=make.NOW) == 0
    assert acts("session_ended") == 0


@pytest.mark.parametrize("role", RoleCode)
def test_every_role_but_the_commissioners_needs_a_second_factor(role: RoleCode) -> None:
    ward = make.WardFactory()
    holder = make.person(role, ward.site.organisation, wards=[ward] if role == RoleCode.WARD_STAFF else [])

    assert needed_by(holder, holder.memberships.all()) is (role != RoleCode.COMMISSIONER)


def test_every_right_that_shows_patients_needs_a_second_factor() -> None:
    assert PERMISSIONS_THAT_SHOW_PATIENTS <= NEEDS_ONE


def test_person_without_a_role_needs_no_second_factor() -> None:
    assert not needed_by(make.person(), [])


def test_sealed_text_is_unreadable_and_opens_only_for_its_purpose(settings: object) -> None:
    sealed = seal("JBSWY3DPEHPK3PXP", "one")

    assert "JBSWY3DP" not in sealed
    assert unseal(sealed, "one") == "JBSWY3DPEHPK3PXP"
    with pytest.raises(InvalidToken):
        unseal(sealed, "another")


def test_text_sealed_with_the_key_before_still_opens(settings: object) -> None:
    sealed = seal("JBSWY3DPEHPK3PXP", "one")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "the next one"  # type: ignore[attr-defined]

    assert unseal(sealed, "one") == "JBSWY3DPEHPK3PXP"
