"""The city's own sign-in, against a real provider on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from gerai.config.environment import read_environment
from gerai.config.environment_problem import EnvironmentProblem
from gerai.guard import services
from gerai.guard.roles import Role, settle_roles
from gerai.signin.tests.people import code_of, person
from gerai.signin.tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, running

pytestmark = pytest.mark.django_db
SITI = {"sub": "19870101", "email": "siti@example.go.id", "email_verified": True}


@pytest.fixture
def provider(settings: Any, tmp_path: Path) -> Iterator[Provider]:
    cache.clear()
    with running(Provider(dict(SITI))) as city:
        environment = read_environment(
            {
                "GERAI_DATA": str(tmp_path),
                "GERAI_OIDC_URL": city.url,
                "GERAI_OIDC_CLIENT_ID": CLIENT_ID,
                "GERAI_OIDC_CLIENT_SECRET": CLIENT_SECRET,
                "GERAI_OIDC_NAME": "Akun Pegawai",
            }
        )
        settings.SOCIALACCOUNT_PROVIDERS = environment.city_sign_in
        yield city


def come(client: Client, provider: Provider, **change: str) -> Any:
    """To the provider, and back with what it says."""
    there = client.post("/akun/kota/sso/")["Location"]
    assert there.startswith(f"{provider.url}/authorize")
    assert "code_challenge_method=S256" in there
    back = provider.approve(there)
    path = back[back.index("/akun/") :]
    for old, new in change.items():
        path = path.replace(f"{old}=", f"{old}={new}")
    return client.get(path)


def test_who_was_invited_comes_in_with_the_second_factor(provider: Provider) -> None:
    siti = person()
    client = Client()
    assert "Masuk dengan Akun Pegawai" in client.get("/akun/masuk/").content.decode()

    answer = come(client, provider)
    assert answer["Location"] == "/akun/masuk/langkah-kedua/"
    done = client.post(answer["Location"], {"code": code_of()})
    assert done["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    # Who is closed there is out here by the next day, whatever is done meanwhile.
    assert 0 < client.session.get_expiry_age() <= 12 * 3600
    client.get("/admin/pages/")
    assert client.session.get_expiry_age() <= 12 * 3600
    assert SocialAccount.objects.get().user == siti


def test_who_never_chose_a_password_joins_and_is_led_to_the_second_factor(
    provider: Provider,
) -> None:
    settle_roles()
    member = services.invite(email=SITI["email"], role=Role.MANAGER).member  # type: ignore[arg-type]
    client = Client()

    assert come(client, provider)["Location"] == "/admin/"
    assert client.get("/admin/")["Location"].startswith("/akun/amankan/")
    member.refresh_from_db()
    assert member.joined_at is not None


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "orang@example.go.id"},
        {"email_verified": False},
        {"email": ""},
        {"email": "SITI@example.go.id.jahat.example"},
    ],
)
def test_nobody_else_comes_in(provider: Provider, claims: dict[str, Any]) -> None:
    person()
    provider.claims.update(claims)
    client = Client()

    answer = come(client, provider)

    assert answer.status_code == 403
    assert "belum diundang" in answer.content.decode()
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert client.get("/admin/").status_code == 302


def test_a_closed_account_stays_closed(provider: Provider) -> None:
    siti = person()
    services.disable(member=siti.staff_member)
    client = Client()

    assert come(client, provider)["Location"] == "/akun/ditutup/"
    assert client.get("/admin/").status_code == 302


def test_forged_answers_are_refused(provider: Provider) -> None:
    person()
    for change in ({"state": "x"}, {"code": "x"}):
        answer = come(Client(), provider, **change)
        assert answer.status_code in {200, 401, 403}
        assert "tidak berhasil" in answer.content.decode()
    provider.audience = "somebody-else"
    answer = come(Client(), provider)
    assert "tidak berhasil" in answer.content.decode()


def test_a_token_that_the_provider_did_not_sign_is_refused(provider: Provider) -> None:
    person()
    known = provider.keys()
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    provider.published = known
    assert "tidak berhasil" in come(Client(), provider).content.decode()
    provider.published = None
    for algorithm in ("HS256", "none"):
        provider.algorithm = algorithm
        assert "tidak berhasil" in come(Client(), provider).content.decode()
    assert not SocialAccount.objects.exists()


def test_a_provider_that_answers_for_another_one_is_refused(
    provider: Provider,
) -> None:
    person()
    provider.issuer = "https://sso.other.go.id"
    answer = Client().post("/akun/kota/sso/")
    assert "tidak berhasil" in answer.content.decode()


def test_a_provider_that_is_away_is_said_so(provider: Provider, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"

    answer = Client().post("/akun/kota/sso/")

    assert "tidak berhasil" in answer.content.decode()


def test_without_a_provider_there_is_no_button_and_no_address() -> None:
    assert "kota/sso" not in Client().get("/akun/masuk/").content.decode()
    assert Client().post("/akun/kota/sso/").status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"GERAI_OIDC_URL": "https://sso.example.go.id"},
            "GERAI_OIDC_CLIENT_ID is missing",
        ),
        ({"GERAI_OIDC_URL": "http://sso.example.go.id"}, "GERAI_OIDC_URL=http:"),
        ({"GERAI_OIDC_URL": "sso.example.go.id"}, "GERAI_OIDC_URL=sso"),
        ({"GERAI_OIDC_URL": "https://u:p@sso.example.go.id"}, "GERAI_OIDC_URL="),
        ({"GERAI_OIDC_URL": "https://sso.example.go.id:x"}, "GERAI_OIDC_URL="),
        ({"GERAI_OIDC_NAME": "A" * 41}, "GERAI_OIDC_NAME is too long"),
    ],
)
def test_malformed_settings_stop_the_start_with_one_line(
    tmp_path: Path, given: dict[str, str], said: str
) -> None:
    complete = {
        "GERAI_OIDC_URL": "https://sso.example.go.id",
        "GERAI_OIDC_CLIENT_ID": "a",
        "GERAI_OIDC_CLIENT_SECRET": "b",
    }
    if "missing" in said:
        complete = {}
    with pytest.raises(EnvironmentProblem, match=said) as problem:
        read_environment({"GERAI_DATA": str(tmp_path), **complete, **given})
    assert "\n" not in str(problem.value)


def test_a_name_alone_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="GERAI_OIDC_URL isn't"):
        read_environment({"GERAI_DATA": str(tmp_path), "GERAI_OIDC_NAME": "Kota"})
