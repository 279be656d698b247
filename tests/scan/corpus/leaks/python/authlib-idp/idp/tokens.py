import time

from authlib.jose import JsonWebKey, jwt

SIGNING_JWK = JsonWebKey.import_key(
    {"kty": "EC", "crv": "P-256", "kid": "K8anWesGT2gp", "use": "sig", "alg": "ES256", "x": "0kdqdIsX4w0Uc1AepW5CMcJd9fSqK6kpXiSunCrAsh0", "y": "EpvhlpHe5ltt1G4hu-P2Aj9DS7t7bf5YIx2USOJTe5A", "d": "yuWX5AFGhBXiMiTkyuKZEyuQ5-RO5TQZ8Bj2JhZ9qDg"}
)

ISSUER = "https://idp.example.org"


def id_token(user, client_id: str, nonce: str | None = None) -> bytes:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": client_id, "sub": str(user.id), "iat": now, "exp": now + 600}
    if nonce:
        claims["nonce"] = nonce
    header = {"alg": "ES256", "kid": SIGNING_JWK.kid}
    return jwt.encode(header, claims, SIGNING_JWK)


def parse(raw: bytes):
    claims = jwt.decode(raw, SIGNING_JWK)
    claims.validate(leeway=30)
    return claims
