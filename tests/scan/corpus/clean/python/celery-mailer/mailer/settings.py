import configparser
import os

parser = configparser.ConfigParser()
parser.read(["/etc/mailer.ini", os.path.expanduser("~/.mailer.ini")])

JWT_SECRET = parser.get("jwt", "secret")
JWT_ALGORITHM = parser.get("jwt", "algorithm", fallback="HS256")
SMTP_PASSWORD = parser["smtp"]["password"]

# The names of the options, for `mailer config get NAME`.
OPTIONS = {
    "jwt.secret": "JWT_SECRET",
    "jwt.algorithm": "JWT_ALGORITHM",
    "smtp.password": "SMTP_PASSWORD",
}

SECRET_OPTIONS = {"jwt.secret", "smtp.password"}


def shown(name: str) -> str:
    return "********" if name in SECRET_OPTIONS else str(globals()[OPTIONS[name]])
