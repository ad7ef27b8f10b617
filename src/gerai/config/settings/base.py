"""Settings of a Gerai installation; everything that differs comes from the environment."""

from __future__ import annotations

from pathlib import Path

from gerai.config.environment import read_environment
from gerai.config.logs import configure_structlog, logging_configuration

environment = read_environment()

# What the rooms ask of the environment
GERAI_DATA = environment.data_folder
GERAI_BASE_URL = environment.base_url
GERAI_ADMIN_PASSWORD = environment.admin_password

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
    "wagtail.users",
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
    "gerai.website.middleware.PublicHeadersMiddleware",
    "gerai.website.middleware.BaseAddressMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gerai.website.middleware.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gerai.workspace.language.middleware.DeskLanguageMiddleware",
    "gerai.guard.middleware.ReadOnlyRolesMiddleware",
    "gerai.workspace.reach.ReachMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gerai.website.middleware.DeparturesMiddleware",
]

# Around a request within a practice copy, once those above have let it through.
PRACTICE_MIDDLEWARE = [
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
if environment.cache_url:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
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
            "usual": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
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
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Logs
LOGGING = logging_configuration(environment.log_format)
configure_structlog()

# Mail. A server that doesn't answer must not be waited for without end.
EMAIL_TIMEOUT = 20
globals().update(environment.email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender
