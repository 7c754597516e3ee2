"""The security headers, on every kind of answer the site gives, and the settings of production they come from."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from discharge import urls
from partners.guards import public
from tests import factories as make

HERE = Path(__file__).resolve().parents[3]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


@public
def broken(request: HttpRequest) -> HttpResponse:
    """A page with a fault in it."""
    raise RuntimeError("this page is broken")


urlpatterns = [path("broken/", broken), *urls.urlpatterns]


def page(client: Client, world: make.World) -> Any:
    client.force_login(world.coordinator)
    return client.get(reverse("case", args=[make.referral(world).reference]))


def not_found(client: Client, world: make.World) -> Any:
    return client.get("/nowhere/at/all/")


def not_found_case(client: Client, world: make.World) -> Any:
    client.force_login(world.coordinator)
    return client.get(reverse("case", args=["HW-22222"]))


def forbidden(client: Client, world: make.World) -> Any:
    client.force_login(world.commissioner)
    return client.get(reverse("worklist"))


def without_token(client: Client, world: make.World) -> Any:
    return Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})


def bad_host(client: Client, world: make.World) -> Any:
    return client.get("/", headers={"host": "elsewhere.example"})


def fault(client: Client, world: make.World) -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        return Client(raise_request_exception=False).get("/broken/")


def redirect(client: Client, world: make.World) -> Any:
    return client.get(reverse("worklist"))


def log_in(client: Client, world: make.World) -> Any:
    return client.get(reverse("account_login"))


def api(client: Client, world: make.World) -> Any:
    client.force_login(world.coordinator)
    return client.get(reverse("api_referral", args=[make.referral(world).reference]))


def api_refused(client: Client, world: make.World) -> Any:
    return client.get(reverse("api_referral", args=["HW-22222"]))


def fragment(client: Client, world: make.World) -> Any:
    client.force_login(world.coordinator)
    return client.get(reverse("worklist"), headers={"HX-Request": "true"})


def download(client: Client, world: make.World) -> Any:
    client.force_login(world.commissioner)
    return client.get(reverse("report_csv"))


def case_file(client: Client, world: make.World) -> Any:
    case = make.referral(world, "accepted")
    file = make.file(case, by=world.coordinator, kind="ot_report")
    client.force_login(world.coordinator)
    return client.get(reverse("case_file", args=[case.reference, file.pk]))


#: Each kind of answer, with its status.
ANSWERS: dict[Callable[[Client, make.World], Any], int] = {
    page: 200,
    not_found: 404,
    not_found_case: 404,
    forbidden: 403,
    without_token: 403,
    bad_host: 400,
    fault: 500,
    redirect: 302,
    log_in: 200,
    api: 200,
    api_refused: 401,
    fragment: 200,
    download: 200,
    case_file: 200,
}


@pytest.fixture
def world(db: None) -> make.World:
    return make.world()


def policy_of(response: Any) -> dict[str, list[str]]:
    parts = (each.split() for each in response.headers["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts if part}


def check(response: Any) -> None:
    found = {name: response.headers.get(name) for name in EVERYWHERE}
    assert found == EVERYWHERE
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in response.headers["Permissions-Policy"]
    policy = policy_of(response)
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert "unsafe-" not in response.headers["Content-Security-Policy"]
    assert "*" not in response.headers["Content-Security-Policy"]
    assert not {"Server", "X-Powered-By", "Via"} & set(response.headers)


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: kind.__name__)
def test_every_kind_of_answer_carries_the_headers(
    client: Client, world: make.World, kind: Callable[[Client, make.World], Any]
) -> None:
    response = kind(client, world)
    assert response.status_code == ANSWERS[kind]
    check(response)


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: kind.__name__)
def test_every_answer_but_static_files_is_kept_nowhere(
    client: Client, world: make.World, kind: Callable[[Client, make.World], Any]
) -> None:
    kept = kind(client, world).headers["Cache-Control"]
    assert "no-store" in kept
    assert "public" not in kept


@pytest.mark.django_db
def test_static_file_carries_the_headers_and_may_be_kept(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { color: red }")
    with override_settings(STATIC_ROOT=tmp_path, WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=False):
        response = Client().get("/static/a.css")
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == b"p { color: red }"  # type: ignore[attr-defined]
        response.close()
    check(response)
    assert "no-store" not in response.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/admin/", "/api/referrals/", "/static/a.css", "/nowhere/"]
)
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE", "MADEUP"])
def test_method_nobody_needs_is_refused_and_echoes_nothing(method: str, address: str) -> None:
    response = Client().generic(method, address, headers={"X-Said": "repeat this"})

    assert response.status_code == 405
    assert b"repeat this" not in response.content
    check(response)


def test_content_security_policy_lets_nothing_in_but_our_own() -> None:
    allowed = {source for sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in sources}
    assert allowed == {"'self'", "'none'", "data:"}
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] == ["'self'"]
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]


def test_web_server_names_itself_without_a_version() -> None:
    import gunicorn

    assert not any(figure in gunicorn.SERVER for figure in "0123456789")


def test_cookies_cannot_be_read_by_scripts_nor_sent_along_from_elsewhere(client: Client, world: make.World) -> None:
    answer = client.post(reverse("account_login"), {"login": world.coordinator.email, "password": make.PASSWORD})
    cookies = {**client.get(reverse("account_login")).cookies, **answer.cookies}
    assert cookies
    for cookie in cookies.values():
        assert cookie["httponly"] is True, cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
        assert cookie["path"] == "/", cookie.key
        assert not cookie["domain"], cookie.key


PRODUCTION = """
import django; django.setup()
import json
from django.conf import settings as s
from django.test import Client
answer = Client().get("/worklist/", secure=True, headers={"host": "homeward.example"})
plain = Client().get("/worklist/", headers={"host": "homeward.example"})
plain_api = Client().get("/api/referrals/", headers={"host": "homeward.example"})
api = Client().get("/api/referrals/", secure=True, headers={"host": "homeward.example"})
trace = Client().generic("TRACE", "/accounts/login/", secure=True, headers={"host": "homeward.example"})
print(json.dumps({
    "session": [s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,
                s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH],
    "csrf": [s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, s.CSRF_COOKIE_SAMESITE,
             s.CSRF_COOKIE_DOMAIN, s.CSRF_COOKIE_PATH],
    "hsts": answer.headers.get("Strict-Transport-Security"),
    "policy": answer.headers.get("Content-Security-Policy"),
    "plain": [plain.status_code, plain.headers.get("Location")],
    "plain_api": [plain_api.status_code, plain_api.headers.get("Location"), plain_api.json(), api.status_code],
    "trace": trace.status_code,
    "debug": s.DEBUG,
    "log": s.LOGGING["handlers"]["console"]["formatter"],
    "files": str(s.CASE_FILES_DIR),
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the settings of production come to, asked of a process that runs under them."""
    folder = tmp_path_factory.mktemp("kept")
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRODUCTION],
        cwd=HERE,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(HERE),
            "HOMEWARD_ENV": "production",
            "DJANGO_SETTINGS_MODULE": "discharge.settings.production",
            **{
                f"{kind}DATABASE_URL": os.environ["DATABASE_URL"].replace("//homeward@", "//homeward_app@")
                for kind in ("", "HOMEWARD_SWEEP_", "HOMEWARD_REPORT_")
            },
            "REDIS_URL": os.environ["REDIS_URL"],
            "HOMEWARD_SECRET_KEY": "for this test only 0123456789 abcdefghijklmnop",
            "HOMEWARD_HOSTS": "homeward.example",
            "HOMEWARD_FILES_DIR": str(folder),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return {**found, "folder": str(folder)}


def test_production_cookies_carry_the_host_prefix_and_what_it_demands(production: dict[str, Any]) -> None:
    assert production["session"] == ["__Host-homeward-session", True, True, "Lax", None, "/"]
    assert production["csrf"] == ["__Host-homeward-csrf", True, True, "Lax", None, "/"]


def test_production_is_https_only_for_a_year_and_all_names_below(production: dict[str, Any]) -> None:
    assert production["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert production["plain"] == [301, "https://homeward.example/worklist/"]


def test_production_api_call_by_plain_http_is_refused_not_redirected(production: dict[str, Any]) -> None:
    assert production["plain_api"] == [403, None, {"detail": "Use HTTPS."}, 401]


def test_production_does_not_know_trace(production: dict[str, Any]) -> None:
    assert production["trace"] == 405


def test_production_pages_ask_for_nothing_by_plain_http(production: dict[str, Any]) -> None:
    assert "upgrade-insecure-requests" in production["policy"]


def test_production_never_shows_the_debug_page(production: dict[str, Any]) -> None:
    assert production["debug"] is False


def test_production_logs_lines_that_a_log_service_reads(production: dict[str, Any]) -> None:
    assert production["log"] == "json"


def test_production_keeps_files_where_the_environment_says(production: dict[str, Any]) -> None:
    assert production["files"] == production["folder"]
