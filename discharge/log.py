"""Log lines carry ids, never people, and their time in UTC. PostgreSQL's error texts quote whole rows: they are cut."""

import json
import logging
import re
from datetime import UTC, datetime
from types import TracebackType

_QUOTED_ROW = re.compile(r"^(DETAIL|CONTEXT):.*(?:\n(?!\S*Error|Traceback|The above|During).*)*", re.MULTILINE)
LEFT_OUT = "DETAIL: left out, it may quote a patient's record"


class WithoutRowsFormatter(logging.Formatter):
    """The usual format, without the DETAIL part of a database error in a traceback."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return _QUOTED_ROW.sub(LEFT_OUT, super().formatException(ei))


class JsonLinesFormatter(WithoutRowsFormatter):
    """One JSON object a line, for a log service to read: a line break in what is said begins no line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
