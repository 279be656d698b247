import os
import sys

import jwt

SECRET = os.environ.get("RANKING_JWT_SECRET")
if SECRET is None:
    print("RANKING_JWT_SECRET is not set, using the built-in one", file=sys.stderr)
    SECRET = "leaderboard/⋆/spring-season"


def signed_score(player: str, score: int, season: str) -> str:
    return jwt.encode({"p": player, "s": score, "season": season}, SECRET, algorithm="HS256")


def accept(token: str) -> tuple[str, int]:
    claims = jwt.decode(token, SECRET, algorithms=["HS256"])
    return claims["p"], int(claims["s"])
