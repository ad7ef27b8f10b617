"""Addresses below ``/akun/``, with the names that allauth leads to."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import include, path, re_path

from gerai.signin import views

own = (
    [
        path("", views.start, name="start"),
        path("amankan/", views.secure, name="secure"),
        path("amankan/nanti/", views.later, name="later"),
    ],
    "signin",
)
urlpatterns = [
    path("", include(own)),
    path("masuk/", views.SignInView.as_view(), name="account_login"),
    path(
        "masuk/langkah-kedua/", views.SecondStepView.as_view(), name="mfa_authenticate"
    ),
    path(
        "masuk/kode-surel/",
        account.confirm_login_code,
        name="account_confirm_login_code",
    ),
    path("masuk/kunci/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("keluar/", account.logout, name="account_logout"),
    path("ditutup/", account.account_inactive, name="account_inactive"),
    path("daftar/", account.signup, name="account_signup"),
    path("buktikan/", account.reauthenticate, name="account_reauthenticate"),
    path("buktikan/kode/", factors.reauthenticate, name="mfa_reauthenticate"),
    path(
        "buktikan/kunci/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("sandi/", views.change_password, name="account_change_password"),
    path("sandi/buat/", account.password_set, name="account_set_password"),
    path(
        "sandi/lupa/",
        views.ForgottenPasswordView.as_view(),
        name="account_reset_password",
    ),
    path(
        "sandi/lupa/terkirim/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "sandi/baru/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("surel/", views.change_address, name="account_email"),
    path(
        "surel/terkirim/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("surel/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("keamanan/", views.AccountView.as_view(), name="mfa_index"),
    path("keamanan/aplikasi/", views.AppView.as_view(), name="mfa_activate_totp"),
    path("keamanan/aplikasi/lepas/", apps.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/kode/", views.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "keamanan/kode/baru/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "keamanan/kode/unduh/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("keamanan/kunci/", views.AccountView.as_view(), name="mfa_list_webauthn"),
    path(
        "keamanan/kunci/tambah/",
        views.AddPasskeyView.as_view(),
        name="mfa_add_webauthn",
    ),
    path(
        "keamanan/kunci/<int:pk>/lepas/",
        views.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "keamanan/kunci/<int:pk>/",
        views.RenamePasskeyView.as_view(),
        name="mfa_edit_webauthn",
    ),
    path("perangkat/", views.SessionsView.as_view(), name="usersessions_list"),
    path("kota/batal/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("kota/gagal/", social.login_error, name="socialaccount_login_error"),
    path("kota/daftar/", social.signup, name="socialaccount_signup"),
    path("kota/akun/", views.AccountView.as_view(), name="socialaccount_connections"),
    path("kota/<str:provider_id>/", views.to_city, name="openid_connect_login"),
    path(
        "kota/<str:provider_id>/kembali/",
        views.from_city,
        name="openid_connect_callback",
    ),
]
