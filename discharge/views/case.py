"""The page of one case: its summary, and each of its sections at an address of its own."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from discharge import case_page
from partners.guards import requires
from partners.roles import Permission
from referrals.forms.messages import MessageForm
from referrals.lifecycle import Event, Status
from referrals.views import files
from referrals.views.loading import load_case, person_of

SEES_CASES = requires(Permission.REFERRAL_VIEW, Permission.REFERRAL_VIEW_WARD)
# What the activity log can be narrowed down to.
KINDS = {"": "Everything", "step": "Steps", "readiness": "Readiness", "message": "Messages", "work": "Work"}


@SEES_CASES
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The first section: what stands in the way and what is next."""
    return case_section(request, reference, "summary")


@SEES_CASES
@require_safe
def case_section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """One section of a case; 404 for one that does not exist, 403 for one that is not for this person."""
    if section not in case_page.BY_NAME:
        raise Http404
    chosen = case_page.BY_NAME[section]
    user = person_of(request)
    referral = load_case(request, reference, page=f"case_{section}")
    if Status(referral.status) is Status.DRAFT:
        return redirect("referral_check", reference=referral.reference)
    if not case_page.may_see(user, chosen, referral):
        raise PermissionDenied
    context = case_page.page_context(user, referral, chosen, timezone.now())
    if section == "messages" and Event.SEND_MESSAGE.value in context["can"]:
        context["message_form"] = MessageForm()
    if section == "files":
        context.update(files.section(user, referral, Event.ADD_FILE.value in context["can"]))
    if section == "activity":
        context.update(_activity(request, context["lines"]))
    return render(request, "discharge/case.html", context)


def _activity(request: HttpRequest, lines: list[case_page.queries.TimelineLine]) -> dict[str, object]:
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    shown = [line for line in lines if kind in ("", line.kind)]
    page = Paginator(shown, 50).get_page(request.GET.get("page"))
    items = [{"at": line.at, "heading": line.heading, "by": line.by, "text": line.text} for line in page.object_list]
    kinds = [{"text": words, "href": f"?kind={name}", "current": name == kind} for name, words in KINDS.items()]
    return {"items": items, "page": page, "kinds": kinds, "query": request.GET}
