from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Organisation
from referrals.models.referral import Referral


class CaseFile(models.Model):
    """A photo or a report on a case. The content is in the storage `case_files`; this row says whose it is and what.

    The row stays when the content is deleted. Nothing of the name the file had on somebody's computer is kept: names of
    files carry names of patients.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", "Photo of the home"
        OT_REPORT = "ot_report", "Occupational therapist’s report"
        OTHER = "other", "Something else"

    class Scan(models.TextChoices):
        WAITING = "waiting", "Being checked for viruses"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "Removed: the virus check found something"
        NOT_SCANNED = "not_scanned", "Not checked for viruses"

    class Removed(models.TextChoices):
        WRONG_CASE = "wrong_case", "It belongs to another patient or case"
        WRONG_FILE = "wrong_file", "It is the wrong file"
        NOT_NEEDED = "not_needed", "It is not needed any more"
        PATIENT_ASKED = "patient_asked", "The patient asked for it to be removed"
        INFECTED = "infected", "The virus check found something in it"
        RETENTION = "retention", "It was kept for as long as it may be"

    TYPES = ("image/jpeg", "image/png", "application/pdf")
    # Whoever may see the file may open it in these.
    OPENS = (Scan.CLEAN, Scan.NOT_SCANNED)

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="files", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    # What it shows, in the words of whoever added it; emptied when the file is removed.
    title = models.CharField(max_length=100, blank=True)
    content_type = models.CharField(max_length=20, choices=[(each, each) for each in TYPES])
    size = models.PositiveIntegerField()  # bytes, as stored
    sha256 = models.CharField(max_length=64)  # of the content as stored
    storage_name = models.CharField(max_length=80, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField()
    # May every provider that has a job on this case see it? Photos only, and only the lead decides.
    for_provider = models.BooleanField(default=False)
    scan = models.CharField(max_length=12, choices=Scan)
    scanned_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    # Null: the system itself, after a virus check or when the time of keeping was over.
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    removed_why = models.CharField(max_length=16, choices=Removed, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["photo", "ot_report", "other"]), name="casefile_kind_known"),
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]), name="casefile_type_known"
            ),
            models.CheckConstraint(
                condition=Q(scan__in=["waiting", "clean", "infected", "not_scanned"]), name="casefile_scan_known"
            ),
            models.CheckConstraint(condition=~Q(title="") | Q(removed_at__isnull=False), name="casefile_titled"),
            models.CheckConstraint(condition=Q(size__gte=1), name="casefile_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="casefile_sha256"),
            models.CheckConstraint(
                condition=Q(storage_name__regex=r"^[0-9a-f]{2}/[0-9a-f]{32}$"), name="casefile_name_is_random"
            ),
            models.CheckConstraint(
                condition=~Q(kind="photo") | Q(content_type__in=["image/jpeg", "image/png"]),
                name="casefile_photo_is_picture",
            ),
            models.CheckConstraint(
                condition=Q(for_provider=False) | Q(kind="photo"), name="casefile_for_provider_is_photo"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_why="")
                | (Q(removed_at__isnull=False) & ~Q(removed_why="")),
                name="casefile_removed_whole",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("uploaded_at")),
                name="casefile_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(scan__in=["clean", "infected"], scanned_at__isnull=False)
                | Q(scan__in=["waiting", "not_scanned"], scanned_at__isnull=True),
                name="casefile_scanned_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(scan="infected") | Q(removed_at__isnull=False), name="casefile_infected_is_removed"
            ),
            # One organisation's own files only: a clash must not tell it what others hold.
            models.UniqueConstraint(
                fields=["referral", "organisation", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="casefile_once",
            ),
        ]
        indexes = [
            models.Index(fields=["referral", "-uploaded_at", "id"], name="casefile_referral"),
            models.Index(
                fields=["uploaded_at"],
                condition=Q(scan="waiting", removed_at__isnull=True),
                name="casefile_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.referral_id}"

    @property
    def can_be_opened(self) -> bool:
        return self.removed_at is None and self.scan in self.OPENS

    @property
    def is_picture(self) -> bool:
        return self.content_type != "application/pdf"
