"""`manage.py write_docs`: write the pages of documentation that come from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from discharge.written_docs import PAGES


class Command(BaseCommand):
    help = "Write docs/flow.md, docs/permissions.md and docs/measures.md from the code."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in PAGES.items():
            path = Path(settings.BASE_DIR) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text(), encoding="utf-8")
            self.stdout.write(f"Wrote {name}")
