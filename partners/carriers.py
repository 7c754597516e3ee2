"""What carries a message out of Homeward: a mail server, or GOV.UK Notify where it is configured.

A carrier says how it went in one of three ways: it gives its own name for the message (sent), raises `NotNow` (worth
another try), or `NeverAsIs` (no try will help: an address that does not exist). Codes only, never a server's words,
which may name anybody.
"""

import contextlib
import smtplib
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

SECONDS = 15  # longest wait for an answer; a row is locked meanwhile


class NotNow(Exception):
    """It did not go out, and may at another time. The words are a code. `all_wait`: nor would any other message now."""

    def __init__(self, code: str, *, all_wait: bool = True) -> None:
        super().__init__(code)
        self.all_wait = all_wait


class NeverAsIs(Exception):
    """It will not go out as it is. The words are a code."""


@dataclass(frozen=True)
class Letter:
    """A message in words. `number` is ours, the same at every try: by it a carrier may know a second try for one."""

    number: int
    to: str
    subject: str
    body: str


class Carrier(Protocol):
    """Takes one message after another; used as a context so that a connection is closed."""

    def send(self, letter: Letter) -> str: ...
    def __enter__(self) -> "Carrier": ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class MailServer:
    """Django's mail backend, over one connection for as long as it holds."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, letter: Letter) -> str:
        """Raises NotNow, NeverAsIs."""
        name = f"<homeward-{letter.number}@{settings.EMAIL_NAME}>"
        message = EmailMessage(
            letter.subject,
            letter.body,
            settings.DEFAULT_FROM_EMAIL,
            [letter.to],
            headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
        )
        try:
            if self._connection is None:
                self._connection = get_connection(timeout=SECONDS)
                self._connection.open()
            message.connection = self._connection
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            self._close()
            codes = [code for code, _ in refused.recipients.values()]
            if all(code >= 500 for code in codes):
                raise NeverAsIs(f"refused {codes[0]}") from None
            raise NotNow(f"refused {codes[0]}", all_wait=False) from None
        except smtplib.SMTPResponseException as answer:
            self._close()
            raise NotNow(f"{type(answer).__name__} {answer.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as trouble:
            self._close()
            raise NotNow(type(trouble).__name__) from None
        return name

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):  # it is gone either way
                connection.close()


class Notify:
    """GOV.UK Notify, by one template with the fields `subject` and `body` (e-mail) or `body` (text message).

    Asked first whether it has a message of ours with this number: a worker that was killed between sending and writing
    that down does not send twice.
    """

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._client: Any = None

    def __enter__(self) -> "Notify":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def send(self, letter: Letter) -> str:
        """Raises NotNow, NeverAsIs."""
        if not settings.NOTIFY_API_KEY:
            raise NotNow("notify is not set up")
        reference = f"homeward-{letter.number}"
        try:
            if self._client is None:
                address = {"base_url": settings.NOTIFY_URL} if settings.NOTIFY_URL else {}
                self._client = NotificationsAPIClient(settings.NOTIFY_API_KEY, timeout=SECONDS, **address)
            for known in self._client.get_all_notifications(reference=reference)["notifications"]:
                return str(known["id"])
            if self._channel == "sms":
                answer = self._client.send_sms_notification(
                    letter.to, settings.NOTIFY_SMS_TEMPLATE, {"body": letter.subject}, reference=reference
                )
            else:
                answer = self._client.send_email_notification(
                    letter.to,
                    settings.NOTIFY_EMAIL_TEMPLATE,
                    {"subject": letter.subject, "body": letter.body},
                    reference=reference,
                )
        except HTTPError as refused:
            # 400: this address or number is no good. Everything else is about us or about now.
            if refused.status_code == 400:
                raise NeverAsIs("notify 400") from None
            raise NotNow(f"notify {refused.status_code}") from None
        except Exception as trouble:  # the client lets its HTTP library's errors through
            raise NotNow(type(trouble).__name__) from None
        return str(answer["id"])


def carrier_for(channel: str) -> Carrier:
    """What carries messages of this channel here. Text messages are written only where Notify carries them."""
    if channel == "sms" or settings.NOTIFY_EMAIL_TEMPLATE:
        return Notify(channel)
    return MailServer()
