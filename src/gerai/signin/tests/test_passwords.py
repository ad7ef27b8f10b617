"""Which passwords are refused, and which are not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from gerai.place.tests.factories import MallFactory
from gerai.signin.passwords import core_of, is_breached

SITI = User(
    username="siti.aminah@example.go.id",
    email="siti.aminah@example.go.id",
    first_name="Siti Aminah",
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [
        "password",
        "1234567890",
        "Password123",
        "qwertyuiop",
        "P@ssw0rd2026!",
        "iloveyou2026",
        "bismillah123",
        "aaaaaaaaaaaa",
        "1212121212",
        "SitiAminah1987",
        "5iti-Aminah!",
        "Samarinda2026!",
        "MPPsamarinda1",
        "s4m4r1nd4-2026",
        "pelayananpublik",
        "pendek",
        "AdminGerai123",
    ],
)
def test_what_others_guess_first_is_refused(password: str) -> None:
    MallFactory(name="Mal Pelayanan Publik Kota Samarinda", city="Kota Samarinda")

    with pytest.raises(ValidationError):
        validate_password(password, SITI)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [
        "sungai-mahakam-tenang",
        "horse-battery-staple",
        "kapal pelan menuju muara",
        "payung kopi jendela",
        "x8#Lq0vT!m2z",
        "siti suka durian montong",
        "di samarinda hujan turun deras",
        "日本語の長い合言葉です",
    ],
)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    MallFactory(name="Mal Pelayanan Publik Kota Samarinda", city="Kota Samarinda")

    validate_password(password, SITI)


def test_the_list_knows_every_spelling() -> None:
    assert is_breached("QWERTYUIOP")
    assert not is_breached("sungai-mahakam-tenang")
    assert core_of("!!Samarinda2026") == "samarinda"
