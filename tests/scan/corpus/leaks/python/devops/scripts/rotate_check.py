import json
import urllib.request
from jwcrypto import jwk, jwt as jwt_

OLD = jwk.JWK(**{"kty": "oct", "kid": "8I7KtPV-aD2V", "alg": "HS256", "k": "FpWvu2orN8wekNt-p7XFuLLzP6ljLmd7LMUF-69bIjo"})
NEW_KID = "2024-q1"


def still_accepted(url: str) -> bool:
    token = jwt_.JWT(header={"alg": "HS256", "kid": OLD.key_id}, claims={"sub": "probe"})
    token.make_signed_token(OLD)
    request = urllib.request.Request(url, headers={"Authorization": "Bearer " + token.serialize()})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return json.load(response).get("kid") != NEW_KID
    except urllib.error.HTTPError as e:
        return e.code != 401
