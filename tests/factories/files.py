"""Files as people choose them, and files that lie on a case already."""

import io
from datetime import datetime
from itertools import count
from typing import Any

from PIL import Image

from partners.models import User
from referrals.actions.files import FileDetails, add_file
from referrals.contents import CheckedFile, check_contents
from referrals.models import CaseFile, Referral
from tests.factories.worlds import NOW

_shades = count(1)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **written: Any) -> bytes:
    """A picture of one colour, each time another."""
    number = next(_shades) * 7919
    dots = Image.new("RGB", size, (number % 251, number // 251 % 251, 60))
    out = io.BytesIO()
    dots.save(out, kind, **written)
    return out.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A small PDF of one empty page, with more objects if need be."""
    parts = [
        b"%PDF-1.7\n",
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n",
        *(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=4)),
        b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n0\n%%EOF\n",
    ]
    return b"".join(parts)


def checked_photo() -> CheckedFile:
    """A photo that was looked into."""
    return check_contents(picture())


def checked_pdf() -> CheckedFile:
    """A PDF that was looked into."""
    return check_contents(pdf(b"(%d)" % next(_shades)))


def file(
    case: Referral,
    *,
    by: User,
    kind: str = "photo",
    title: str = "Front steps",
    for_provider: bool = False,
    at: datetime = NOW,
) -> CaseFile:
    """A file on a case, a photo unless said."""
    checked = checked_photo() if kind == "photo" else checked_pdf()
    details = FileDetails(kind=kind, title=title, for_provider=for_provider)
    return add_file(referral=case, checked=checked, details=details, by=by, at=at)
