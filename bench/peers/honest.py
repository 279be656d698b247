"""Whether a program does the whole work that it is timed with."""

import json

import material
from peer import Unsupported
from roster import LIMIT


def why_not_verifier(peer, alg):
    """None when it accepts the good token with its sub and refuses each of the others; else why it is left out."""
    if peer.name == LIMIT:
        return None
    try:
        for name in material.TOKENS:
            accepted, said = peer.check(alg, name)
            if name == "good" and (not accepted or said != material.SUBJECT):
                return said
            if name != "good" and accepted:
                return f"it accepts a token that is bad: {name}"
    except Unsupported as why:
        return str(why)
    return None


def _one_audience(claims):
    """One audience may stand alone or in a list (RFC 7519 section 4.1.3)."""
    audience = claims.get("aud")
    return claims | {"aud": audience[0]} if isinstance(audience, list) and len(audience) == 1 else claims


def why_not_signer(peer, alg, folder, judges, enough):
    """None when its token holds all that was asked for and `enough`, which is `all` or `any`, of `judges` accept it."""
    if peer.name == LIMIT:
        return None
    try:
        token = peer.token(alg)
    except Unsupported as why:
        return str(why)
    header, payload = (json.loads(material.decode(part)) for part in token.split(".")[:2])
    if header.get("alg") != alg or header.get("kid") != material.KID:
        return "its header lacks alg or kid"
    if _one_audience(payload) != json.loads((folder / "claims.json").read_text()):
        return "its claims are others than it was given"
    name = "signed"
    (folder / f"{alg}.{name}.jwt").write_text(token)
    said = {judge.name: judge.check(alg, name) for judge in judges}
    refusals = [f"{judge} refuses its token: {why}" for judge, (accepted, why) in said.items() if not accepted]
    return None if enough(accepted for accepted, _ in said.values()) or not judges else "; ".join(refusals)
