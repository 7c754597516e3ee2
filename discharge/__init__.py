"""The site: what puts the four apps together, and the pages that show several of them at once."""

from discharge.celery import app as celery_app

__all__ = ["celery_app"]
