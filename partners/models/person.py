from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from partners.models.organisation import Organisation, Ward
from partners.roles import ROLE_CHOICES, ROLES, Role, RoleCode


class UserManager(BaseUserManager["User"]):
    """Makes people with an e-mail address as their sign-in name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing] # guardian's table
    """A person who works with Homeward. What they may do follows from their memberships, never from being a
    superuser."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    # For text messages about emergencies, in international form; empty: none are sent.
    mobile = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # Sessions begun up to this moment are over, wherever they are open.
    signed_out_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    # The membership this person acts as in this request; set by the middleware, never stored. None: all active
    # ones count.
    working_as: Membership | None = None

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or f"Person {self.pk}"

    @property
    def has_joined(self) -> bool:
        """Has this person ever had a way in: a password of their own, or a log-in through another organisation?"""
        return self.has_usable_password() or self.last_login is not None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Membership(models.Model):
    """A person's role at an organisation. Ended ones stay, so that old records still say in which role somebody
    acted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    # Only ward staff are tied to wards; everybody else works for the whole organisation.
    wards = models.ManyToManyField(Ward, blank=True, related_name="memberships")
    active = models.BooleanField(default=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(active=True),
                name="membership_current_once",
            ),
            models.CheckConstraint(
                condition=models.Q(active=True, ended_at__isnull=True) | models.Q(active=False, ended_at__isnull=False),
                name="membership_ended_with_time",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _ in ROLE_CHOICES]),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} at {self.organisation_id}"

    @property
    def role_data(self) -> Role:
        return ROLES[RoleCode(self.role)]
