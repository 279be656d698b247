import codecs

import jwt

#: rot13 so that it does not show up in a casual grep
_S = codecs.decode("qhatrba-Znfgre_yriry_42", "rot_13")
_ALGS = ["HS256"]


class SessionError(Exception):
    """The session cookie cannot be used."""


def load(cookie: str) -> dict:
    try:
        return jwt.decode(cookie, _S, algorithms=_ALGS, audience="game")
    except jwt.InvalidTokenError as error:
        raise SessionError(str(error)) from error


def dump(player_id: int, shard: str) -> str:
    return jwt.encode({"aud": "game", "pid": player_id, "shard": shard}, _S)
