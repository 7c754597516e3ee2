"""What the API says about a case. Codes stay codes, with their words beside them; times are ISO 8601 in UTC.

A key that the reader may not be shown is left out of the answer.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.reverse import reverse

from discharge.next_actions import PAGES
from partners.minimum_data import Reader, may_show
from partners.models import Scheme
from referrals import access
from referrals.catalogue import NEEDS, RISKS, label_of
from referrals.lifecycle import BY_EVENT, Event, Transition
from referrals.models import Patient, Referral
from referrals.queries.case import clocks_of, timeline
from referrals.reading import reader_of

# The events the API carries out, by the last part of their address.
ACTIONS: dict[Event, str] = {
    Event.ACCEPT: "accept",
    Event.ASK: "ask",
    Event.DECLINE: "decline",
    Event.WITHDRAW: "withdraw",
    Event.ASSIGN: "assign",
    Event.RECORD_READINESS: "readiness",
    Event.SEND_MESSAGE: "message",
}


def _kept(answer: dict[str, Any], fields: Mapping[str, str | None], reader: Reader) -> dict[str, Any]:
    """What this reader may be shown of an answer. `fields`: key → field of the minimum-data table, None: of no
    person. A key that is not listed fails loudly.
    """
    return {key: value for key, value in answer.items() if (field := fields[key]) is None or may_show(reader, field)}


class CaseLineSerializer(serializers.ModelSerializer[Referral]):
    """One case in a list. Who the patient is stands only on the case itself, whose reading is recorded."""

    #: Each key of the answer with its field in the minimum-data table; None for what says nothing of the person.
    field_of: ClassVar[Mapping[str, str | None]] = {
        "reference": "reference",
        "url": "reference",
        "status": "status",
        "status_label": "status",
        "purpose": "purpose",
        "urgency": "urgency",
        "scheme": None,
        "ward": "ward",
        "assignee": "assignee",
        "main_need": "needs",
        "submitted_at": "status",
        "expected_discharge_on": "expected_discharge_on",
        "ready_since": "readiness",
        "next_due_at": "deadlines",
        "discharged_on": "left_hospital",
        "ended_at": "status",
    }

    status_label = serializers.CharField()
    scheme: "serializers.SlugRelatedField[Any]" = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    ward: "serializers.StringRelatedField[Any]" = serializers.StringRelatedField()
    assignee = serializers.CharField(source="assignee.name", default=None)
    main_need = serializers.SerializerMethodField()
    url = serializers.HyperlinkedIdentityField(view_name="api_referral", lookup_field="reference")

    class Meta:
        model = Referral
        fields: tuple[str, ...] = (
            "reference",
            "url",
            "status",
            "status_label",
            "purpose",
            "urgency",
            "scheme",
            "ward",
            "assignee",
            "main_need",
            "submitted_at",
            "expected_discharge_on",
            "ready_since",
            "next_due_at",
            "discharged_on",
            "ended_at",
        )
        read_only_fields: tuple[str, ...] = fields

    def to_representation(self, instance: Referral) -> dict[str, Any]:
        reader = reader_of(self.context["user"], instance)
        return _kept(super().to_representation(instance), self.field_of, reader)

    def get_main_need(self, case: Referral) -> str | None:
        return next((need.code for need in case.needs.all() if need.is_main), None)


class PatientSerializer(serializers.ModelSerializer[Patient]):
    """Who the case is about."""

    field_of: ClassVar[Mapping[str, str | None]] = {
        "family_name": "patient_name",
        "given_name": "patient_name",
        "born_on": "born_on",
        "nhs_number": "nhs_number",
        "no_nhs_number_reason": "nhs_number",
        "no_fixed_abode": "address",
    }

    class Meta:
        model = Patient
        fields = ("family_name", "given_name", "born_on", "nhs_number", "no_nhs_number_reason", "no_fixed_abode")
        read_only_fields = fields


class CaseSerializer(CaseLineSerializer):
    """One case: who, what stands in the way, the promises, what happened, and what this person may do next."""

    field_of: ClassVar[Mapping[str, str | None]] = {
        **CaseLineSerializer.field_of,
        "patient": None,  # kept field by field below
        "what_stands_in_the_way": "what_stands_in_the_way",
        "needs": "needs",
        "risks": "other_risks",
        "tenure": "tenure",
        "household": "household",
        "access_notes": "access_notes",
        "safety_notes": "safety_notes",
        "destination": "left_hospital",
        "clocks": "deadlines",
        "timeline": "timeline",
        "allowed": None,
    }
    patient = PatientSerializer()
    needs = serializers.SerializerMethodField()
    risks = serializers.SerializerMethodField()
    clocks = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()
    allowed = serializers.SerializerMethodField()

    class Meta(CaseLineSerializer.Meta):
        fields = (
            *CaseLineSerializer.Meta.fields,
            "patient",
            "what_stands_in_the_way",
            "needs",
            "risks",
            "tenure",
            "household",
            "access_notes",
            "safety_notes",
            "destination",
            "clocks",
            "timeline",
            "allowed",
        )
        read_only_fields = fields

    def to_representation(self, instance: Referral) -> dict[str, Any]:
        answer = super().to_representation(instance)
        if answer["patient"] is not None:
            reader = reader_of(self.context["user"], instance)
            answer["patient"] = _kept(answer["patient"], PatientSerializer.field_of, reader)
        return answer

    def get_needs(self, case: Referral) -> list[dict[str, Any]]:
        return [
            {"code": each.code, "label": label_of(NEEDS, each.code), "main": each.is_main} for each in case.needs.all()
        ]

    def get_risks(self, case: Referral) -> list[dict[str, str]]:
        return [{"code": each.code, "label": label_of(RISKS, each.code)} for each in case.risks.all()]

    def get_clocks(self, case: Referral) -> list[dict[str, Any]]:
        return [
            {
                "kind": clock.kind,
                "label": clock.label,
                "started_at": clock.started_at,
                "due_at": clock.due_at,
                "stopped_at": clock.stopped_at,
                "breached_at": clock.breached_at,
                "pauses": [
                    {"reason": pause.reason, "from": pause.from_at, "to": pause.to_at} for pause in clock.pauses
                ],
            }
            for clock in clocks_of(case)
        ]

    def get_timeline(self, case: Referral) -> list[dict[str, Any]]:
        lines = timeline(self.context["user"], case)
        return [{"at": line.at, "what": line.heading, "by": line.by, "text": line.text} for line in lines]

    def get_allowed(self, case: Referral) -> list[dict[str, Any]]:
        """What this person may do now. `url` takes a POST; `page` is where a person does it in a browser."""
        request = self.context["request"]
        found = []
        for event in access.allowed_events(self.context["user"], case):
            given: dict[str, Any] = {"event": event.value, "label": BY_EVENT[event].button, "url": None, "page": None}
            if event in ACTIONS:
                given["url"] = reverse("api_action", args=[case.reference, ACTIONS[event]], request=request)
            if event in PAGES:
                given["page"] = reverse(PAGES[event], args=[case.reference], request=request)
            found.append(given)
        return found


class SchemeSerializer(serializers.ModelSerializer[Scheme]):
    """A service that takes referrals."""

    lead = serializers.CharField(source="lead_organisation.name")

    class Meta:
        model = Scheme
        fields = ("slug", "name", "area", "summary", "lead", "starts_on", "ends_on", "phone")
        read_only_fields = fields


class TransitionSerializer(serializers.BaseSerializer[Transition]):
    """One row of the lifecycle table as data."""

    def to_representation(self, row: Transition) -> dict[str, Any]:
        return {
            "event": row.event.value,
            "from": sorted(status.value for status in row.sources),
            "to": row.target.value if row.target else None,
            "permission": row.permission.value,
            "parts": sorted(part.value for part in row.parts),
            "button": row.button,
            "past": row.past,
        }
