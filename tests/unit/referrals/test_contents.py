"""What an uploaded file is, told from its bytes alone, and what is left of it."""

import io
import zlib

import pytest
from PIL import Image, PngImagePlugin

from referrals import contents, pdf
from referrals.contents import UnfitFile, check_contents
from tests import factories as make

GPS = 0x8825
ORIENTATION = 0x0112


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def photo_with_place() -> bytes:
    """As a phone writes it: place, camera, comment and XMP in the file."""
    exif = Image.Exif()
    exif[0x0110] = "Camera of Ada"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (53.0, 8.0, 41.0)
    return make.picture(
        exif=exif.tobytes(), comment=b"Ada Smith, 1 Station Road", xmp=b"<x:xmpmeta>Station Road</x:xmpmeta>"
    )


@pytest.mark.parametrize(("kind", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_picture_is_taken_as_what_it_is(kind: str, content_type: str) -> None:
    checked = check_contents(make.picture(kind))
    assert (checked.content_type, opened(checked.content).format, opened(checked.content).size) == (
        content_type,
        kind,
        (40, 30),
    )


def test_photo_loses_place_and_camera() -> None:
    with_place = photo_with_place()
    assert opened(with_place).getexif().get_ifd(GPS)
    checked = check_contents(with_place)
    assert dict(opened(checked.content).getexif()) == {}
    assert not opened(checked.content).getexif().get_ifd(GPS)


@pytest.mark.parametrize("words", [b"Station Road", b"Camera of Ada", b"Exif", b"xmpmeta"])
def test_photo_loses_every_word_inside(words: bytes) -> None:
    with_place = photo_with_place()
    assert words in with_place
    assert words not in check_contents(with_place).content


def test_png_loses_its_text() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Ada Smith")
    with_text = make.picture("PNG", pnginfo=text)
    assert b"Ada Smith" in with_text
    assert b"Ada Smith" not in check_contents(with_text).content


def test_photo_loses_what_hangs_behind_its_end() -> None:
    assert b"<script>" not in check_contents(make.picture() + b"<script>alert(1)</script>").content


def test_photo_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert opened(check_contents(make.picture(exif=exif.tobytes())).content).size == (30, 40)


def test_png_keeps_what_is_see_through() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(check_contents(out.getvalue()).content).mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_photo_in_other_colours_is_taken(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (4, 4)).save(out, "PNG" if mode in ("P", "1") else "JPEG")
    assert opened(check_contents(out.getvalue()).content).mode == "RGB"


def test_same_photo_gives_the_same_content() -> None:
    data = make.picture()
    assert check_contents(data).sha256 == check_contents(data).sha256


def test_photo_with_too_many_pixels_is_refused_before_it_is_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_PIXELS", 40 * 30 - 1)
    with pytest.raises(UnfitFile, match="too many pixels"):
        check_contents(make.picture("PNG"))


def test_small_file_that_claims_to_be_huge_is_refused() -> None:
    """A PNG header of 60,000 × 60,000 dots with nothing behind it."""
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    with pytest.raises(UnfitFile):
        check_contents(b"\x89PNG\r\n\x1a\n" + chunk)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_photo_cut_short_is_refused(kind: str) -> None:
    data = make.picture(kind, size=(200, 200))
    with pytest.raises(UnfitFile, match="damaged"):
        check_contents(data[: len(data) // 2])


@pytest.mark.parametrize("beginning", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
def test_rubbish_behind_a_picture_s_beginning_is_refused(beginning: bytes) -> None:
    with pytest.raises(UnfitFile, match="damaged"):
        check_contents(beginning + bytes(range(256)) * 4)


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1"])
def test_heic_is_refused_with_what_to_do(brand: bytes) -> None:
    with pytest.raises(UnfitFile, match="Most Compatible"):
        check_contents(b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 40)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"name,nhs number",
        b" %PDF-1.7",
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(data: bytes) -> None:
    with pytest.raises(UnfitFile, match="JPEG or PNG photo, or a PDF"):
        check_contents(data)


def test_empty_file_is_refused() -> None:
    with pytest.raises(UnfitFile, match="empty"):
        check_contents(b"")


def stream(head: bytes, inside: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(inside), inside)


def test_plain_pdf_is_taken_as_it_is() -> None:
    data = make.pdf()
    checked = check_contents(data)
    assert (checked.content, checked.content_type) == (data, "application/pdf")


def test_pdf_made_by_a_real_writer_is_taken() -> None:
    """Pillow writes a picture into a PDF, with a compressed stream and a cross-reference table."""
    out = io.BytesIO()
    Image.new("RGB", (60, 60), (9, 9, 9)).save(out, "PDF")
    assert check_contents(out.getvalue()).content_type == "application/pdf"


def test_pdf_with_harmless_packed_objects_is_taken() -> None:
    packed = stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(b"5 0 << /Type /Font >>"))
    assert check_contents(make.pdf(packed)).content_type == "application/pdf"


@pytest.mark.parametrize(
    "harm",
    [
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /S /J#61vaScript /JS (1) >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /EmbeddedFiles 5 0 R >>",
        b"<< /Subtype /FileAttachment >>",
        b"<< /S /GoToR /F (\\\\\\\\host\\\\share) >>",
        b"<< /S /SubmitForm >>",
        b"<< /XFA [ (a) 1 0 R ] >>",
        b"<< /Subtype /RichMedia >>",
    ],
)
def test_pdf_that_can_act_is_refused(harm: bytes) -> None:
    with pytest.raises(UnfitFile, match="programs, forms or attachments"):
        check_contents(make.pdf(harm))


def test_pdf_with_a_program_packed_away_is_refused() -> None:
    packed = stream(
        b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(b"5 0 << /S /JavaScript /JS (1) >>")
    )
    with pytest.raises(UnfitFile, match="programs"):
        check_contents(make.pdf(packed))


def test_pdf_with_a_program_far_inside_packed_objects_is_refused() -> None:
    """Across the seam between two pieces that are unpacked one after the other."""
    inside = b" " * (pdf._PIECE - 4) + b"<< /S /JavaScript >>"
    packed = stream(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(inside))
    with pytest.raises(UnfitFile, match="programs"):
        check_contents(make.pdf(packed))


@pytest.mark.parametrize(
    "head",
    [
        b"/Type /ObjStm /Filter [/FlateDecode /ASCIIHexDecode]",
        b"/Type /ObjStm /Filter /LZWDecode",
        b"/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
        b"/Type /ObjStm /Filter 9 0 R",
        b"/Type /#4fbjStm /Filter /LZWDecode",
        b"/Type /ObjStm %stream\n /Filter /LZWDecode",
    ],
)
def test_pdf_with_objects_packed_so_that_they_cannot_be_read_is_refused(head: bytes) -> None:
    with pytest.raises(UnfitFile, match="could not be checked"):
        check_contents(make.pdf(stream(head, zlib.compress(b"5 0 << >>"))))


def test_pdf_that_unfolds_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_UNPACKED", 100_000)
    with pytest.raises(UnfitFile, match="could not be checked"):
        check_contents(make.pdf(stream(b"/Filter /FlateDecode", zlib.compress(b" " * 200_000))))


def test_pdf_with_streams_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_STREAMS", 3)
    with pytest.raises(UnfitFile, match="could not be checked"):
        check_contents(make.pdf(*[stream(b"", b"x")] * 4))


def test_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(UnfitFile, match="password"):
        check_contents(make.pdf(b"<< /Encrypt 9 0 R >>"))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj", b"%PDF-x\n%%EOF", make.pdf() + b" " * 2000])
def test_pdf_without_version_or_end_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitFile, match="not complete"):
        check_contents(data)
