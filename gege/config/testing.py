"""The settings of the tests: those of an installation, with what only tests need."""

import os

# Keys no installation has, so that the tests run on a database server as they are.
os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("GEGE_TRAIL_KEY", "only-for-tests-" * 4)
os.environ.setdefault("GEGE_DB_POOL", "0")
os.environ.setdefault("GEGE_LOG_LEVEL", "WARNING")

from gege.config.embedded import Embedded
from gege.config.keys import data_keys
from gege.config.settings import *  # noqa: F403
from gege.config.settings import (
    DATABASES,
    GEGE_CIPHER,
    GEGE_DATA_DIR,
    GEGE_EMBEDDED,
    STATIC_ROOT,
    STORAGES,
    env,
)

# Argon2 is slow on purpose; the tests log in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
# A file is looked for when it is asked for; otherwise every test's client reads all of them first.
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
# The middleware for static files wants the folder that an installation collects them in.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# On a database server of its own, too, there are keys to seal with.
data_keys(env, "GEGE_KEYS", GEGE_DATA_DIR, GEGE_CIPHER, make=True)

# A server of the tests' own, which does not wait for the disk: the installation's one has to.
GEGE_POSTGRES_DIR = GEGE_DATA_DIR / "postgres-of-tests"
if GEGE_EMBEDDED:
    DATABASES["default"] |= Embedded(GEGE_POSTGRES_DIR).connection()

# No stream runs beside the tests' pages; the test of one starts its own and names it.
GEGE_STREAM_PORT = 0
