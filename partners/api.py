"""What the whole JSON API shares: only people who work in a role, refusals in plain words."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from partners.models import User

if TYPE_CHECKING:  # the framework's views import this module when they are first imported
    from rest_framework.views import APIView


class MembershipRequired(BasePermission):
    """Logged in and working in a role. What that role may see is for each endpoint's query."""

    message = "Log in and choose the role you work in."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.user, User) and request.user.working_as is not None
