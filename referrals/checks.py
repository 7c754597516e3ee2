"""Said at the start, or by `manage.py check --deploy`: whether the files of cases are kept where nobody else gets at
them, and whether anything looks for viruses."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register


@register(Tags.security)
def check_folder(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """An error where the files' folder would be handed out by a web server, or lies where others can read it."""
    folder = Path(settings.CASE_FILES_DIR).resolve()
    served = [settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS]
    for place in (Path(str(each)).resolve() for each in served if each):
        if folder.is_relative_to(place) or place.is_relative_to(folder):
            return [
                Error(
                    "The folder for case files overlaps a folder that is served to everybody.",
                    hint="Set HOMEWARD_FILES_DIR to a folder of its own.",
                    id="referrals.E001",
                )
            ]
    if folder.exists() and folder.stat().st_mode & 0o077:
        return [
            Error(
                "Others on this machine can enter the folder for case files.",
                hint="chmod 700 the folder that HOMEWARD_FILES_DIR names.",
                id="referrals.E002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_scanner(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A word, no error, where nothing looks for viruses: some services check their machines in another way."""
    if settings.CLAMAV_ADDRESS:
        return []
    return [
        Info(
            "Uploaded files are not checked for viruses.",
            hint="Set HOMEWARD_CLAMAV to the address of a ClamAV daemon.",
            id="referrals.I001",
        )
    ]
