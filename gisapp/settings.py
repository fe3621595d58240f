"""Django settings; the only reader of the environment."""

from pathlib import Path

import environ

from gisapp import libraries

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(
    HILIR_DEBUG=(bool, False),
    HILIR_ALLOWED_HOSTS=(list, ["localhost", "127.0.0.1", "[::1]"]),
    HILIR_HTTPS=(bool, False),
    HILIR_SECRET_KEY=(str, ""),
    HILIR_STATE_DIR=(str, str(BASE_DIR / ".hilir")),
    HILIR_METRIC_SRID=(int, 32750),
    HILIR_SCHEDULER=(str, ""),
    HILIR_PROVINCE_CODE=(str, "63"),
    HILIR_PROVIDER_NAME=(str, ""),
    HILIR_PROVIDER_EMAIL=(str, ""),
    HILIR_BASEMAP_URL=(str, ""),
    HILIR_BASEMAP_ATTRIBUTION=(str, ""),
    DATABASE_URL=(str, "postgis:///hilir"),
)

GDAL_LIBRARY_PATH = libraries.gdal_library_path()
GEOS_LIBRARY_PATH = libraries.geos_library_path()

DEBUG = env("HILIR_DEBUG")
HTTPS = env("HILIR_HTTPS")
STATE_DIR = Path(env("HILIR_STATE_DIR"))
# Without a key of its own a server is refused by a system check; `./dev run` makes one at its first run.
SECRET_KEY = env("HILIR_SECRET_KEY") or "insecure-development-key-set-HILIR_SECRET_KEY"
ALLOWED_HOSTS = env("HILIR_ALLOWED_HOSTS")

# The study area. No code knows which province it serves.
STORAGE_SRID = 4326
METRIC_SRID = env("HILIR_METRIC_SRID")
# A Dask cluster that does the blocks of large runs, such as tcp://127.0.0.1:8786; empty for threads of the worker.
SCHEDULER = env("HILIR_SCHEDULER")
PROVINCE_CODE = env("HILIR_PROVINCE_CODE")
# The office that runs the service, as maps and features tell other programs; empty where it is not told.
PROVIDER_NAME = env("HILIR_PROVIDER_NAME")
PROVIDER_EMAIL = env("HILIR_PROVIDER_EMAIL")
# An optional raster base map, as a Leaflet URL template; none by default, so no request leaves the server.
BASEMAP_URL = env("HILIR_BASEMAP_URL")
BASEMAP_ATTRIBUTION = env("HILIR_BASEMAP_ATTRIBUTION")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "procrastinate.contrib.django",
    "gisserver",
    "layers",
    "gisapp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gisapp.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "gisapp.urls"
WSGI_APPLICATION = "gisapp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "gisapp" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.contrib.gis.db.backends.postgis")}
DATABASES["default"].setdefault("OPTIONS", {})
# Compiling a query, or starting helpers for it, takes longer than any query of ours gains by it: a vector tile of
# zoom 11 took 14 ms with helpers, 7 ms without. The largest of a tile's shapes are found without a file on disk.
DATABASES["default"]["OPTIONS"]["options"] = (
    "-c statement_timeout=30000 -c lock_timeout=10000 -c jit=off -c max_parallel_workers_per_gather=0 -c work_mem=16MB"
)
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Where the worker finds the background work.
PROCRASTINATE_IMPORT_PATHS = ["gisapp.planning.jobs", "gisapp.exchange.jobs", "gisapp.exchange.exports.jobs"]

# WFS: the axes of a coordinate system come in its authority's order, however a client spells its name.
GISSERVER_FORCE_XY_EPSG_4326 = False
GISSERVER_FORCE_XY_OLD_CRS = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "gisapp" / "locale"]
TIME_ZONE = "Asia/Makassar"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Compressed once, when the files are gathered.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Rasters; read by the engine, never served as files.
MEDIA_ROOT = STATE_DIR / "media"
# Front-end libraries come from npm (package-lock.json) and are served from here, never from a CDN.
STATICFILES_DIRS = [
    BASE_DIR / "gisapp" / "web" / "static",
    ("vendor/leaflet", BASE_DIR / "node_modules" / "leaflet" / "dist"),
    ("vendor/bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist"),
    ("vendor/source-sans-3", BASE_DIR / "node_modules" / "@fontsource-variable" / "source-sans-3"),
    ("vendor/plus-jakarta-sans", BASE_DIR / "node_modules" / "@fontsource-variable" / "plus-jakarta-sans"),
]

# Where staff sign in, and where they come to then and after signing out.
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = "web:imports"
LOGOUT_REDIRECT_URL = "web:plan"

# Requests larger than this are refused before they are parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Probes come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
if HTTPS:
    # TLS ends at the proxy before us, which sets this header on every request.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # It tells of every task it registers and every job it runs.
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
