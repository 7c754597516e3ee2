"""A cautious look into a PDF: what acts by itself, brings other files along or cannot be looked into is refused.

No full reading of the format (ISO 32000-2), which readers do not agree on themselves: the names of what can do harm
are searched in the whole file and in what unpacks from it. A harmless file refused by mistake is put right by printing
it to a new PDF; the virus scanner comes after this, not instead.
"""

import re
import zlib
from collections.abc import Iterator

# Names of actions and attachments, ISO 32000-2: 7.6 (Encrypt), 7.11.4 (EmbeddedFile), 12.6.4 (actions), 12.7.9 (XFA),
# 13 (RichMedia and what plays), 12.5.6.15 (FileAttachment).
_HARMFUL = (
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"RichMedia",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"GoToR",
    b"Rendition",
)
# Whole names only; the short one must be followed by what can follow it, or noise in a picture would match at times.
_HARMFUL_NAME = re.compile(rb"/(?:" + b"|".join(_HARMFUL) + rb")(?![A-Za-z])|/XFA(?=[\s\[(<])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
# In a name any letter may be written as # and two hexadecimal figures (7.3.5).
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(end)?stream\r?\n")
_FILTERS = re.compile(rb"/(?:[A-Za-z0-9]+Decode|Fl|AHx|A85|LZW|RL|CCF|DCT|Crypt)(?![A-Za-z])")
# The end mark stands in the last kilobyte (readers allow for some bytes behind it).
_TAIL = 1024
# How much of one file is unpacked to be looked at, in bytes; a small file that unfolds to more is refused.
MOST_UNPACKED = 256 * 1024 * 1024
MOST_STREAMS = 10_000
_PIECE = 1024 * 1024
# Longer than any name searched for, so that none is missed where two pieces meet.
_OVERLAP = 64

DAMAGED = "The PDF is damaged or not complete. Make it again, or choose another file."
LOCKED = "The PDF is protected with a password. Save it without one, or print it to a new PDF."
ACTIVE = "The PDF contains programs, forms or attachments. Print it to a new PDF and choose that."
UNCLEAR = "The PDF could not be checked. Print it to a new PDF and choose that."


def check_pdf(data: bytes) -> str | None:
    """Why this PDF cannot be taken, in words for whoever chose it; None where nothing speaks against it."""
    if not re.match(rb"%PDF-[12]\.\d", data) or b"%%EOF" not in data[-_TAIL:]:
        return DAMAGED
    plain = _unescaped(data)
    if _LOCKED.search(plain):
        return LOCKED
    if _HARMFUL_NAME.search(plain):
        return ACTIVE
    return _check_streams(data, objects=plain.count(b"/ObjStm"))


def _check_streams(data: bytes, *, objects: int) -> str | None:
    """Objects may be packed into streams (7.5.7), where their names cannot be read without unpacking.

    `objects`: how many streams of objects the file names; each must be found, or something hides it.
    """
    room, before = MOST_UNPACKED, 0
    for number, found in enumerate(_STREAM.finditer(data)):
        if number > 2 * MOST_STREAMS:  # each begins and ends
            return UNCLEAR
        head = _unescaped(data[max(before, found.start() - 4096) : found.start()])
        before = found.end()
        if found[1]:  # the end of one
            continue
        holds_objects = b"/ObjStm" in head
        if holds_objects:
            objects -= 1
            if not _plainly_packed(head):
                return UNCLEAR
        try:
            for piece in _unpacked(memoryview(data)[found.end() :]):
                room -= len(piece)
                if room <= 0:
                    return UNCLEAR
                if _HARMFUL_NAME.search(_unescaped(piece)):
                    return ACTIVE
        except zlib.error:
            if holds_objects:
                return UNCLEAR
    return UNCLEAR if objects else None


def _unpacked(packed: memoryview) -> Iterator[bytes]:
    """What is inside, in pieces that overlap. Raises zlib.error where it is not packed this way."""
    unpacker, tail = zlib.decompressobj(), b""
    for start in range(0, len(packed), _PIECE):
        waiting: bytes | memoryview = packed[start : start + _PIECE]
        while len(waiting) and not unpacker.eof:
            piece = unpacker.decompress(waiting, _PIECE)
            waiting = unpacker.unconsumed_tail
            if piece:
                yield tail + piece
                tail = piece[-_OVERLAP:]
        if unpacker.eof:
            return


def _plainly_packed(head: bytes) -> bool:
    """Is a stream of objects packed in the one way that can be unpacked here? Writers of PDFs know no other.

    A comment or a text on the way to the stream may hold what looks like its beginning, so neither is let in.
    """
    return (
        head.count(b"/ObjStm") == 1
        and _FILTERS.findall(head) == [b"/FlateDecode"]
        and b"/DecodeParms" not in head
        and not re.search(rb"[%(]", head.partition(b"/ObjStm")[2])
    )


def _unescaped(data: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
