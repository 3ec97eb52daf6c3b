"""One settings file; everything that differs between places comes from the environment."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from accounts import single_sign_on
from rules.documents import LARGEST, MB
from socialcare import environment as env
from socialcare.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG", "show error pages with code; never where real people's records are")
DEMO = env.flag("DEMO", "the one-click cast on the sign-in page, with invented people only")
SECRET_KEY = env.text("SECRET_KEY", "signing sessions and links; 50 or more random characters")
if len(SECRET_KEY) < 50 or "change" in SECRET_KEY.lower() or "insecure" in SECRET_KEY.lower():
    raise env.WrongSetting(
        "SECRET_KEY is too short or a sample value. Make one of 50 or more random characters, "
        "for example with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
HTTPS = env.flag("HTTPS", "the service is reached over https: secure cookies, HSTS", not DEMO)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", "the names the service answers to", "127.0.0.1,localhost"
)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "https://… origins a proxy stands for")
SITE_URL = env.text("SITE_URL", "the address that e-mails link to", "http://127.0.0.1:8000")
COUNCIL = env.text("COUNCIL", "the council's name as pages show it", "Westmere Council")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "simple_history",
    "django_celery_beat",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "ui",
    "audit",
    "accounts",
    "people",
    "clocks",
    "workflow",
    "cases",
    "assessments",
    "protection",
    "retention",
    "reports",
    "socialcare",
]

MIDDLEWARE = [
    "socialcare.health.HealthMiddleware",
    "socialcare.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "socialcare.guard.Guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SignInRequired",
    "socialcare.guard.Throttled",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "socialcare.urls"
WSGI_APPLICATION = "socialcare.wsgi.application"
FORM_RENDERER = "ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "socialcare.navigation.page",
            ],
            "builtins": ["ui.templatetags.ui"],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL", "the PostgreSQL 18 database")
if urlsplit(DATABASE_URL).scheme not in ("postgres", "postgresql"):
    raise env.WrongSetting("DATABASE_URL must name a PostgreSQL database (postgresql://…).")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
}
SEAL_KEY = env.text(
    "SEAL_KEY", "sealing the logs; without one the key is derived from SECRET_KEY", "none"
).removeprefix("none")
SEAL_KEYS_BEFORE = env.words(
    "SEAL_KEYS_BEFORE",
    "keys that sealed the logs before, or SECRET_KEYs where SEAL_KEY was not set",
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "the Redis-protocol broker and cache (redis:// or unix://)")
if urlsplit(REDIS_URL).scheme not in ("redis", "rediss", "unix"):
    raise env.WrongSetting("REDIS_URL must start with redis://, rediss:// or unix://.")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "socialcare",
        # a cache that hangs must not hold up a page
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

# --- People who sign in -----------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_RESET_TIMEOUT = (
    60
    * 60
    * env.number("LINK_HOURS", "how many hours a link to set a password holds", 24, at_least=1)
)
# A session ends when nobody has done anything for a while, and with the working day.
SESSION_ENGINE = "accounts.sessions"
SESSION_IDLE_MINUTES = env.number(
    "SESSION_IDLE_MINUTES", "after how many minutes without an act a session ends", 30, at_least=5
)
SESSION_HOURS = env.number("SESSION_HOURS", "after how many hours a session ends", 12, at_least=1)
SESSION_COOKIE_AGE = 60 * SESSION_IDLE_MINUTES
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "socialcare.errors.csrf_failure"

# Wrong passwords: by user name and address together, or a whole council behind one address
# would be locked out by one forgetful colleague.
AXES_FAILURE_LIMIT = env.number(
    "LOCK_OUT_AFTER", "after how many wrong passwords a user name is locked out", 5, at_least=1
)
LOCK_OUT_MINUTES = env.number("LOCK_OUT_MINUTES", "for how many minutes", 15, at_least=1)
AXES_COOLOFF_TIME = timedelta(minutes=LOCK_OUT_MINUTES)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time that the page names stays true
AXES_DISABLE_ACCESS_LOG = True  # accounts.AccountEvent says who signed in, and how
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "accounts.lock_out.name_of"
AXES_CLIENT_IP_CALLABLE = "accounts.lock_out.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.lock_out.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "kept", "next", "csrfmiddlewaretoken"]

# Second factors and single sign-on. What is not routed in accounts/urls.py is not there.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # an address is where alerts go, never who somebody is
ACCOUNT_FORMS = {"reauthenticate": "accounts.forms.ConfirmForm"}
ACCOUNT_RATE_LIMITS = {
    # a council sits behind one address: what guards an account is counted by account
    "login": "600/m/ip",
    "login_failed": "300/m/ip,5/300s/key",
    "reset_password": "60/m/ip,3/15m/key",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # telephones are half a minute out
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "activate_totp": "accounts.forms.AuthenticatorForm",
    "deactivate_totp": "accounts.forms.AuthenticatorRemoveForm",
    "generate_recovery_codes": "accounts.forms.RecoveryCodesForm",
    "authenticate_webauthn": "accounts.forms.PasskeyUseForm",
    "login_webauthn": "accounts.forms.PasskeySignInForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
}
SECRET_KEY_FALLBACKS = env.words(
    "SECRET_KEY_FALLBACKS", "earlier SECRET_KEYs, so that links and second factors go on working"
)
SINGLE_SIGN_ON = single_sign_on.read(env)
TELL_OF_MOVER = "cases.actions.staff.tell_of_mover"
"""What is called when the groups moved somebody. What they hold is known higher up than `accounts`."""
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = (
    {"openid_connect": {"APPS": [SINGLE_SIGN_ON.app], "OAUTH_PKCE_ENABLED": True}}
    if SINGLE_SIGN_ON
    else {}
)

# --- Celery: carries only "go and look"; PostgreSQL holds what is due --------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = beat_schedule()
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True

# --- E-mail -----------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text(
    "EMAIL_HOST", "the mail relay; without one alerts stay in the product", "none"
)
EMAIL_PORT = env.number("EMAIL_PORT", "the mail relay's port", 25, at_least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "the mail relay's user", "none").removeprefix("none")
EMAIL_HOST_PASSWORD = env.text(
    "EMAIL_HOST_PASSWORD", "the mail relay's password", "none"
).removeprefix("none")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", "speak TLS to the mail relay")
EMAIL_TIMEOUT = 10
EMAIL_WANTED = EMAIL_HOST != "none"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "the sender of alerts", "alerts@socialcare.invalid")

# --- Place and language -----------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["ui.formats"]

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
DOCUMENTS_ROOT = env.text(
    "DOCUMENTS_ROOT",
    "the folder that documents are kept in; on a volume, and backed up with the database",
    str(BASE_DIR / "var" / "documents"),
)
CLAMD = env.text(
    "CLAMD", "the virus scanner (ClamAV): host:port or the path of a socket; none: no scan", "none"
)
if CLAMD != "none" and not re.fullmatch(r"/.+|[^\s:]+:[0-9]{1,5}", CLAMD):
    raise env.WrongSetting("CLAMD must be host:port, the path of a socket, or none.")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # content of documents: a folder that no web server hands out; files are ours alone
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DOCUMENTS_ROOT,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# --- Security of the web ----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# messages hold words about people: in the session, not in a cookie on somebody's disk
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if HTTPS:
    # a browser takes a cookie of such a name from this host alone, and over https alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if DEMO and (HTTPS or SITE_URL.startswith("https://")):
    raise env.WrongSetting(
        "DEMO is on for a service reached over https. The demo signs anybody in as anybody; "
        "turn DEMO off, or serve the demo on this machine only."
    )
if DEMO and not DEBUG and not {"127.0.0.1", "localhost", "[::1]"}.issuperset(ALLOWED_HOSTS):
    raise env.WrongSetting(
        "DEMO is on for a service that answers to a name on the network (ALLOWED_HOSTS). The demo "
        "signs anybody in as anybody; turn DEMO off, or serve the demo on this machine only."
    )
if DEBUG and HTTPS and SITE_URL.startswith("https://"):
    raise env.WrongSetting(
        "DEBUG is on for a service reached over https: its error pages show records and settings. "
        "Turn DEBUG off."
    )
if HTTPS and any(name.startswith(("*", ".")) for name in ALLOWED_HOSTS):
    raise env.WrongSetting("ALLOWED_HOSTS must name each host in full, without * or a leading dot.")
if HTTPS and DATABASES["default"].get("PASSWORD", "").lower() in env.SAMPLES:
    raise env.WrongSetting("The password in DATABASE_URL is a sample value. Choose a random one.")
PROXIES = env.number(
    "PROXIES",
    "how many proxies of ours stand before the service; each adds to X-Forwarded-For",
    0,
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MB
DATA_UPLOAD_MAX_NUMBER_FILES = 5
LARGEST_REQUEST = LARGEST + MB

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "UNAUTHENTICATED_USER": None,
}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

LOG_LEVEL = env.text("LOG_LEVEL", "how much the service logs", "INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR"):
    raise env.WrongSetting("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "socialcare.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"level": LOG_LEVEL},
        "axes": {"level": "WARNING"},
        "django.server": {"handlers": [], "propagate": False},
    },
}
METRICS_TOKEN = env.text(
    "METRICS_TOKEN", "the bearer token that /metrics asks for; none closes it", "none"
)
if 0 < len(METRICS_TOKEN.removeprefix("none")) < 20:
    raise env.WrongSetting("METRICS_TOKEN must have 20 or more random characters, or be left out.")
SILENCED_SYSTEM_CHECKS: list[str] = []
