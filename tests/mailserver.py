"""A mail server on loopback that keeps what it is given, and refuses when told to."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings


class MailServer:
    """`letters`: what it took, in order. `answers`: an address to the answer it gets instead of being taken."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.answers: dict[str, str] = {}
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content))
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in self.letters]


logging.getLogger("mail.log").setLevel(logging.ERROR)  # else each of its words is in our log


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running one, to which the settings point meanwhile."""
    server = MailServer()
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        server.port = port = chosen.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port
        ):
            yield server
    finally:
        controller.stop()
