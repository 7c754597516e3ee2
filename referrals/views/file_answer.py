"""How the content of a file is sent: as exactly what it is, kept by nobody on the way, unable to do anything."""

from django.http import HttpResponse

from referrals import storage
from referrals.models import CaseFile

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
# Even if something slipped through the checks, the browser runs nothing of it and lets it load nothing.
POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def file_answer(file: CaseFile, name: str) -> HttpResponse:
    """The content, under a name that tells nothing of the patient. Raises storage.ContentMissing.

    Whole, not streamed: everything that is asked of the database has been asked before it is sent.
    """
    response = HttpResponse(storage.get(file.storage_name, file.sha256), content_type=file.content_type)
    shown = "inline" if file.is_picture else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}-{file.pk}.{EXTENSIONS[file.content_type]}"'
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
