"""What a person may ask of those who hold their record, and what keeps or ends it.

Copies of the record, holds against deletion, and runs that take the person out of old records.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Organisation
from referrals.models.patient import Patient
from referrals.retention import WORDS, Kept


class DataExport(models.Model):
    """One answer to "what do you hold on me?" (UK GDPR article 15), made for one organisation.

    It holds the person's details and the cases that this organisation leads or referred. The files are rows of
    `ExportFile`, deleted when `expires_at` has passed; this row stays as the proof that the request was answered.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be made"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        EXPIRED = "expired", "Deleted after 7 days"

    OPEN = (State.WAITING, State.MAKING)

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="exports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The latest case of this organisation, so that lists need not read the record itself.
    reference = models.CharField(max_length=12)
    # How the organisation files the request; typed, so never shown outside it.
    request_reference = models.CharField(max_length=60)
    # How the person who asked was shown to be the patient or to act for them.
    identity_checked = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    # The first time somebody took a file away.
    fetched_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    # The cases in it, as ids: whoever takes a file away has looked at each of them.
    cases = models.JSONField(default=list)
    # What an officer must read before it goes out: names of columns and how many, no words of theirs.
    checks = models.JSONField(default=list)
    # Photos and reports that go with it: their names in the ZIP and in the store, never what they are called. Empty
    # once the copy is deleted.
    attachments = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "organisation"],
                condition=Q(state__in=["waiting", "making"]),
                name="export_one_being_made",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "expired"]) | Q(ready_at__isnull=False, expires_at__isnull=False),
                name="export_ready_has_times",
            ),
            models.CheckConstraint(
                condition=~Q(request_reference="") & ~Q(identity_checked=""), name="export_says_who_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-requested_at"], name="export_organisation"),
            models.Index(fields=["state", "expires_at"], name="export_state"),
        ]

    def __str__(self) -> str:
        return f"Export {self.pk}"


class ExportFile(models.Model):
    """One form of an export. In the database and not on a disk: nothing is left behind when the row goes."""

    class Kind(models.TextChoices):
        JSON = "json", "JSON"
        PDF = "pdf", "PDF"

    export = models.ForeignKey(DataExport, on_delete=models.CASCADE, related_name="files", db_index=False)
    kind = models.CharField(max_length=4, choices=Kind)
    content = models.BinaryField()
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "kind"], name="export_file_once")]

    def __str__(self) -> str:
        return f"{self.kind} of export {self.export_id}"


class LegalHold(models.Model):
    """A record that must not be deleted: a claim, an inquiry, a complaint. Any one hold stops deletion."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="holds")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)  # the latest case of this organisation
    reason = models.TextField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_at__gte=F("placed_at"), lifted_by__isnull=False),
                name="hold_lifted_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["patient", "organisation"],
                condition=Q(lifted_at__isnull=True),
                name="hold_one_of_organisation",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-placed_at"], name="hold_organisation")]

    def __str__(self) -> str:
        return f"Hold {self.pk}"


class RetentionRun(models.Model):
    """Old records from which the person is to be taken out: a list for an organisation, until somebody approves it.

    A list that nobody approved is made anew each night. The operator's command makes runs without an organisation.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    # Null by: the operator's command.
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, organisation__isnull=False)
                | Q(approved_at__isnull=False, approved_by__isnull=False, organisation__isnull=False)
                | Q(approved_at__isnull=False, approved_by__isnull=True, organisation__isnull=True),
                name="retention_run_approved_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(approved_at__gte=F("made_at")),
                name="retention_run_approved_after_made",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(approved_at__isnull=False, finished_at__gte=F("approved_at")),
                name="retention_run_finished_after_approval",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(approved_at__isnull=True), name="retention_run_one_proposed"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-made_at"], name="retention_run_organisation"),
            models.Index(
                fields=["id"],
                condition=Q(approved_at__isnull=False, finished_at__isnull=True),
                name="retention_run_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"Retention run {self.pk}"


class RetentionItem(models.Model):
    """One person of a run: planned, then done, or skipped because something changed since."""

    class State(models.TextChoices):
        PLANNED = "planned", "Not yet"
        DONE = "done", "Anonymised"
        SKIPPED = "skipped", "Kept"

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="items", db_index=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)  # the latest case
    last_contact_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    # Why it was kept after all, by a code of `referrals.retention`.
    why_kept = models.CharField(max_length=20, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "patient"], name="retention_item_once"),
            models.CheckConstraint(
                condition=Q(state="planned", done_at__isnull=True, why_kept="")
                | Q(state="done", done_at__isnull=False, why_kept="")
                | (Q(state="skipped", done_at__isnull=False) & ~Q(why_kept="")),
                name="retention_item_state_has_fields",
            ),
        ]
        indexes = [
            models.Index(fields=["run", "id"], condition=Q(state="planned"), name="retention_item_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.state} in run {self.run_id}"

    @property
    def why(self) -> str:
        """Why it was kept, in words; empty for what was not."""
        return WORDS[Kept(self.why_kept)] if self.why_kept else ""
