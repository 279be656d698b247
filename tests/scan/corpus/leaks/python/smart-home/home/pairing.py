import hashlib
import hmac
import json
from base64 import urlsafe_b64encode

# one byte string per line: the board's flash tool prints it this way
PAIRING_KEY = (
    b"\x74\x72\x65\x6c\x6c\x69\x73\x3a"
    b"\x43\x6f\x70\x70\x65\x72\x5f\x68\x69\x6e\x67\x65"
    b"\x7e\x32\x30\x32\x31\x7e\x6b\x69\x74\x63\x68\x65\x6e"
)


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def pairing_jwt(serial: str, nonce: str) -> str:
    head = b64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = b64(json.dumps({"ser": serial, "nonce": nonce}).encode())
    signature = hmac.new(PAIRING_KEY, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{b64(signature)}"
