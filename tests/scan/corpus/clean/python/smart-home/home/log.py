import logging
import re

JWT = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*")
PEM = re.compile(r"-----BEGIN (?:RSA |EC )?PRIVATE KEY-----.*?-----END (?:RSA |EC )?PRIVATE KEY-----", re.S)
PAIR = re.compile(r"(?i)(jwt_?secret|secret_?key|password|token)(\s*[=:]\s*)\S+")


class Redact(logging.Filter):
    """Takes secrets out of every record before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        text = JWT.sub("<jwt>", text)
        text = PEM.sub("<private key>", text)
        record.msg, record.args = PAIR.sub(r"\1\2<redacted>", text), ()
        return True


log = logging.getLogger("home")
log.addFilter(Redact())
log.debug("jwt_secret=%s", "<redacted>")
log.info("JWT secret loaded from %s", "/etc/home/jwt.key")
