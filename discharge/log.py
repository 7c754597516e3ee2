"""Log lines carry ids, never people. PostgreSQL's error texts quote whole rows, so what they quote is left out."""

import logging
import re
from types import TracebackType

_QUOTED_ROW = re.compile(r"^(DETAIL|CONTEXT):.*(?:\n(?!\S*Error|Traceback|The above|During).*)*", re.MULTILINE)
LEFT_OUT = "DETAIL: left out, it may quote a patient's record"


class WithoutRowsFormatter(logging.Formatter):
    """The usual format, without the DETAIL part of a database error in a traceback."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return _QUOTED_ROW.sub(LEFT_OUT, super().formatException(ei))
