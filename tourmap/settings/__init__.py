"""Settings: few, typed, and loud when wrong. Each one is explained in docs/settings.md."""

import re
import sys
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from tourmap.settings import desk, log, openapi, policy

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

# --- Where and how it runs ---------------------------------------------------------------------

DATA_DIR = Path(env.str("TOURMAP_DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # holds what people told us

DEBUG = env.bool("DJANGO_DEBUG", default=False)
TESTING = "pytest" in sys.modules


def _secret_key() -> str:
    """The key from the environment, or one made once for this installation and kept beside its data."""
    if key := env.str("DJANGO_SECRET_KEY", default=""):
        return key
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        from django.core.management.utils import get_random_secret_key

        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    key = kept.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(
            f"{kept} should hold a key of 50 characters, it holds {len(key)}."
        )
    return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env.str("TOURMAP_PUBLIC_URL", default="")
BEHIND_HTTPS = env.bool("TOURMAP_BEHIND_HTTPS", default=False)
NUM_PROXIES = env.int("TOURMAP_NUM_PROXIES", default=0)

ROOT_URLCONF = "tourmap.urls"
WSGI_APPLICATION = "tourmap.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
SITE_NAME = env.str("TOURMAP_SITE_NAME", default="tourmap")
CODE_VERSION = "0.1.0"

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "accounts.admin_config.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "js_lib_leaflet",
    "csp",
    "tourmap.api",
    "tourmap.lang",
    "accounts",
    "dramas",
    "locations",
    "checkins",
    "maps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tourmap.api.middleware.SessionMiddleware",
    "tourmap.api.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tourmap.api.middleware.CsrfViewMiddleware",
    "tourmap.api.middleware.AuthenticationMiddleware",
    "tourmap.api.middleware.MessageMiddleware",
    "tourmap.api.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tourmap.api.middleware.UnsizedBodyMiddleware",
    "tourmap.api.middleware.StoreUnavailableMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# --- Store -------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'tourmap.sqlite3'}")}
_store = DATABASES["default"]
_store["CONN_MAX_AGE"] = None
_store["CONN_HEALTH_CHECKS"] = True
if _store["ENGINE"] == "django.db.backends.sqlite3":
    # An acknowledged check-in must survive a power cut: WAL with a full sync, and writers that
    # queue at the start of a transaction instead of failing in its middle.
    _store["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file, not memory: tests of many threads at once need the locks that the site has.
    _store["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
elif _store["ENGINE"] == "django.db.backends.postgresql":
    _store.setdefault("OPTIONS", {})["options"] = (
        "-c synchronous_commit=on -c statement_timeout=15000 -c lock_timeout=8000"
    )
else:
    raise ImproperlyConfigured(
        f"DATABASE_URL should begin with sqlite:// or postgres://, it selects {_store['ENGINE']}."
    )

# --- People and passwords ----------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# --- Languages and time ------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "lang"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "tourmap" / "locale"]

# --- Files and pages ---------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / env.str("TOURMAP_STATIC_ROOT", default="build/static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing
STORAGES = {
    "default": env.json(
        "TOURMAP_UPLOAD_STORAGE", default={"BACKEND": "checkins.storage.SyncedFileStorage"}
    ),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING or DEBUG
            else "maps.storage.HashedStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEBUG
MEDIA_ROOT = DATA_DIR / "media"

# --- Security headers --------------------------------------------------------------------------

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_HTTPS
SESSION_COOKIE_HTTPONLY = True
# Tile hosts such as OpenStreetMap's refuse requests without a Referer, so the origin is sent.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# Django looks for its own CSRF middleware by name and does not see that ours is built on it.
SILENCED_SYSTEM_CHECKS = ["security.W003"]

# --- Base maps: name, tile address, datum, attribution, levels. See docs/settings.md. ------------

MAP_BASES = env.json(
    "TOURMAP_MAP_BASES",
    default=[
        {
            "name": "OpenStreetMap",
            "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
            "datum": "wgs84",
            "attribution": "© OpenStreetMap",
            "attribution_url": "https://www.openstreetmap.org/copyright",
            "max_zoom": 19,
            "review_number": "",
        }
    ],
)
MAP_TILE_ORIGINS = sorted({"/".join(base["url"].split("/")[:3]) for base in MAP_BASES})

CONTENT_SECURITY_POLICY = policy.of_pages(images=MAP_TILE_ORIGINS)

# --- The desk of bureau staff (django-unfold) ---------------------------------------------------

UNFOLD = desk.unfold(site_name=SITE_NAME)

# --- API ---------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["tourmap.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["tourmap.api.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "tourmap.api.renderers.Negotiation",
    "DEFAULT_PAGINATION_CLASS": "tourmap.api.pagination.CursorPagination",
    "PAGE_SIZE": 20,
    "DEFAULT_SCHEMA_CLASS": "tourmap.api.schema.AutoSchema",
    "EXCEPTION_HANDLER": "tourmap.api.problems.exception_handler",
    "NUM_PROXIES": NUM_PROXIES,
    "URL_FORMAT_OVERRIDE": "format",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_THROTTLE_RATES": {
        "guest": env.str("TOURMAP_RATE_GUEST", default="600/hour"),
        "sign_in": env.str("TOURMAP_RATE_SIGN_IN", default="600/hour"),
        "check_in": env.str("TOURMAP_RATE_CHECK_IN", default="120/hour"),
        "check_in_batch": env.str("TOURMAP_RATE_CHECK_IN_BATCH", default="60/hour"),
        "photo": env.str("TOURMAP_RATE_PHOTO", default="300/hour"),
    },
}
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=180),
    "AUTO_REFRESH": True,
    "MIN_REFRESH_INTERVAL": 86_400,
    "AUTH_HEADER_PREFIX": "Token",
}

# Login with a WeChat mini program: off until it has an app.
WECHAT_API = env.str("TOURMAP_WECHAT_API", default="https://api.weixin.qq.com")
WECHAT_APPID = env.str("TOURMAP_WECHAT_APPID", default="")
WECHAT_SECRET = env.str("TOURMAP_WECHAT_SECRET", default="")
if not re.fullmatch(r"https://[a-z0-9.-]+(:\d+)?|http://127\.0\.0\.1(:\d+)?", WECHAT_API):
    raise ImproperlyConfigured(
        f"TOURMAP_WECHAT_API should be https:// and a host, it is {WECHAT_API!r}."
    )

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

SPECTACULAR_SETTINGS = openapi.spectacular(version=CODE_VERSION, server=PUBLIC_URL)

# Apple's map of the mainland: sources disagree whether links want "wgs84" or "gcj02".
APPLE_MAPS_DATUM = env.str("TOURMAP_APPLE_MAPS_DATUM", default="wgs84")
if APPLE_MAPS_DATUM not in {"wgs84", "gcj02"}:
    raise ImproperlyConfigured(
        f"TOURMAP_APPLE_MAPS_DATUM should be wgs84 or gcj02, it is {APPLE_MAPS_DATUM!r}."
    )

# --- Check-ins ---------------------------------------------------------------------------------

POSITION_KEPT_DAYS = env.int("TOURMAP_POSITION_KEPT_DAYS", default=30)
PHOTO_MAX_BYTES = env.int("TOURMAP_PHOTO_MAX_BYTES", default=10_485_760)
PHOTOS_PER_CHECK_IN = env.int("TOURMAP_PHOTOS_PER_CHECK_IN", default=6)
PRIVACY_POLICY_VERSION = env.str("TOURMAP_PRIVACY_POLICY_VERSION", default="2026-11")

# --- Cache and log -----------------------------------------------------------------------------

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://tourmap?max_entries=100000")}

LOGGING = log.plain(level=env.str("TOURMAP_LOG_LEVEL", default="INFO"))
