import base64
import json

from google.cloud import kms

KEY = "projects/edge-prod/locations/europe-west1/keyRings/jwt/cryptoKeys/signing/cryptoKeyVersions/3"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(claims: dict, client: kms.KeyManagementServiceClient | None = None) -> str:
    client = client or kms.KeyManagementServiceClient()
    head = _b64(json.dumps({"alg": "HS256", "typ": "JWT", "kid": KEY.rsplit("/", 1)[-1]}).encode())
    body = _b64(json.dumps(claims).encode())
    answer = client.mac_sign(request={"name": KEY, "data": f"{head}.{body}".encode()})
    return f"{head}.{body}.{_b64(answer.mac)}"
