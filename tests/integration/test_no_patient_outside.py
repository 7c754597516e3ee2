"""Nothing of a patient in addresses, logs, e-mails, notices, the audit record, cookies or error pages.

A patient whose every word is unmistakable goes through the whole service by its pages; whatever leaves the pages
themselves is then searched for those words.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from discharge import urls
from discharge.log import WithoutRowsFormatter
from housing.models import Intervention
from outcomes.models import FollowUp
from partners.guards import signed_in
from partners.models import AuditEvent, Notification, ReadLog, User
from referrals import tasks
from referrals.models import CaseFile, Patient, Referral
from referrals.nhs_number import make_test_number
from tests import factories as make
from tests.integration.referrals.typed import pages

pytestmark = pytest.mark.django_db
NUMBER = make_test_number(876_543)
#: Words that stand nowhere else; each is something the ward types about the patient.
WORDS = (
    "zzfamily",
    "zzgiven",
    NUMBER,
    f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}",
    "zzstreet",
    "NG18 9ZZ",
    "NG189ZZ",
    "960777",
    "960 777",
    "zzcarer",
    "zzobstacle",
    "zzneighbour",
    "zzloose",
    "zzmessage",
    "zzquestion",
    "zzanswer",
    "zzinstruction",
    "zznote",
    "zztitle",
    "zzfilename",
)
TYPED: dict[str, dict[str, Any]] = {
    "who": {"nhs_number": NUMBER, "family_name": "Zzfamily", "given_name": "Zzgiven"},
    "needs": {"what_stands_in_the_way": "Zzobstacle on the stairs"},
    "home": {
        "address": "77 Zzstreet\r\nMansfield",
        "postcode": "NG18 9ZZ",
        "phone": "01632 960 777",
        "carer_name": "Zzcarer",
        "access_notes": "Key with Zzneighbour",
        "safety_notes": "Zzloose carpet",
    },
}


@signed_in
def broken(request: HttpRequest, reference: str) -> HttpResponse:
    """A page that fails while it has the whole record in its hands, as PostgreSQL would quote it."""
    patient = Patient.objects.get(family_name="Zzfamily")
    with transaction.atomic():
        Patient.objects.filter(pk=patient.pk).update(family_name="")
    return HttpResponse()


urlpatterns = [path("broken/<str:reference>/", broken), *urls.urlpatterns]


class Net:
    """Everything that leaves the pages themselves, by where it went."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caught: dict[str, list[str]] = defaultdict(list)
        self.pages = ""
        self.caplog = caplog

    def watch(self, response: Any) -> Any:
        for each in [response, *(getattr(response, "redirect_chain", None) or [])]:
            if isinstance(each, tuple):
                self.caught["redirect"].append(each[0])
                continue
            self.caught["header"] += [f"{name}: {value}" for name, value in each.headers.items()]
            self.caught["cookie"] += [f"{name}={cookie.value}" for name, cookie in each.cookies.items()]
            self.caught["asked for"].append(each.request["PATH_INFO"] + "?" + each.request["QUERY_STRING"])
            if each.headers["Content-Type"].startswith("text/html"):
                html = each.content.decode()
                self.pages += html
                self.caught["address"] += re.findall(r'\b(?:href|action|src|hx-[a-z]+)="([^"]*)"', html)
        return response

    def draw(self) -> None:
        """What lies elsewhere once all is done."""
        # As the log is written in production: its formatter, for every logger there is.
        formatter = WithoutRowsFormatter()
        # What tests themselves use, factories and frozen time, tells of names too.
        ours = [
            each for each in self.caplog.records if each.name.partition(".")[0] not in {"factory", "faker", "asyncio"}
        ]
        for record in ours:
            self.caught["log"].append(f"{formatter.format(record)} {record.args}")
        for message in mail.outbox:
            self.caught["mail"].append(f"{message.subject} {message.body} {message.to} {message.message()}")
        self.caught["notice"] += [f"{each.key} {each.text} {each.path}" for each in Notification.objects.all()]
        self.caught["audit"] += [f"{each.action} {each.detail}" for each in AuditEvent.objects.all()]
        self.caught["read log"] += [each.page for each in ReadLog.objects.all()]
        self.caught["name on disk"] += list(CaseFile.objects.values_list("storage_name", flat=True))

    def leaks(self) -> list[tuple[str, str, str]]:
        return [
            (where, word, text[:300])
            for where, texts in self.caught.items()
            for text in texts
            for word in WORDS
            # A link that rings the patient is what the page is for; no server is asked for it.
            if word.lower() in text.lower() and not (where == "address" and text.startswith("tel:"))
        ]


class Someone:
    """A person at the service, whose every answer goes through the net."""

    def __init__(self, user: User, net: Net) -> None:
        self.client, self.net, self.user = Client(raise_request_exception=False), net, user

    def opens(self, name: str, *args: object, **query: str) -> Any:
        self.client.force_login(self.user)  # hours pass in between, and the session with them
        return self.net.watch(self.client.get(reverse(name, args=args), query))

    def sends(self, name: str, *args: object, **typed: Any) -> Any:
        """A form that is taken."""
        response = self._sent(name, *args, **typed)
        problem = re.search(r"There is a problem.*?</ul>", response.content.decode(), re.DOTALL)
        assert response.status_code == 200, (name, response.status_code)
        assert problem is None, (name, problem and problem[0])
        return response

    def slips(self, name: str, *args: object, **typed: Any) -> None:
        """A form that is refused and shown again with what was typed."""
        assert "There is a problem" in self._sent(name, *args, **typed).content.decode(), name

    def _sent(self, name: str, *args: object, **typed: Any) -> Any:
        self.client.force_login(self.user)
        return self.net.watch(self.client.post(reverse(name, args=args), typed, follow=True))


@pytest.fixture
def net(caplog: pytest.LogCaptureFixture) -> Iterator[Net]:
    with caplog.at_level(logging.DEBUG):
        yield Net(caplog)


def whole_journey(world: make.World, net: Net) -> Referral:
    """From the ward's form to the closed case, by the pages alone, with slips on the way."""
    sister, coordinator, worker = (
        Someone(each, net) for each in (world.sister, world.coordinator, world.provider_worker)
    )
    with time_machine.travel(make.NOW, tick=False):
        typed = pages(**TYPED)
        sister.sends("referral_start", **typed["who"])
        draft = Referral.objects.get()
        for page in ("where", "needs", "home", "urgency", "sharing"):
            sister.sends("referral_page", draft.reference, page, **typed[page])
        sister.slips("referral_page", draft.reference, "home", **{**typed["home"], "postcode": "zznote"})
        sister.sends("referral_page", draft.reference, "home", **typed["home"])
        sister.opens("referral_check", draft.reference)
        sister.sends("referral_check", draft.reference)
        case = Referral.objects.get(pk=draft.pk).reference
        for name in ("referral_sent", "referral_print"):
            sister.opens(name, case)
        sister.opens("our_referrals")
    with time_machine.travel(make.NOW + timedelta(hours=1), tick=False):
        coordinator.opens("worklist")
        coordinator.sends("search", q="Zzfamily")
        coordinator.sends("search", q=NUMBER)
        coordinator.sends("ask_ward", case, question="Zzquestion?")
        sister.sends("answer_question", case, answer="Zzanswer")
        sister.sends("send_message", case, body="Zzmessage")
        sister.sends("nudge", case)
        coordinator.sends("accept_referral", case, assignee=world.coordinator.pk)
        coordinator.slips("send_message", case, body="Zzmessage " * 900)  # too long
        coordinator.sends("assess_home", case, assessed_on="2026-11-23", how="visit", area_stairs="needs_work",
                          verdict="fit_after_work", summary="Zznote")  # fmt: skip
        coordinator.sends("plan_work", case, kind="key_safe", urgency="urgent", instructions="Zzinstruction",
                          funding_source="scheme", blocks_discharge="yes", ask="yes",
                          provider=world.provider.pk)  # fmt: skip
        photo = SimpleUploadedFile("zzfilename.jpg", make.picture())
        coordinator.sends("add_file", case, kind="photo", title="Zztitle", file=photo, for_provider="on")
        coordinator.slips("add_file", case, kind="photo", title="Zztitle", file=SimpleUploadedFile("zzfilename", b"?"))
        job = Intervention.objects.get()
        worker.opens("jobs")
        worker.opens("job", job.pk)
        worker.opens("photo", job.pk, CaseFile.objects.get().pk)
        worker.sends("job_accept", job.pk)
        worker.slips("job_done", job.pk, note="Zznote", cost="a lot of zznote")
        worker.sends("job_done", job.pk, note="Zznote", cost="80")
        coordinator.opens("case_file", case, CaseFile.objects.get().pk)
    with time_machine.travel(make.NOW + timedelta(hours=5), tick=False):
        for section in ("home", "work", "flat", "new-home", "messages", "files", "sharing", "activity", "outcome"):
            coordinator.opens("case_section", case, section)
        coordinator.opens("case", case)
        coordinator.opens("api_referral", case)
        coordinator.opens("caseload", tab="all")
        coordinator.sends("record_discharge", case, discharged_on="2026-11-23", destination="usual_home", note="Zznote")
        follow_up = FollowUp.objects.order_by("due_on")[0]
        coordinator.sends("record_follow_up", follow_up.pk, result="fine", note="Zznote")
        coordinator.sends("close_case", case, outcome="settled_home", note="Zznote", claims="no")
        Someone(world.ig_officer, net).opens("read_log")
        Someone(world.commissioner, net).opens("report")
        for person in (sister, coordinator, worker):
            person.opens("notifications")
        Someone(make.world().coordinator, net).opens("case", case)  # nothing there
        tasks.announce_due()
        with override_settings(ROOT_URLCONF=__name__):
            answer = net.watch(coordinator.client.post(f"/broken/{case}/", {"family_name": "Zzfamily"}))
        assert answer.status_code == 500
        net.caught["error page"].append(answer.content.decode())
    net.draw()
    return Referral.objects.get(reference=case)


def test_nothing_of_a_patient_leaves_the_pages_in_a_whole_journey(net: Net) -> None:
    case = whole_journey(make.world(), net)
    # The journey was real: it came to its end, and the pages did show the patient.
    assert case.status == "closed"
    assert "zzfamily" in net.pages.lower()
    assert "zzobstacle" in net.pages.lower()
    # Each place was looked at.
    assert {where for where, texts in net.caught.items() if texts} >= {
        "redirect", "header", "cookie", "address", "asked for", "log", "notice", "audit", "read log", "name on disk",
        "error page",
    }  # fmt: skip
    assert net.leaks() == []


def test_net_catches_what_leaks(net: Net) -> None:
    """Each word would be found wherever it turned up, in capitals too."""
    for word in WORDS:
        net.caught["log"] = [f"something about {word.upper()} went wrong"]
        assert net.leaks()[0][:2] == ("log", word)


def test_database_error_s_quotation_of_a_row_is_left_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Without the formatter the words are there: PostgreSQL quotes the row it refused."""
    make.referral(make.world(), given_name="Zzgiven")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Patient.objects.update(family_name="")
    assert "Zzgiven" in str(refused.value)
    try:
        raise refused.value
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error")
    assert "Zzgiven" not in WithoutRowsFormatter().format(caplog.records[-1])


@pytest.mark.parametrize("name", ["django.template", "django.db.backends", "django.db.backends.schema"])
def test_loggers_that_quote_records_stay_silent_when_everything_is_to_be_logged(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)


def test_errors_are_mailed_to_nobody() -> None:
    """Django's mail about an error carries the whole form that was sent."""
    assert settings.ADMINS == settings.MANAGERS == []


def test_session_cookie_is_a_random_key_and_nothing_else(client: Client) -> None:
    world = make.world()
    client.force_login(world.coordinator)
    client.post(reverse("search"), {"q": "Zzfamily"})
    assert re.fullmatch(r"[a-z0-9]{32}", client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert settings.SESSION_ENGINE != "django.contrib.sessions.backends.signed_cookies"
