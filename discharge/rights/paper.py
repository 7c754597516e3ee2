"""The copy as a PDF: tagged (PDF/UA-1), with contents and page numbers, from one style sheet of its own."""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from discharge.rights.contents import Copy
from partners.errors import UnableTo

STYLE = Path(__file__).with_name("paper.css")


class NoPaper(UnableTo):
    """The PDF cannot be made on this machine."""


def as_pdf(copy: Copy) -> bytes:
    """The PDF. Raises NoPaper where the library that sets text, Pango, is missing.

    Nothing is fetched, from the network or the disk: what people typed can name no address that we would open.
    """
    try:
        # Three seconds and a library of the system: only where a PDF is made.
        import weasyprint
    except OSError as missing:
        raise NoPaper("The PDF cannot be made here: Pango is missing.") from missing
    html = render_to_string("discharge/rights/paper.html", {"copy": copy})
    document = weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=_refuses_everything())
    made = document.write_pdf(stylesheets=[weasyprint.CSS(string=STYLE.read_text())], pdf_variant="pdf/ua-1")
    return bytes(made)


@cache
def _refuses_everything() -> object:
    from weasyprint.urls import URLFetcher

    class Refuses(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> None:
            raise ValueError("Nothing is fetched for a PDF.")

    return Refuses()
