"""The settings: what the environment says, read by `env` and refused where it is nonsense."""

from typing import Any

from gege.config.embedded import Embedded
from gege.config.env import Environment, data_dir
from gege.config.keys import data_keys, kept_keys, make_keys

env = Environment()

# -- Where things stand ---------------------------------------------------------------------
GEGE_DATA_DIR = data_dir(env)
GEGE_POSTGRES_DIR = GEGE_DATA_DIR / "postgres"
MEDIA_ROOT = GEGE_DATA_DIR / "attachments"
STATIC_ROOT = GEGE_DATA_DIR / "static"
STATIC_URL = "static/"

# -- The database ---------------------------------------------------------------------------
_server = env.database("DATABASE_URL")
GEGE_EMBEDDED = _server is None
_database: dict[str, Any] = (
    Embedded(GEGE_POSTGRES_DIR).connection() if _server is None else dict(_server)
)
GEGE_DB_POOL = env.whole("GEGE_DB_POOL", 8, low=0, high=200)
# Bound where pages are served only: `gege.config.patience`.
GEGE_STATEMENT_SECONDS = env.whole("GEGE_STATEMENT_SECONDS", 30, low=0, high=3600)
_options = dict(_database.get("OPTIONS", {}))
if GEGE_DB_POOL:
    _options["pool"] = {"min_size": 1, "max_size": GEGE_DB_POOL, "timeout": 15}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_database,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": _options,
        "CONN_MAX_AGE": 0,
        # A connection is looked at before it is lent: after the database was away, the first
        # request already works.
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.text("GEGE_TEST_DB", "test_gege")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Keys and safety ------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
GEGE_DEMO = env.flag("GEGE_DEMO")
GEGE_HTTPS = env.flag("GEGE_HTTPS")
# With the embedded database the whole installation is this folder, so its keys are made here
# too. On a server of its own, keys shared by every machine must be given.
_keys = make_keys(GEGE_DATA_DIR) if GEGE_EMBEDDED else kept_keys(GEGE_DATA_DIR)
SECRET_KEY = env.key("SECRET_KEY", default=_keys.get("SECRET_KEY"))
GEGE_TRAIL_KEY = env.key("GEGE_TRAIL_KEY", default=_keys.get("GEGE_TRAIL_KEY"))
# Sealed texts and keyed marks; what the choice means stands in gege.kernel.keyring.
GEGE_CIPHER = env.choice("GEGE_CIPHER", "SM4", ("SM4", "AES")).lower()
GEGE_KEYS = data_keys(env, "GEGE_KEYS", GEGE_DATA_DIR, GEGE_CIPHER, make=GEGE_EMBEDDED)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
GEGE_HOST = env.text("HOST", "127.0.0.1")
GEGE_PORT = env.whole("PORT", 8000, low=1, high=65535)
GEGE_PROCESSES = env.whole("GEGE_PROCESSES", 2, low=1, high=256)
GEGE_THREADS = env.whole("GEGE_THREADS", 4, low=1, high=256)
# Open boards hear of changes through a small server of its own; behind a proxy under its address.
GEGE_STREAM_PORT = env.whole(
    "GEGE_STREAM_PORT", GEGE_PORT + 1 if GEGE_PORT < 65535 else 0, low=0, high=65535
)
GEGE_STREAM_URL = env.text("GEGE_STREAM_URL", "/supervision/stream" if GEGE_HTTPS else "")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = GEGE_HTTPS
SESSION_ENGINE = "gege.staff.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gege.field.views.refused.without_token"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*" and GEGE_HTTPS]
SECURE_HSTS_SECONDS = 365 * 86400 if GEGE_HTTPS else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GEGE_HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

GEGE_IDLE_MINUTES = env.whole("GEGE_IDLE_MINUTES", 30, low=0, high=24 * 60)
GEGE_WALL_HOURS = env.whole("GEGE_WALL_HOURS", 168, low=0, high=31 * 24)
GEGE_ACCESS_LOG_YEARS = env.whole("GEGE_ACCESS_LOG_YEARS", 3, low=3, high=30)
GEGE_SECOND_FACTOR = env.choice(
    "GEGE_SECOND_FACTOR", "NONE", ("NONE", "ADMINISTRATORS", "EVERYONE")
).lower()
GEGE_STEP_UP_MINUTES = env.whole("GEGE_STEP_UP_MINUTES", 10, low=1, high=120)
GEGE_TRIAGE_HELP = env.flag("GEGE_TRIAGE_HELP", default=True)
GEGE_UPLOAD_BYTES = env.whole("GEGE_UPLOAD_MB", 20, low=1, high=500) * 1024 * 1024
GEGE_UPLOAD_FILES = env.whole("GEGE_UPLOAD_FILES", 9, low=1, high=100)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# An answered form of a campaign brings more files than a form of the desk; forms count their own.
DATA_UPLOAD_MAX_NUMBER_FILES = max(GEGE_UPLOAD_FILES, 50)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# -- People ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "gege.staff.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account:login"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
# Trying while locked does not move the moment that the page has told.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "gege.desk.account.log_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# -- The rooms ------------------------------------------------------------------------------
ROOMS = [
    "trail",
    "notices",
    "territory",
    "staff",
    "registers",
    "matters",
    "services",
    "fieldwork",
    "supervision",
    "desk",
    "boards",
    "field",
    "portal",
    "openapi",
    "hotline",
    "simulate",
    "exchange",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "procrastinate.contrib.django",
    *(f"gege.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "gege.config.security.SecurityHeadersMiddleware",
    "gege.config.security.UploadLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gege.field.middleware.TerminalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gege.staff.middleware.IdleLogoutMiddleware",
    "gege.staff.middleware.LanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gege.staff.middleware.AccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "gege.config.patience.PatienceMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "gege.desk.context.shell",
                "gege.hotline.line.shown.line",
            ]
        },
    }
]
ROOT_URLCONF = "gege.config.urls"
WSGI_APPLICATION = "gege.config.wsgi.application"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "gege.config.static.StaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# -- Ways to reach people -------------------------------------------------------------------
GEGE_SMS_URL = env.text("GEGE_SMS_URL")
GEGE_SMS_USER = env.text("GEGE_SMS_USER")
GEGE_SMS_PASSWORD = env.text("GEGE_SMS_PASSWORD")
GEGE_SMS_FROM = env.text("GEGE_SMS_FROM")
GEGE_SMS_SECRET = env.key("GEGE_SMS_SECRET", default=None if GEGE_SMS_URL else "")
GEGE_SMS_ALLOW = [one.strip() for one in env.text("GEGE_SMS_ALLOW", "127.0.0.1,::1").split(",")]
GEGE_SMS_KIND = env.text("GEGE_SMS_KIND", "G06")
GEGE_SMS_CALLBACK = env.text("GEGE_SMS_CALLBACK", f"http://127.0.0.1:{GEGE_PORT}").rstrip("/")
GEGE_SMPP_HOST = env.text("GEGE_SMPP_HOST")
GEGE_SMPP_PORT = env.whole("GEGE_SMPP_PORT", 2775, low=1, high=65535)
GEGE_SMPP_USER = env.text("GEGE_SMPP_USER")
GEGE_SMPP_PASSWORD = env.text("GEGE_SMPP_PASSWORD")
GEGE_SMPP_TYPE = env.text("GEGE_SMPP_TYPE")
GEGE_SMPP_TLS = env.flag("GEGE_SMPP_TLS")
GEGE_SMPP_PREFIX = env.text("GEGE_SMPP_PREFIX")
GEGE_SMPP_CODING = env.choice("GEGE_SMPP_CODING", "GSM", ("GSM", "ASCII", "GBK"))
GEGE_SMPP_LONG = env.choice("GEGE_SMPP_LONG", "PARTS", ("PARTS", "PAYLOAD"))
GEGE_SMPP_WINDOW = env.whole("GEGE_SMPP_WINDOW", 10, low=1, high=500)
GEGE_SMPP_PER_SECOND = env.whole("GEGE_SMPP_PER_SECOND", 0, low=0, high=10_000)
GEGE_SMPP_ENQUIRE = env.whole("GEGE_SMPP_ENQUIRE", 30, low=1, high=3600)
env.one_of("GEGE_SMS_URL", "GEGE_SMPP_HOST")
GEGE_MMS_URL = env.text("GEGE_MMS_URL")
GEGE_MMS_USER = env.text("GEGE_MMS_USER")
GEGE_MMS_PASSWORD = env.text("GEGE_MMS_PASSWORD")
GEGE_MMS_VASP = env.text("GEGE_MMS_VASP")
GEGE_MMS_VAS = env.text("GEGE_MMS_VAS")
GEGE_MMS_FROM = env.text("GEGE_MMS_FROM")
GEGE_MMS_SECRET = env.key("GEGE_MMS_SECRET", default=None if GEGE_MMS_URL else "")
GEGE_MMS_ALLOW = [one.strip() for one in env.text("GEGE_MMS_ALLOW", "127.0.0.1,::1").split(",")]
GEGE_MMS_BYTES = env.whole("GEGE_MMS_MB", 4, low=1, high=50) * 1024 * 1024
EMAIL_HOST = GEGE_MAIL_HOST = env.text("GEGE_MAIL_HOST")
EMAIL_PORT = env.whole("GEGE_MAIL_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = env.text("GEGE_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("GEGE_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("GEGE_MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("GEGE_MAIL_FROM", "gege@localhost")

# -- Interfaces for other programs ----------------------------------------------------------
GEGE_OPEN311_CONTACT = env.text("GEGE_OPEN311_CONTACT")
GEGE_OPEN311_PER_MINUTE = env.whole("GEGE_OPEN311_PER_MINUTE", 300, low=1, high=1_000_000)
GEGE_CALL_NETWORKS = env.networks("GEGE_CALL_NETWORKS")
GEGE_CALL_HTTP = env.flag("GEGE_CALL_HTTP")
GEGE_CALL_CA = env.file("GEGE_CALL_CA")
GEGE_EXCHANGE_DIR = env.folder("GEGE_EXCHANGE_DIR", GEGE_DATA_DIR / "exchange")
GEGE_EXCHANGE_PLAIN = env.networks("GEGE_EXCHANGE_PLAIN")
GEGE_PROVINCE_DIR = env.folder("GEGE_PROVINCE_DIR", GEGE_DATA_DIR / "province")
GEGE_SOURCE_SECRETS = env.named("GEGE_SOURCE_")

# -- Papers ---------------------------------------------------------------------------------
GEGE_PAPER_FONT = env.file("GEGE_PAPER_FONT")
GEGE_PAPER_FONT_BOLD = env.file("GEGE_PAPER_FONT_BOLD")

# -- The residents' portal ------------------------------------------------------------------
GEGE_PORTAL_URL = env.text("GEGE_PORTAL_URL").rstrip("/")
GEGE_PORTAL_WORKERS = env.choice(
    "GEGE_PORTAL_WORKERS", "SURNAME", ("NONE", "SURNAME", "NAME", "PHONE")
).lower()
GEGE_PORTAL_REPORTS = env.whole("GEGE_PORTAL_REPORTS", 30, low=1, high=100_000)
GEGE_PORTAL_REPORTS_ALL = env.whole("GEGE_PORTAL_REPORTS_ALL", 1000, low=1, high=1_000_000)

# -- The map --------------------------------------------------------------------------------
GEGE_MAP_TILES = env.tiles("GEGE_MAP_TILES")
GEGE_MAP_CRS = env.choice("GEGE_MAP_CRS", "WGS84", ("WGS84", "CGCS2000", "GCJ02")).lower()
GEGE_MAP_WORDS = env.text("GEGE_MAP_WORDS")[:120]

# -- Words and time -------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 86400
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("GEGE_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},
    },
}

env.refuse_nonsense()
