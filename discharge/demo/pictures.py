"""What people add to cases in the demo: photos of rooms nobody lives in, and a therapist's report on one page."""

import io
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

SIZE = (1200, 900)
_WALLS = ((231, 222, 206), (214, 224, 226), (236, 230, 214), (219, 226, 211))
_WOOD, _DARK, _SKY = (150, 112, 76), (84, 62, 44), (188, 212, 232)


def staircase(chance: random.Random) -> bytes:
    """A JPEG of a straight flight with a rail on one side only."""
    picture, draw = _room(chance)
    for step in range(9):
        left, top = 380 + step * 26, 800 - step * 62
        draw.rectangle((left, top, 900 + step * 6, top + 62), fill=_shade(_WOOD, 30 - step * 4), outline=_DARK, width=3)
    draw.line((890, 690, 960, 190), fill=_DARK, width=16)
    for step in range(6):
        draw.line((898 + step * 12, 800 - step * 90, 898 + step * 12, 640 - step * 84), fill=_DARK, width=7)
    return _jpeg(picture, chance)


def bathroom(chance: random.Random) -> bytes:
    """A JPEG of a bath with a high side, a basin, and tiles."""
    picture, draw = _room(chance)
    for across in range(0, SIZE[0], 60):
        draw.line((across, 330, across, 640), fill=(205, 212, 214), width=2)
    for down in range(330, 641, 52):
        draw.line((0, down, SIZE[0], down), fill=(205, 212, 214), width=2)
    draw.rounded_rectangle((90, 560, 760, 800), 46, fill=(250, 250, 250), outline=(150, 156, 160), width=6)
    draw.rounded_rectangle((130, 580, 720, 640), 30, fill=(222, 230, 234))
    draw.line((690, 520, 690, 580), fill=(130, 136, 140), width=14)
    draw.rounded_rectangle((880, 500, 1090, 590), 40, fill=(250, 250, 250), outline=(150, 156, 160), width=6)
    draw.rectangle((960, 590, 1010, 800), fill=(238, 238, 238), outline=(170, 176, 180), width=4)
    draw.rectangle((890, 220, 1080, 440), fill=_SKY, outline=(120, 128, 134), width=8)
    return _jpeg(picture, chance)


def bedroom(chance: random.Random) -> bytes:
    """A JPEG of a bed under a window, with a rug to trip over."""
    picture, draw = _room(chance)
    draw.rectangle((150, 150, 470, 430), fill=_SKY, outline=(250, 250, 250), width=16)
    draw.line((310, 150, 310, 430), fill=(250, 250, 250), width=10)
    draw.rectangle((610, 420, 1120, 520), fill=_DARK)
    draw.rounded_rectangle((590, 520, 1130, 740), 24, fill=(112, 134, 166), outline=_DARK, width=4)
    draw.rounded_rectangle((640, 470, 860, 560), 26, fill=(248, 248, 244))
    draw.ellipse((190, 730, 640, 860), fill=(150, 76, 70), outline=(110, 52, 48), width=6)
    return _jpeg(picture, chance)


ROOMS = (("Stairs, with a rail on one side only", staircase), ("Bathroom", bathroom), ("Bedroom downstairs", bedroom))


def report(lines: Sequence[str]) -> bytes:
    """A PDF of one page with these lines. The least a reader asks for (ISO 32000-2, 7.5): five objects, no streams
    packed."""
    words = [line.replace("\\", "").replace("(", "\\(").replace(")", "\\)") for line in lines]
    text = "BT /F1 12 Tf 18 TL 72 770 Td " + " ".join(f"({line}) Tj T*" for line in words) + " ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    written, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{written.index('xref')}\n%%EOF\n"
    return written.encode("cp1252")


def _room(chance: random.Random) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty room: a wall and a floor of boards."""
    picture = Image.new("RGB", SIZE, chance.choice(_WALLS))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 640, *SIZE), fill=_WOOD)
    for across in range(-900, 2100, 130):
        draw.line((600 + (across - 600) // 2, 640, across, SIZE[1]), fill=_shade(_WOOD, -22), width=3)
    draw.rectangle((0, 620, SIZE[0], 642), fill=(246, 246, 242))
    return picture, draw


def _jpeg(picture: Image.Image, chance: random.Random) -> bytes:
    """As a telephone would send it: a little crooked."""
    crooked = picture.rotate(chance.uniform(-1.4, 1.4), resample=Image.Resampling.BILINEAR, expand=False)
    out = io.BytesIO()
    crooked.crop((30, 30, SIZE[0] - 30, SIZE[1] - 30)).save(out, "JPEG", quality=82)
    return out.getvalue()


def _shade(colour: tuple[int, int, int], by: int) -> tuple[int, int, int]:
    red, green, blue = (max(0, min(255, each + by)) for each in colour)
    return red, green, blue
