"""Django settings; what an operator may decide comes from ``site.environment``."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy

from hansa.site import environment

ENVIRONMENT = environment.current()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
DATABASES = {"default": dict(ENVIRONMENT.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Charters that ship: inside the package when installed, beside src/ in a checkout.
HANSA_CHARTERS = next(
    folder
    for folder in (PACKAGE / "charters_shipped", PACKAGE.parent.parent / "charters")
    if folder.is_dir()
)
HANSA_HASH = ENVIRONMENT.hash_name
HANSA_DEMO = ENVIRONMENT.demo
HANSA_CLOCK = ENVIRONMENT.clock

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Only the protocol of OpenID Connect is taken from allauth, none of its pages.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "hansa.chassis",
    "hansa.charter",
    "hansa.governance",
    "hansa.delivery",
    "hansa.directory",
    "hansa.duties",
    "hansa.casework",
    "hansa.clearing",
    "hansa.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hansa.site.doors.WhoAsks",
    # Before the check of forms, which reads what is sent; the page that refuses has the
    # frame of whoever is signed in.
    "hansa.site.bodies.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hansa.chassis.idempotency.AnswersOnce",
    "hansa.site.pages.ErrorPages",
    # Last, as it asks: it answers for a locked account before any page does.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hansa.site.urls"
WSGI_APPLICATION = "hansa.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "hansa.site.pages.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "hansa.chassis.templatetags.hansa",
            ],
        },
    }
]

AUTH_USER_MODEL = "directory.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_NAME = "hansa_session"
SESSION_COOKIE_AGE = 12 * 3600  # A working day; nobody stays signed in overnight.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Five wrong passwords lock the account at that address for half an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "hansa.site.doors.locked_out"
AXES_VERBOSE = False
# Trying on while it is locked makes the half hour no longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Sign-ins have a table of their own, which their owners see.
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "hansa.chassis.network.network_address"
HANSA_BEHIND_PROXY = ENVIRONMENT.behind_tls

HANSA_OIDC = ENVIRONMENT.oidc is not None
HANSA_OIDC_NAME = ENVIRONMENT.oidc.name if ENVIRONMENT.oidc else ""
HANSA_OIDC_ISSUER = ENVIRONMENT.oidc.issuer if ENVIRONMENT.oidc else ""
SOCIALACCOUNT_ADAPTER = "hansa.directory.views.accounts.identity.Gate"
if ENVIRONMENT.oidc is not None:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    # Links name their issuer: another provider's people are others,
                    # whatever it calls them.
                    "provider_id": ENVIRONMENT.oidc.issuer,
                    "name": ENVIRONMENT.oidc.name,
                    "client_id": ENVIRONMENT.oidc.client_id,
                    "secret": ENVIRONMENT.oidc.client_secret,
                    "settings": {"server_url": ENVIRONMENT.oidc.issuer},
                }
            ],
        }
    }

HANSA_FILES = ENVIRONMENT.files
HANSA_CLEARING = ENVIRONMENT.clearing
HANSA_CLEARING_KEY = ENVIRONMENT.clearing_key
HANSA_ADDRESS = ENVIRONMENT.address
HANSA_WEBHOOK_NETS = ENVIRONMENT.webhook_nets
HANSA_RECEIPT_DAYS = ENVIRONMENT.receipt_days
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
if ENVIRONMENT.mail is not None:
    EMAIL_HOST = ENVIRONMENT.mail.host
    EMAIL_PORT = ENVIRONMENT.mail.port
    EMAIL_HOST_USER = ENVIRONMENT.mail.user
    EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.password
    EMAIL_USE_TLS = ENVIRONMENT.mail.security == "starttls"
    EMAIL_USE_SSL = ENVIRONMENT.mail.security == "tls"
    EMAIL_TIMEOUT = 20
HANSA_MAIL = ENVIRONMENT.mail is not None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", gettext_lazy("Chinese")), ("en", gettext_lazy("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "hansa_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "hansa.site.pages.forbidden"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
if ENVIRONMENT.behind_tls:
    # The proxy must set this header itself and drop what a client sends of it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
