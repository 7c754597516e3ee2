"""What an uploaded file really is, told from its bytes alone: its name and the type the browser declares are not asked.

Pictures are decoded and written anew, so that what comes out is a picture and nothing else: no place, no camera, no
hidden text, nothing behind its end. A phone writes the place a photo was taken into it, and that place is an address.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from partners.errors import UnableTo
from referrals.pdf import check_pdf

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
PICTURES = frozenset({JPEG, PNG})
# Enough for the cameras of phones (12 to 50 megapixels); a small file that unfolds to more is refused undecoded.
MOST_PIXELS = 50_000_000
# The brands of ISO base media files that iPhones and newer Android phones write photos as (ISO/IEC 23008-12).
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"avif"})
_DAMAGED = "The photo is damaged and cannot be opened. Take it again, or choose another file."


class UnfitFile(UnableTo):
    """The file cannot be taken; `message` says why and what to do."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked into: what to keep of it, and what it is. Made by `check_contents` alone."""

    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check_contents(data: bytes) -> CheckedFile:
    """The file as it may be kept. Raises UnfitFile for anything but a JPEG, a PNG or a harmless PDF."""
    if not data:
        raise UnfitFile("The file is empty. Choose another file.")
    if data.startswith(b"\xff\xd8\xff"):
        return _rewritten(data, "JPEG", JPEG)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _rewritten(data, "PNG", PNG)
    if data.startswith(b"%PDF-"):
        if (refusal := check_pdf(data)) is not None:
            raise UnfitFile(refusal)
        return CheckedFile(data, PDF)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise UnfitFile(
            "This photo is in the HEIC format, which not everybody can open. Save or send it as JPEG: on an iPhone, "
            "choose Settings, Camera, Formats, Most Compatible, and take it again."
        )
    raise UnfitFile("The file must be a JPEG or PNG photo, or a PDF.")


def _rewritten(data: bytes, kind: str, content_type: str) -> CheckedFile:
    # The library that makes PDFs lets the whole process take pictures that were cut short.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnfitFile("The photo has too many pixels. Choose a smaller photo.")
            picture.verify()
        # `verify` leaves nothing to decode, so the picture is opened anew.
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            upright = ImageOps.exif_transpose(picture)
            # What was embedded stays behind with the old picture: only dots are carried over.
            mode = "RGBA" if kind == "PNG" and upright.has_transparency_data else "RGB"
            dots = upright.convert(mode)
            clean = Image.new(mode, dots.size)
            clean.paste(dots)
    except UnfitFile:
        raise
    # A crafted file can make the decoder fail in any of these ways (Pillow's own documentation names no full list).
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        EOFError,
        MemoryError,
        OverflowError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as fault:
        raise UnfitFile(_DAMAGED) from fault
    written = io.BytesIO()
    if kind == "JPEG":
        clean.save(written, "JPEG", quality=85, optimize=True)
    else:
        clean.save(written, "PNG")
    return CheckedFile(written.getvalue(), content_type)
