"""Settings, read from the environment (or a .env file beside manage.py).

README.md has a row for every variable read here; a test holds that. A value that cannot be
understood stops the start with a sentence that names the variable.
"""

from importlib.util import find_spec
from pathlib import Path
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mlmap_site.database import sqlite_options
from mlmap_site.environment import (
    BASE_DIR,
    env,
    env_bucket,
    env_cache,
    env_flag,
    env_number,
    env_providers,
    env_secret,
    env_site,
    env_url,
    env_webhooks,
)

# Where and how it is served

DEBUG = env_flag("DEBUG", default=False)
HTTPS = env_flag("HTTPS", default=not DEBUG)
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=sorted(LOOPBACK))
if not (HTTPS or DEBUG) and not LOOPBACK.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured("HTTPS=off is for this machine alone; ALLOWED_HOSTS names others.")

# Where readers find it: what mail leads to, which no request is there to tell.
SITE_URL = env_site("SITE_URL", default="http://127.0.0.1:8000")

# Everybody knows the default.
IS_TRIED_HERE = DEBUG and LOOPBACK.issuperset(ALLOWED_HOSTS)
SECRET_KEY = env_secret("SECRET_KEY", default="only-for-debugging" if IS_TRIED_HERE else None)
ROOT_URLCONF = "mlmap_site.urls"
WSGI_APPLICATION = "mlmap_site.wsgi.application"

# How many proxies of ours stand in front; only those may say where a request came from.
PROXIES = env_number("PROXIES", default=0)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# Parts

INSTALLED_APPS = [
    "mlmap_site",
    "comments",
    "articles",
    "roles",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "markdownx",
    "mlmap_site.search_config.SearchConfig",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "mlmap_site.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "mlmap_site.static_files.StaticFilesOfAnyRelease",
    "django.middleware.http.ConditionalGetMiddleware",
    "mlmap_site.privacy.PrivateUnlessShared",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mlmap_site.languages.LanguageOfAddress",
    # What it refuses is refused in a language, and with the headers of every page.
    "mlmap_site.text.ReadAsUTF8",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mlmap_site.refusals.MethodsInWords",
]

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
                "mlmap_site.languages.languages",
            ],
        },
    },
    # Mail is plain text: nothing in it is escaped for HTML.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "mail",
        "DIRS": [BASE_DIR / "templates" / "mail"],
        "OPTIONS": {"autoescape": False},
    },
]

# Forms look in templates/ before Django's own.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data

SQLITE_URL = f"sqlite:///{BASE_DIR / 'var' / 'mlmap.sqlite3'}"
DATABASES = {"default": env_url("DATABASE_URL", env.db_url, default=SQLITE_URL)}
if not DATABASES["default"].get("ENGINE", "").startswith("django.db.backends."):
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = sqlite_options()
else:
    # What the search asks of PostgreSQL; on SQLite it would only take room in each worker.
    INSTALLED_APPS.append("django.contrib.postgres")
# Each thread of the server keeps its connection, and looks whether it still stands before its next
# request: a pool of as many as there are threads, without a pool's own threads and locks.
DATABASES["default"] = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True} | DATABASES["default"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits must hold across processes, which a cache in memory cannot do.
CACHES = {"default": env_cache("CACHE_URL", default="dbcache://mlmap_cache")}
# Django's own 300 would let counters go as soon as a few hundred people are counted.
CACHES["default"]["max_entries"] = 50_000

# How much a process keeps of the pages that it gives to anonymous readers (page_cache.py); 0: none.
PAGE_CACHE_MB = env_number("PAGE_CACHE_MB", default=0 if DEBUG else 16)
# How long a CDN in front may give such a page without asking, and once more while it asks.
CDN_SECONDS = env_number("CDN_SECONDS", default=0)

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))
MEDIA_URL = "media/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Nothing asks for a file by another name, and each worker keeps a list of all that it can send.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": env_bucket("MEDIA_URL")
    or {"BACKEND": "mlmap_site.picture_storage.FolderOfPictures"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "mlmap_site.static_files.StaticFiles"
    },
}

# Where backups are written; /healthz?ready says when the newest is older than so many hours.
BACKUPS = env.str("BACKUPS", default="")
BACKUP_HOURS = env_number("BACKUP_HOURS", default=26)

# Larger than the largest text (200 kB) with room for its form; pictures are streamed to disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# People

AUTH_USER_MODEL = "accounts.User"
# This one alone: a second would hash a wrong password again, and the time tell who is known.
AUTHENTICATION_BACKENDS = ["accounts.backends.OnePasswordCheck"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "profile"
LOGOUT_REDIRECT_URL = "home"

EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
vars().update(env_url("EMAIL_URL", env.email_url, default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="ML Map <mlmap@localhost>")
MAIL_IS_DELIVERED = not EMAIL_URL.startswith("consolemail")
# Seconds that a mail server may take for one answer (comments/delivery.py relies on it).
EMAIL_TIMEOUT = 10
# What a reader is sent of answers and new versions in a day; the rest waits until the next one.
MAIL_DAILY_CAP = env_number("MAIL_DAILY_CAP", default=20)

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.HeadlineForm"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = MAIL_IS_DELIVERED
# Where mail only reaches the terminal, nobody could confirm an address; they may still come in.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL_IS_DELIVERED else "optional"
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[ML Map] "
# Whoever changes an account says once more who they are, and its owner is told by mail.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Beside the library's own limits, which it counts in the cache.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,10/d/key",
    "reset_password": "20/m/ip,5/m/key,10/d/key",
}
# Counted in the database (mlmap_site/rates.py): what readers send (comments/spam.py), passwords
# tried to leave with, and mails of one kind to one address (accounts/adapter.py).
RATES = {
    "comment": "6/m/user,60/d/user,20/m/ip",
    "edit_comment": "10/m/user,40/m/ip",
    "report": "6/m/user,60/d/user,20/m/ip",
    "like": "60/m/user,200/m/ip",
    "keep_words": "20/m/ip",
    "contact": "3/m/ip,20/d/ip",
    "leave": "10/m/user",
    "mail": "10/d/key",
}

MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "accounts.passkeys.AddPasskeyForm",
    "edit_webauthn": "accounts.passkeys.EditPasskeyForm",
}
MFA_TOTP_ISSUER = "ML Map"
# Browsers know passkeys over HTTPS, and over plain HTTP on http://localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Where everybody can reach the desk, a password alone does not open it (mlmap_site/authoring.py).
STAFF_NEED_SECOND_FACTOR = not LOOPBACK.issuperset(ALLOWED_HOSTS)

# Other sites that readers may sign in with: none, unless their keys are given.
SOCIALACCOUNT_PROVIDERS = env_providers("SOCIAL_SIGN_IN")
if SOCIALACCOUNT_PROVIDERS:
    INSTALLED_APPS += [
        "allauth.socialaccount",
        *(f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS),
    ]
# What another site says of an address opens no account that is here already.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
# A form may lead to this site alone, so a link begins it; the other site then asks.
SOCIALACCOUNT_LOGIN_ON_GET = True

# The author's first password; without one it is random and printed once.
AUTHOR_PASSWORD = env.str("AUTHOR_PASSWORD", default="")
AUTHOR_EMAIL = env.str("AUTHOR_EMAIL", default="author@localhost")

# The first comment of a reader waits for approval.
COMMENTS_HOLD_FIRST = env_flag("COMMENTS_HOLD_FIRST", default=True)
# A comment with this many links waits; 0: none does for its links.
COMMENTS_HOLD_LINKS = env_number("COMMENTS_HOLD_LINKS", default=3)
# A comment with more links than this is refused.
COMMENTS_MAX_LINKS = env_number("COMMENTS_MAX_LINKS", default=10)
# A comment with one of these words waits.
COMMENTS_HOLD_WORDS = [
    word.strip() for word in env.list("COMMENTS_HOLD_WORDS", default=[]) if word.strip()
]
# A comment from an account younger than this, in days, waits; 0: none does for its age.
COMMENTS_HOLD_DAYS = env_number("COMMENTS_HOLD_DAYS", default=0)
# A form that is sent sooner than this after it was made, in seconds, was filled in by no person.
COMMENTS_MIN_SECONDS = env_number("COMMENTS_MIN_SECONDS", default=2)
# Days after the current version's date at which its thread closes; 0: never.
COMMENTS_CLOSE_AFTER = env_number("COMMENTS_CLOSE_AFTER", default=0)

# What is posted is shown to Akismet where a key is set (comments/akismet.py).
AKISMET_KEY = env.str("AKISMET_KEY", default="")
if AKISMET_KEY and find_spec("akismet") is None:
    raise ImproperlyConfigured("AKISMET_KEY needs: pip install -r requirements-akismet.txt")

# Programs that are told what happens (comments/webhooks.py), by address, with their secrets.
WEBHOOKS = env_webhooks("WEBHOOKS")

# What the log says (mlmap_site/logs.py)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"key_values": {"()": "mlmap_site.logs.KeyValues"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "key_values"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "mlmap": {"level": "INFO"},
        # Its own handlers would write what the lines leave out. Below an error, a request's own
        # line says it all.
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}

# Words and time

# The first has the plain addresses, the others stand behind their code (mlmap_site/languages.py).
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "Simplified Chinese")]
# The second has other words, in English, for what the sign-in library says.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "mlmap_site" / "wording"]
FORMAT_MODULE_PATH = "mlmap_site.formats"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE must be a name like Europe/Berlin, not {TIME_ZONE!r}.")
USE_TZ = True

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

# The text scrolls in a box of its own beside its preview.
MARKDOWNX_EDITOR_RESIZABLE = False

# Words reach the index cut and in the singular (mlmap_site/words.py): the database adds nothing.
MODELSEARCH_BACKENDS = {
    "default": {"BACKEND": "mlmap_site.search_backend", "SEARCH_CONFIG": "simple"},
}

# Headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "mlmap_site.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
PERMISSIONS_POLICY = {"camera": [], "geolocation": [], "microphone": [], "payment": [], "usb": []}
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
