"""The demo's doors exist in the demo's settings alone, whatever the environment says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
SAY_IT = "import django; django.setup(); from django.conf import settings; print(settings.{})"


def is_demo(settings: str, **environment: str) -> str:
    return setting("IS_DEMO", settings, **environment)


def setting(name: str, settings: str, **environment: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", SAY_IT.format(name)],
        cwd=HERE,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
            "HOMEWARD_SWEEP_DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
            "HOMEWARD_REPORT_DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
            "REDIS_URL": "redis://127.0.0.1/0",
            "HOMEWARD_SECRET_KEY": "for this test only 0123456789 abcdefghijklmnop",
            "HOMEWARD_HOSTS": "homeward.example",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout.strip() or ran.stderr.strip().splitlines()[-1]


def test_production_settings_are_no_demo_whatever_the_environment_says() -> None:
    said = is_demo("discharge.settings.production", IS_DEMO="True", HOMEWARD_IS_DEMO="1", HOMEWARD_ENV="production")

    assert said == "False"


def test_production_settings_ask_for_a_second_factor_whatever_the_environment_says() -> None:
    asks = setting(
        "HOMEWARD_REQUIRE_SECOND_FACTOR", "discharge.settings.production", HOMEWARD_REQUIRE_SECOND_FACTOR="False"
    )

    assert asks == "True"


@pytest.mark.parametrize(("key", "starts"), [("x" * 42, False), ("x" * 43, True)])
def test_production_starts_only_with_a_long_secret_key(key: str, starts: bool) -> None:
    said = setting("IS_DEMO", "discharge.settings.production", HOMEWARD_SECRET_KEY=key)

    assert (said == "False") is starts
    assert ("HOMEWARD_SECRET_KEY is too short" in said) is not starts


def test_test_settings_are_no_demo() -> None:
    assert is_demo("discharge.settings.test", IS_DEMO="True") == "False"


def test_demo_settings_in_production_do_not_start() -> None:
    assert "HOMEWARD_ENV is production" in is_demo("discharge.settings.demo", HOMEWARD_ENV="production")


@pytest.mark.parametrize("command", ["seed_demo", "demo_accounts"])
def test_demo_commands_other_settings_refuse(command: str) -> None:
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match=r"demo"):
        call_command(command)
