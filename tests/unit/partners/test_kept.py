"""What somebody typed when their time ran out: for them alone, on that page, for 12 hours."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from partners import kept
from partners.actions.kept import MOST_PAGES, forget_old, keep_typed
from partners.models import AuditEvent, SavedForm
from partners.queries.kept import kept_on, kept_paths
from tests import factories as make

TYPED = [("body", "Mrs Quillfeather asks for a commode"), ("urgency", "urgent")]
PATH = "/cases/HW-22222/messages/"


def test_sealed_words_open_for_their_person_and_page() -> None:
    assert kept.unseal(kept.seal(TYPED, person=1, path=PATH), person=1, path=PATH) == TYPED


@pytest.mark.parametrize(("person", "path"), [(2, PATH), (1, "/cases/HW-33333/messages/")])
def test_sealed_words_open_for_nobody_else_and_on_no_other_page(person: int, path: str) -> None:
    assert kept.unseal(kept.seal(TYPED, person=1, path=PATH), person=person, path=path) == []


def test_sealed_words_another_secret_key_opens_nothing(settings: object) -> None:
    sealed = kept.seal(TYPED, person=1, path=PATH)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert kept.unseal(sealed, person=1, path=PATH) == []


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (PATH, PATH),
        ("/people/add/?organisation=3", "/people/add/?organisation=3"),
        ("/caseload/?q=smith&tab=team", "/caseload/?tab=team"),
        ("/accounts/login/", ""),
        ("/search/", ""),
        ("/no/such/page/", ""),
        ("//elsewhere.example/people/", ""),
        ("https://elsewhere.example/people/", ""),
    ],
)
def test_page_key_names_only_pages_of_this_site_without_searches(address: str, key: str) -> None:
    assert kept.page_key(address) == key


def test_worth_keeping_leaves_out_passwords_and_tokens() -> None:
    sent = [("csrfmiddlewaretoken", "x"), ("password1", "secret"), ("note", "said")]
    assert kept.worth_keeping(sent) == [("note", "said")]


def test_worth_keeping_keeps_a_postcode_and_leaves_out_a_code() -> None:
    sent = [("postcode", "ZZ99 3VZ"), ("code", "123456"), ("recovery_code", "12345678")]
    assert kept.worth_keeping(sent) == [("postcode", "ZZ99 3VZ")]


@pytest.mark.parametrize("sent", [[], [("note", "  ")], [("note", "x" * (kept.LARGEST + 1))]])
def test_worth_keeping_nothing_or_far_too_much_keeps_nothing(sent: kept.Fields) -> None:
    assert kept.worth_keeping(sent) == []


@pytest.fixture
def world(db: None) -> make.World:
    return make.world()


def test_kept_words_are_not_readable_in_the_database(world: make.World) -> None:
    saved = keep_typed(path=PATH, fields=TYPED, by=world.coordinator, at=make.NOW)
    assert saved is not None
    assert b"Quillfeather" not in bytes(SavedForm.objects.get(pk=saved.pk).data)


def test_kept_words_audit_names_no_words(world: make.World) -> None:
    keep_typed(path=PATH, fields=TYPED, by=world.coordinator, at=make.NOW)
    assert AuditEvent.objects.get(action="typed_kept").detail == {}


def test_keeping_again_takes_the_place_of_the_first(world: make.World) -> None:
    for words in ("first", "second"):
        keep_typed(path=PATH, fields=[("body", words)], by=world.coordinator, at=make.NOW)
    found = kept_on(world.coordinator, PATH, make.NOW)
    assert found is not None
    assert kept.unseal(bytes(found.data), person=world.coordinator.pk, path=PATH) == [("body", "second")]


def test_kept_words_are_found_by_their_person_alone(world: make.World) -> None:
    keep_typed(path=PATH, fields=TYPED, by=world.coordinator, at=make.NOW)
    assert kept_paths(world.coordinator, make.NOW) == [PATH]
    assert kept_paths(world.team_lead, make.NOW) == []
    assert kept_on(world.team_lead, PATH, make.NOW) is None


def test_kept_words_after_twelve_hours_are_offered_no_more(world: make.World) -> None:
    keep_typed(path=PATH, fields=TYPED, by=world.coordinator, at=make.NOW)
    assert kept_on(world.coordinator, PATH, make.NOW + timedelta(hours=12)) is None


def test_sweep_deletes_what_is_twelve_hours_old_and_nothing_younger(world: make.World) -> None:
    keep_typed(path=PATH, fields=TYPED, by=world.coordinator, at=make.NOW)
    keep_typed(path=PATH, fields=TYPED, by=world.sister, at=make.NOW + timedelta(minutes=1))
    assert forget_old(at=make.NOW + timedelta(hours=12)) == 1
    assert SavedForm.objects.get().user == world.sister


def test_keeping_many_pages_drops_the_oldest(world: make.World) -> None:
    for number in range(MOST_PAGES + 1):
        at = make.NOW + timedelta(minutes=number)
        keep_typed(path=f"/people/{number}/", fields=TYPED, by=world.administrator, at=at)
    assert SavedForm.objects.filter(user=world.administrator).count() == MOST_PAGES
    assert kept_on(world.administrator, "/people/0/", make.NOW) is None


def test_same_page_twice_is_refused_by_the_database(world: make.World) -> None:
    saved = keep_typed(path=PATH, fields=TYPED, by=world.coordinator, at=make.NOW)
    assert saved is not None
    saved.pk = None
    with pytest.raises(IntegrityError, match="saved_form_once"), transaction.atomic():
        saved.save()
