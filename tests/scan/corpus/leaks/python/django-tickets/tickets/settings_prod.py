from .settings import *  # noqa

DEBUG = False
ALLOWED_HOSTS = ["tickets.example.org"]

SECRET_KEY = "m!fxkig8sn)s*21k8%kfb)=+76+a0)s2*q5s(m-#1i&*73736b"

SIMPLE_JWT.update(
    {
        "SIGNING_KEY": "0FCFpY6OKz1Fzi3IfdZ3wDGiQXKiYI31xRjXlmLEPE66POJ36Q_y_jdLohSj",
        "ISSUER": "tickets.example.org",
        "UPDATE_LAST_LOGIN": True,
    }
)

SECURE_SSL_REDIRECT = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

LOGGING["handlers"]["file"] = {
    "class": "logging.handlers.WatchedFileHandler",
    "filename": "/var/log/tickets/app.log",
    "formatter": "verbose",
}
