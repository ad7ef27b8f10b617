"""Settings of a Gerai installation; everything that differs comes from the environment."""

from __future__ import annotations

from pathlib import Path

from gerai.config.environment import SHORTEST_PASSWORD, read_environment
from gerai.config.logs import configure_structlog, logging_configuration

environment = read_environment()

# What the rooms ask of the environment
GERAI_DATA = environment.data_folder
GERAI_BASE_URL = environment.base_url
GERAI_ADMIN_PASSWORD = environment.admin_password
GERAI_BACKUP_URL = environment.backup_url
GERAI_BACKUP_KEYS = environment.backup_keys

# Core
DEBUG = False
SECRET_KEY = environment.secret_key
ALLOWED_HOSTS = list(environment.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [environment.base_url]
ROOT_URLCONF = "gerai.config.urls"
ASGI_APPLICATION = "gerai.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    "gerai.academy",
    "gerai.workspace",
    "gerai.contentpack",
    "gerai.operations",
    "gerai.opendata",
    "gerai.signin",
    "gerai.sharing",
    "gerai.website",
    "gerai.guidance",
    "gerai.newsroom",
    "gerai.feedback",
    "gerai.finder",
    "gerai.printing",
    "gerai.approval",
    "gerai.directory",
    "gerai.place",
    "gerai.truth",
    "gerai.audit",
    "gerai.defacement",
    "gerai.notifications",
    "gerai.theme",
    "gerai.publishing",
    "gerai.guard",
    "gerai.files",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "gerai.workspace.wagtail_apps.DeskUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    # Wagtail says "3 minutes ago" with it.
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gerai.operations.static_files.StaticFilesMiddleware",
    # Not around static files, which nobody logs: each byte is a phone's.
    "gerai.operations.request_ids.RequestIDMiddleware",
    "gerai.guard.desk_headers.DeskHeadersMiddleware",
    "gerai.website.middleware.PublicHeadersMiddleware",
    "gerai.website.middleware.BaseAddressMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gerai.website.middleware.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gerai.guard.middleware.SecondFactorMiddleware",
    "gerai.audit.middleware.ActingMiddleware",
    "gerai.audit.middleware.RefusalsMiddleware",
    "gerai.workspace.language.middleware.DeskLanguageMiddleware",
    "gerai.guard.middleware.ReadOnlyRolesMiddleware",
    "gerai.workspace.reach.ReachMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gerai.workspace.editing.middleware.KeptFormsMiddleware",
    "gerai.workspace.editing.protected.ProtectedRecordsMiddleware",
    "gerai.defacement.middleware.HeldBackMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gerai.website.middleware.DeparturesMiddleware",
]

# Around a request within a practice copy, once those above have let it through.
PRACTICE_MIDDLEWARE = [
    "gerai.guard.desk_headers.DeskHeadersMiddleware",
    "gerai.website.middleware.PublicHeadersMiddleware",
    "gerai.website.middleware.BaseAddressMiddleware",
    "gerai.academy.practice.middleware.CopySessionMiddleware",
    "gerai.website.middleware.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gerai.academy.practice.middleware.CopyAuthenticationMiddleware",
    "gerai.workspace.language.middleware.DeskLanguageMiddleware",
    "gerai.guard.middleware.ReadOnlyRolesMiddleware",
    "gerai.workspace.reach.ReachMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gerai.workspace.editing.protected.ProtectedRecordsMiddleware",
    "gerai.defacement.middleware.HeldBackMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gerai.website.middleware.DeparturesMiddleware",
    "gerai.academy.practice.middleware.FullCopyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["gerai.workspace.language.templates.Loader"],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gerai.website.frame.frame",
            ],
        },
    }
]

# Database and cache
DATABASES = {"default": environment.database}
VALKEY_URL = environment.cache_url
if environment.cache_url:
    CACHES = {
        "default": {
            "BACKEND": "gerai.operations.calm_redis.CalmRedisCache",
            "LOCATION": environment.cache_url,
            "KEY_PREFIX": "gerai",
        }
    }

# Language and time. The mall's own zone decides opening times; see gerai.place.
LANGUAGE_CODE = "id"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
# What Wagtail and the libraries leave untranslated; see the room's README.
LOCALE_PATHS = sorted(
    (Path(__file__).parents[2] / "workspace" / "upstream").glob("**/locale")
)
FORMAT_MODULE_PATH = "gerai.config.formats"
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = environment.data_folder / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.data_folder / "media"
# The published tree, and what its publisher keeps away from the web server.
PUBLISHED_FOLDER = environment.data_folder / "published"
PUBLISHER_FOLDER = environment.data_folder / "publisher"
STORAGES = {
    "default": {
        "BACKEND": "gerai.rehearsal.storage.RehearsalStorage",
        "OPTIONS": {
            "usual": (
                {
                    "BACKEND": "gerai.files.elsewhere.UploadsInS3",
                    "OPTIONS": {"url": environment.media_url},
                }
                if environment.media_url
                else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
            )
        },
    },
    "staticfiles": {
        "BACKEND": "gerai.operations.static_files.CompressedOnceStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Wagtail
WAGTAIL_SITE_NAME = "Gerai"
# Staff begin with Indonesian and may choose English in their profile.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Nobody has to find Samarinda among six hundred cities of the world.
WAGTAIL_USER_TIME_ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
# As the date picker writes, so it reads what is typed.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_TIME_FORMAT = "%H.%M"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H.%M"
WAGTAILADMIN_BASE_URL = environment.base_url
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Videos of other sites are links: the policy of public pages shows no foreign frame, and
# looking them up would be a request to wherever an editor says.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# What may come in, and what becomes of it, is decided in the room "files".
WAGTAILIMAGES_IMAGE_FORM_BASE = "gerai.files.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "gerai.files.forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif"]
WAGTAILDOCS_EXTENSIONS = [
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "csv",
    "txt",
    "zip",
]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database"},
}
# Approving, its mails and comments on drafts are the room approval's.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "gerai.approval.finishing.publish_approved"
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if environment.is_https:
    # Browsers take these names only from this very host, over TLS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
SECURE_SSL_REDIRECT = environment.is_https
# The proxy on the same machine asks these two without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if environment.is_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whether the city's other sites below this domain speak TLS is not ours to promise.
# Wagtail shows previews in a frame of the same site.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]
SECURE_HSTS_SECONDS = 31_536_000 if environment.is_https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# Signing in; see the room "signin"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
SECOND_FACTOR_URL = "signin:secure"
PASSWORD_RESET_TIMEOUT = 2 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "gerai.signin.passwords.NotAboutYouValidator"},
    {"NAME": "gerai.signin.passwords.NotAboutThisPlaceValidator"},
    {"NAME": "gerai.signin.passwords.NotBreachedValidator"},
]
# Staff change e-mail and password in the sign-in, where they are asked again first.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
ACCOUNT_ADAPTER = "gerai.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_FORMS = {
    "login": "gerai.signin.forms.SignInForm",
    "reset_password": "gerai.signin.forms.ForgottenPasswordForm",
    "reset_password_from_key": "gerai.signin.forms.PasswordByMailForm",
    "change_password": "gerai.signin.forms.NewPasswordForm",
    "set_password": "gerai.signin.forms.FirstPasswordForm",
}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A tick in the form: "this device is mine".
ACCOUNT_SESSION_REMEMBER = None
# As long as guard.entry lets one last; what ends it earlier stands there.
SESSION_COOKIE_AGE = 7 * 24 * 3600
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Wrong passwords are counted in gerai.signin.throttle; here "login_failed" is for the
# codes of the second step, where somebody already knows the password.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/5m/key",
    "reset_password": "20/m/ip,3/h/key",
    "change_email": "5/h/user",
    "confirm_email": "1/m/key",
}
MFA_ADAPTER = "gerai.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# One step of 30 seconds to either side: clocks of cheap phones are off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "gerai.signin.forms.AuthenticatorAppForm",
    "authenticate": "gerai.signin.forms.CodeForm",
    "reauthenticate": "gerai.signin.forms.CodeAgainForm",
    "add_webauthn": "gerai.signin.forms.PasskeyForm",
    "edit_webauthn": "gerai.signin.forms.PasskeyNameForm",
}
SOCIALACCOUNT_ADAPTER = "gerai.signin.adapters.CityAccountAdapter"
SOCIALACCOUNT_PROVIDERS = environment.city_sign_in
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# Whoever the city's sign-in knows by an address that the office has invited.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

# Trail of changes: also of what runs outside of requests, commands and chores
AUDIT_UNATTENDED = True
AUDIT_DAYS = environment.audit_days

# Uploads are shown to this virus scanner; None if there is none.
CLAMD_URL = environment.scanner_url

# Logs
LOGGING = logging_configuration(environment.log_format)
configure_structlog()

# Mail. A server that doesn't answer must not be waited for without end.
EMAIL_TIMEOUT = 20
globals().update(environment.email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender
