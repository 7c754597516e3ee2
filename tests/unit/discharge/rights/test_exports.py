"""The copy of a record: what is in it, for whom, and for how long."""

import json
import re
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string

from discharge import access
from discharge.actions import exports, holds
from discharge.errors import NotAllowed, UnableToActNow, UnableToAnswer
from discharge.rights.contents import contents_of
from discharge.rights.paper import _refuses_everything
from partners.models import AuditEvent, Notification, ReadLog
from partners.roles import RoleCode
from referrals.models import DataExport, ExportFile, LegalHold, Patient, ReferralEvent
from tests import factories as make
from tests.once import copy_of, made_once
from tests.unit.discharge.rights.worlds import SECRETS, Old, old_person

pytestmark = pytest.mark.django_db
NOW = make.NOW


old_once = made_once(old_person)


@pytest.fixture
def old(old_once: Old) -> Old:
    return copy_of(old_once)


@pytest.fixture
def officer(old: Old) -> Any:
    return make.person(RoleCode.IG_OFFICER, old.world.council, name="Iris Gray")


def asked(old: Old, officer: Any, *, at: datetime = NOW) -> DataExport:
    return exports.request_export(
        patient=Patient.objects.get(pk=old.person),
        organisation=old.world.council,
        request_reference=" SAR 7 ",
        identity_checked="documents",
        by=officer,
        at=at,
    )


@pytest.fixture
def export(old: Old, officer: Any) -> DataExport:
    return asked(old, officer)


def made(export: DataExport, *, with_pdf: bool = False) -> DataExport:
    """Ready to be taken away; the PDF, which takes seconds, only where a test is about it."""
    exports.make_export(export_id=export.pk, at=NOW, with_pdf=with_pdf)
    export.refresh_from_db()
    return export


def parts_of(export: DataExport) -> dict[str, Any]:
    document = contents_of(export, NOW).as_json()
    return {part["name"]: part["rows"] for part in document["parts"]}


def test_request_waits_and_is_on_record(old: Old, export: DataExport) -> None:
    assert (export.state, export.reference, export.request_reference) == ("waiting", old.case.reference, "SAR 7")
    event = AuditEvent.objects.get(action="export_requested")
    assert event.detail == {"patient": old.person, "organisation": old.world.council.pk, "identity": "documents"}


def test_request_again_while_it_is_made_is_the_same(old: Old, officer: Any, export: DataExport) -> None:
    assert asked(old, officer) == export


def test_request_by_the_referring_trust_is_possible(old: Old) -> None:
    officer = make.person(RoleCode.IG_OFFICER, old.world.trust)
    patient = Patient.objects.get(pk=old.person)
    assert exports.request_export(
        patient=patient, organisation=old.world.trust, request_reference="7", identity_checked="known",
        by=officer, at=NOW,
    ).pk  # fmt: skip


@pytest.mark.parametrize(
    "name", ["sister", "coordinator", "team_lead", "administrator", "commissioner", "flat_manager"]
)
def test_request_by_another_role_is_refused(old: Old, name: str) -> None:
    with pytest.raises(NotAllowed):
        asked(old, getattr(old.world, name))
    assert not DataExport.objects.exists()


def test_request_by_an_officer_elsewhere_is_refused(old: Old) -> None:
    elsewhere = make.world()
    with pytest.raises(NotAllowed):
        asked(old, elsewhere.ig_officer)
    with pytest.raises(NotAllowed):
        exports.request_export(
            patient=Patient.objects.get(pk=old.person), organisation=elsewhere.icb, request_reference="7",
            identity_checked="known", by=elsewhere.ig_officer, at=NOW,
        )  # fmt: skip


def test_request_without_a_reference_is_refused(old: Old, officer: Any) -> None:
    with pytest.raises(UnableToAnswer):
        exports.request_export(
            patient=Patient.objects.get(pk=old.person), organisation=old.world.council, request_reference=" ",
            identity_checked="known", by=officer, at=NOW,
        )  # fmt: skip


def test_copy_has_every_word_that_is_held(export: DataExport) -> None:
    text = json.dumps(contents_of(export, NOW).as_json(), ensure_ascii=False)
    wanted = [*SECRETS.values(), "1944-03-12", "Secret Daughter", "secret message", "secret event", "secret summary"]
    wanted += ["secret instructions", "secret end", "secret plan", "Secret Landlord", "secret call", "secret evidence"]
    assert [word for word in wanted if word not in text] == []


def test_copy_says_dates_with_their_offset_and_codes_in_words(old: Old, export: DataExport) -> None:
    case = parts_of(export)["referrals.Referral"][0]
    assert case["submitted_at"]["value"] == "2016-03-01T09:00:00+00:00"
    assert case["status"] == {"label": "Status", "value": "closed", "words": "Closed", "check": ""}
    assert case["tenure"]["words"] == "Rents from the council"
    assert (case["is_open"]["value"], case["is_open"]["words"]) == (False, "No")


def test_copy_says_staff_with_role_and_organisation(old: Old, export: DataExport) -> None:
    case = parts_of(export)["referrals.Referral"][0]
    assert case["assignee"]["words"] == (f"{old.world.coordinator.name}, Housing coordinator, {old.world.council.name}")


def test_copy_says_who_looked(old: Old, export: DataExport) -> None:
    look = parts_of(export)["partners.ReadLog"][0]
    assert look["user_id"]["words"].startswith(f"{old.world.coordinator.name}, Housing coordinator")
    assert look["referral_id"]["words"] == old.case.reference


def test_copy_marks_what_an_officer_must_read(old: Old, export: DataExport) -> None:
    ReferralEvent.objects.create(referral=old.case, at=NOW, event="noted", note="for us", lead_only=True)
    parts = parts_of(export)
    assert parts["referrals.Carer"][0]["name"]["check"] == "May name or come from other people"
    assert parts["referrals.ReferralEvent"][-1]["lead_only"]["check"] == "Written for the leading organisation only"
    assert parts["referrals.Patient"][0]["family_name"]["check"] == ""


def test_copy_has_no_case_between_other_organisations(old: Old, export: DataExport) -> None:
    """Of the same person: a council elsewhere answers for its own, and this copy does not say that there is one."""
    other = make.world()
    patient = Patient.objects.get(pk=old.person)
    theirs = make.referral(
        other, nhs_number=patient.nhs_number, born_on=patient.born_on, family_name=patient.family_name,
        given_name=patient.given_name, what_stands_in_the_way="their words",
    )  # fmt: skip
    assert theirs.patient_id == old.person
    text = json.dumps(contents_of(export, NOW).as_json())
    assert theirs.reference not in text
    assert "their words" not in text
    assert other.council.name not in text


def test_copy_has_no_hold_of_another_organisation(old: Old, officer: Any, export: DataExport) -> None:
    trust_officer = make.person(RoleCode.IG_OFFICER, old.world.trust)
    patient = Patient.objects.get(pk=old.person)
    holds.place_hold(patient=patient, organisation=old.world.trust, reason="theirs", by=trust_officer, at=NOW)
    holds.place_hold(patient=patient, organisation=old.world.council, reason="ours", by=officer, at=NOW)
    assert [row["reason"]["value"] for row in parts_of(export)["referrals.LegalHold"]] == ["ours"]


def test_copy_takes_the_same_number_of_queries_for_any_number_of_rows(
    old: Old, export: DataExport, django_assert_num_queries: Callable[..., Any]
) -> None:
    def queries() -> int:
        with connection.execute_wrapper(count):
            seen.clear()
            contents_of(DataExport.objects.select_related("patient", "organisation").get(pk=export.pk), NOW)
        return len(seen)

    seen: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    few = queries()
    ReferralEvent.objects.bulk_create(
        [ReferralEvent(referral=old.case, at=NOW, event="noted", by=old.world.sister) for _ in range(50)]
    )
    assert queries() == few


def test_made_copy_is_a_json_and_a_tagged_pdf(export: DataExport) -> None:
    assert made(export, with_pdf=True).state == "ready"
    files = {file.kind: bytes(file.content) for file in export.files.all()}
    document = json.loads(files["json"])
    assert (document["schema"], document["schema_version"]) == ("homeward.record-copy", 1)
    assert files["pdf"].startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", files["pdf"], re.DOTALL)
    inside = b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")
    assert b"/MarkInfo" in inside
    assert b"/StructTreeRoot" in inside
    assert (export.ready_at, export.expires_at) == (NOW, NOW + timedelta(days=7))


def test_made_copy_fetches_nothing_that_somebody_typed(old: Old, export: DataExport) -> None:
    ReferralEvent.objects.create(
        referral=old.case, at=NOW, event="noted", note='<img src="http://127.0.0.1:9/x.png"><script>alert(1)</script>'
    )
    document = render_to_string("discharge/rights/paper.html", {"copy": contents_of(export, NOW)})
    assert "&lt;img src=" in document
    assert "<img" not in document
    with pytest.raises(ValueError, match="Nothing is fetched"):
        _refuses_everything().fetch("http://127.0.0.1:9/x.png")  # type: ignore[attr-defined]


def test_made_copy_tells_whoever_asked_without_a_name(export: DataExport, officer: Any) -> None:
    made(export)
    notice = Notification.objects.get(recipient=officer)
    assert notice.text == f"{export.reference}: the copy of the record is ready"
    assert notice.path == f"/rights/requests/{export.pk}/"


def test_made_copy_lists_what_to_read_without_its_words(export: DataExport) -> None:
    checks = made(export).checks
    assert {
        "part": "People who look after you",
        "label": "Name",
        "why": "May name or come from other people",
        "number": 1,
    } in checks
    assert "ecret" not in json.dumps(checks)


def test_making_it_twice_makes_it_once(export: DataExport) -> None:
    made(export)
    first = list(export.files.order_by("pk").values_list("pk", flat=True))
    exports.make_export(export_id=export.pk, at=NOW + timedelta(hours=1), with_pdf=False)
    assert list(export.files.order_by("pk").values_list("pk", flat=True)) == first


def test_making_that_breaks_leaves_no_file_and_says_failed(export: DataExport) -> None:
    class Broken(Exception):
        pass

    def breaks(execute: Any, sql: str, *rest: Any) -> Any:
        if "referrals_exportfile" in sql and sql.startswith("INSERT"):
            raise Broken
        return execute(sql, *rest)

    with connection.execute_wrapper(breaks), pytest.raises(Broken):
        exports.make_export(export_id=export.pk, at=NOW, with_pdf=False)
    export.refresh_from_db()
    assert export.state == "failed"
    assert not ExportFile.objects.exists()


def test_fetching_is_an_act_and_a_look_at_each_case(old: Old, officer: Any, export: DataExport) -> None:
    content = exports.fetch_export(export=made(export), kind="json", by=officer, at=NOW)
    assert json.loads(content)["about"] == "QUELLMANN, Ottoline"
    export.refresh_from_db()
    assert export.fetched_at == NOW
    assert AuditEvent.objects.get(action="export_fetched").detail == {"patient": old.person, "kind": "json"}
    look = ReadLog.objects.get(page="export")
    assert (look.user_id, look.referral_id, look.patient_id) == (officer.pk, old.case.pk, old.person)


def test_fetching_by_an_officer_elsewhere_is_refused(export: DataExport) -> None:
    with pytest.raises(NotAllowed):
        exports.fetch_export(export=made(export), kind="json", by=make.world().ig_officer, at=NOW)
    assert not ReadLog.objects.filter(page="export").exists()


@pytest.mark.parametrize(("kind", "after"), [("json", timedelta(days=7)), ("doc", timedelta(0))])
def test_fetching_what_is_not_there_is_refused(officer: Any, export: DataExport, kind: str, after: timedelta) -> None:
    with pytest.raises(UnableToActNow):
        exports.fetch_export(export=made(export), kind=kind, by=officer, at=NOW + after)


def test_fetching_before_it_is_ready_is_refused(officer: Any, export: DataExport) -> None:
    with pytest.raises(UnableToActNow):
        exports.fetch_export(export=export, kind="json", by=officer, at=NOW)


def test_after_seven_days_the_files_go_and_the_request_stays(export: DataExport) -> None:
    made(export)
    assert exports.expire_exports(at=NOW + timedelta(days=7, seconds=-1)) == 0
    assert exports.expire_exports(at=NOW + timedelta(days=7)) == 1
    assert exports.expire_exports(at=NOW + timedelta(days=8)) == 0
    export.refresh_from_db()
    assert export.state == "expired"
    assert not ExportFile.objects.exists()


def test_lost_copies_are_found_again(export: DataExport) -> None:
    assert exports.lost_exports(at=NOW + timedelta(minutes=14)) == []
    assert exports.lost_exports(at=NOW + timedelta(minutes=15)) == [export.pk]
    DataExport.objects.filter(pk=export.pk).update(state="making", started_at=NOW + timedelta(minutes=15))
    assert exports.lost_exports(at=NOW + timedelta(minutes=16)) == []
    exports.make_export(export_id=export.pk, at=NOW + timedelta(minutes=31), with_pdf=False)
    export.refresh_from_db()
    assert export.state == "ready"


# Holds.


def test_hold_by_another_role_or_officer_elsewhere_is_refused(old: Old) -> None:
    patient = Patient.objects.get(pk=old.person)
    for person in (old.world.coordinator, old.world.administrator, make.world().ig_officer):
        with pytest.raises(NotAllowed):
            holds.place_hold(patient=patient, organisation=old.world.council, reason="Claim", by=person, at=NOW)
    assert not LegalHold.objects.exists()


def test_hold_twice_is_quiet_for_the_same_person_and_told_to_another(old: Old, officer: Any) -> None:
    patient = Patient.objects.get(pk=old.person)
    details = {"patient": patient, "organisation": old.world.council, "reason": "Claim", "at": NOW}
    hold = holds.place_hold(by=officer, **details)
    assert holds.place_hold(by=officer, **details) == hold
    with pytest.raises(UnableToActNow, match="holds this record already"):
        holds.place_hold(by=make.person(RoleCode.IG_OFFICER, old.world.council), **details)
    assert AuditEvent.objects.filter(action="hold_placed").count() == 1


def test_hold_without_a_reason_is_refused(old: Old, officer: Any) -> None:
    with pytest.raises(UnableToAnswer):
        holds.place_hold(
            patient=Patient.objects.get(pk=old.person), organisation=old.world.council, reason=" ", by=officer, at=NOW
        )


def test_lifting_a_hold_of_another_organisation_is_refused(old: Old, officer: Any) -> None:
    hold = holds.place_hold(
        patient=Patient.objects.get(pk=old.person), organisation=old.world.council, reason="Claim", by=officer, at=NOW
    )
    with pytest.raises(NotAllowed):
        holds.lift_hold(hold=hold, by=make.person(RoleCode.IG_OFFICER, old.world.trust), at=NOW)
    assert holds.lift_hold(hold=hold, by=officer, at=NOW).lifted_at == NOW
    assert holds.lift_hold(hold=hold, by=officer, at=NOW + timedelta(days=1)).lifted_at == NOW


# Who may: the object rule and the list rule agree.


def test_access_rules_agree_for_every_person_and_thing(old: Old, officer: Any) -> None:
    elsewhere = make.world()
    made_here = asked(old, officer)
    hold = holds.place_hold(
        patient=Patient.objects.get(pk=old.person), organisation=old.world.council, reason="Claim", by=officer, at=NOW
    )
    trust = make.person(RoleCode.IG_OFFICER, old.world.trust)
    allowed = []
    for person in [*old.world.people.values(), *elsewhere.people.values(), officer, trust]:
        patient = Patient.objects.get(pk=old.person)
        in_list = access.patients_visible_to(person).filter(pk=patient.pk).exists()
        by_object = any(
            access.can_answer_for(person, patient, each.pk) for each in (old.world.council, old.world.trust)
        )
        assert in_list is by_object
        assert access.exports_visible_to(person).exists() is access.can_view_export(person, made_here)
        assert access.holds_visible_to(person).exists() is access.can_lift(person, hold)
        if in_list:
            allowed.append((person, access.can_view_export(person, made_here)))
    assert allowed == [(old.world.ig_officer, True), (officer, True), (trust, False)]
