"""What `templates/components_gallery.html` shows: every part with words of a made-up case. For the demo only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from partners.forms.base import PlainForm
from partners.forms.fields import (
    CheckboxesField,
    ChoiceRadios,
    DateBoxesField,
    NhsNumberInput,
    PhoneField,
    PostcodeField,
    YesNoField,
)

NOW = datetime(2026, 11, 21, 14, 20, tzinfo=UTC)


class ExampleForm(PlainForm):
    """One question of each kind."""

    nhs_number = forms.CharField(
        label="NHS number", help_text="Ten digits, for example 999 123 4567", widget=NhsNumberInput
    )
    born = DateBoxesField(label="Date of birth", help_text="For example, 12 3 1944", latest=NOW.date())
    postcode = PostcodeField(label="Postcode")
    phone = PhoneField(label="Phone number", required=False)
    tenure = forms.ChoiceField(
        label="Tenure",
        choices=[("", "Choose one"), ("owner", "Owner"), ("council", "Council tenant"), ("private", "Private tenant")],
    )
    carer = YesNoField(label="Is there a carer?", reveals={"yes": "carer_name"}, attrs={"inline": False})
    carer_name = forms.CharField(label="Carer’s full name", required=False)
    urgency = ChoiceRadios(
        label="How urgent is it?",
        choices=[
            ("emergency", "Emergency", "Answer by 2.20pm tomorrow"),
            ("urgent", "Urgent", "Answer by 5pm on Thursday 26 November"),
        ],
    )
    needs = CheckboxesField(
        label="What stands in the way?",
        help_text="Select all that apply",
        choices=[
            ("keysafe", "Key safe", "A carer cannot get in"),
            ("stairs", "Stairs or steps"),
            ("none", "None of these"),
        ],
        dividers={"none": "or"},
        exclusive=["none"],
    )
    notes = forms.CharField(
        label="Anything else the coordinator should know", max_length=500, required=False, widget=forms.Textarea
    )
    photo = forms.FileField(label="Photo of the work", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="The patient agreed to sharing with the council")


def _row(
    light: str, name: str, place: str, ready: str, need: str, step: str, owner: str, due: timedelta, **more: Any
) -> dict[str, Any]:
    return {
        "light": light,
        "name": name,
        "place": place,
        "ready": ready,
        "need": need,
        "step": step,
        "owner": owner,
        "due": NOW + due,
        "href": "#",
        "paused": "",
        "overdue": False,
        **more,
    }


def cases() -> list[dict[str, Any]]:
    """Rows of a caseload."""
    return [
        _row(
            "red",
            "JONES, Patricia",
            "Ward 22",
            "6 days",
            "Key safe",
            "Chase key safe",
            "Sam Lee",
            timedelta(hours=-2),
            overdue=True,
        ),
        _row(
            "red",
            "KHAN, Imran",
            "Ward 14",
            "2 days",
            "No fixed abode",
            "Accept or decline",
            "Nobody yet",
            timedelta(minutes=-25),
            overdue=True,
        ),
        _row(
            "amber",
            "SMITH, Ada",
            "Ward 14",
            "3 days",
            "Bathroom upstairs",
            "Book the survey",
            "Sam Lee",
            timedelta(hours=2, minutes=40),
        ),
        _row(
            "amber",
            "COLE, Winston",
            "Ward 9",
            "1 day",
            "No heating",
            "Read the ward’s answer",
            "Sam Lee",
            timedelta(hours=2),
        ),
        _row(
            "green",
            "LEE, Mei",
            "Emergency department",
            "not yet",
            "Clutter and clearance",
            "Write the plan",
            "Jo Brown",
            timedelta(days=1),
        ),
        _row(
            "green",
            "DAVIS, Owen",
            "Ward 3",
            "5 days",
            "Temporary flat",
            "Call after 48 hours",
            "Jo Brown",
            timedelta(days=3),
        ),
        _row(
            "green",
            "O’BRIEN, Siobhán",
            "Ward 14",
            "today",
            "Bed downstairs",
            "Order the bed",
            "Jo Brown",
            timedelta(days=4),
        ),
        _row(
            "grey",
            "NOWAK, Piotr",
            "Ward 22",
            "4 days",
            "Eviction",
            "Waiting for the ward",
            "King’s Mill",
            timedelta(days=2),
            paused="ward asked",
        ),
    ]


def example_context() -> dict[str, Any]:
    """Everything the gallery's template reads."""
    return {
        "now": NOW,
        "form": ExampleForm(),
        "wrong": ExampleForm(
            {"nhs_number": "12", "born_day": "31", "born_month": "2", "born_year": "1944", "carer": "yes"},
            prefix="wrong",
        ),
        "cases": cases(),
        "columns": [
            "Patient",
            "Standing in the way",
            "Ready",
            "Next step",
            {"text": "Due", "sort": "ascending", "href": "?sort=-due"},
        ],
        "page": Paginator(range(143), 25).page(3),
        "born": date(1944, 3, 12),
        "due": {
            "overdue": NOW - timedelta(hours=2),
            "soon": NOW + timedelta(hours=3),
            "later": NOW + timedelta(days=4),
        },
        "sections": [
            {"text": "Summary", "href": "#", "current": True},
            {"text": "Home", "href": "#"},
            {"text": "Work", "href": "#", "count": 3, "count_label": "pieces of work"},
            {"text": "Flat", "href": "#"},
            {"text": "Messages", "href": "#", "count": 1, "count_label": "unread"},
            {"text": "People and sharing", "href": "#"},
            {"text": "Activity", "href": "#"},
            {"text": "Outcome", "href": "#"},
        ],
        "facts": [{"label": "Ward", "value": "14, King’s Mill"}, {"label": "Ready", "value": "3 days"}],
        "flags": ["Falls", {"text": "Dog at home", "href": "#"}],
        "summary": [
            {"key": "Lives", "value": "Alone, first-floor flat, council tenant"},
            {
                "key": "Standing in the way",
                "value": "Bathroom upstairs",
                "actions": {
                    "items": [{"text": "Change", "href": "#", "visually_hidden_text": "what stands in the way"}]
                },
            },
            {
                "key": "Expected discharge",
                "value": "26 November 2026",
                "actions": {"items": [{"text": "Change", "href": "#", "visually_hidden_text": "expected discharge"}]},
            },
        ],
        "tasks": [
            {"heading": "Who the patient is", "href": "#", "status": "Completed"},
            {"heading": "Where they are", "href": "#", "status": {"tag": {"text": "Incomplete", "colour": "blue"}}},
            {
                "heading": "Check your answers",
                "status": {"text": "Cannot start yet", "classes": "nhsuk-task-list__status--cannot-start-yet"},
            },
        ],
        "activity": [
            {
                "at": NOW - timedelta(minutes=15),
                "heading": "Survey booked",
                "by": "Sam Lee",
                "text": "A1 Stairlifts, Monday at 10am. Key with the neighbour at number 4.",
            },
            {"at": NOW - timedelta(hours=4), "heading": "Referral accepted", "by": "Sam Lee", "kind": "Status"},
            {"at": NOW - timedelta(days=1, hours=2), "heading": "Referral sent", "by": "Joan Marsh, Ward 14"},
        ],
        "messages_shown": [
            {
                "sender": "Sam Lee",
                "organisation": "Mansfield ASSIST",
                "at": NOW - timedelta(hours=5),
                "text": "Has her daughter a key?",
                "audience": "Shared with Ward 14",
                "mine": True,
            },
            {
                "sender": "Joan Marsh",
                "organisation": "King’s Mill Hospital",
                "at": NOW - timedelta(hours=1),
                "text": "Yes, and she can let the surveyor in on Monday.",
            },
            {
                "sender": "Sam Lee",
                "organisation": "Mansfield ASSIST",
                "at": NOW - timedelta(minutes=30),
                "text": "Ask for the quote in writing.",
                "audience": "Only your team can see this",
                "team_only": True,
                "mine": True,
            },
        ],
        "chips": [{"text": "Ward 14", "remove_url": "#"}, {"text": "Urgent", "remove_url": "#"}],
        "crumbs": [{"text": "Home", "href": "#"}, {"text": "Caseload", "href": "#"}],
        "tab_items": [
            {"label": "By ward", "id": "by-ward", "panel": {"text": "Ward 14 sent most referrals."}},
            {"label": "By need", "id": "by-need", "panel": {"text": "Key safes were asked for most."}},
        ],
        "quick_rows": [["Emergency", "24 hours", "97%"], ["Urgent", "3 working days", "91%"]],
        "quick_head": ["Urgency", "Answer within", {"text": "Met", "format": "numeric"}],
        "colours": ["blue", "orange", "green", "grey", "white", "red", "purple", "yellow"],
        "ward_items": [{"value": "", "text": "Any ward"}, {"value": "14", "text": "Ward 14", "selected": True}],
        "urgency_fieldset": {"legend": {"text": "Urgency", "size": "s"}},
        "urgency_items": [{"value": "e", "text": "Emergency"}, {"value": "u", "text": "Urgent", "checked": True}],
        "statuses": [
            "draft",
            "submitted",
            "information_requested",
            "accepted",
            "discharged",
            "closed",
            "declined",
            "withdrawn",
        ],
    }
