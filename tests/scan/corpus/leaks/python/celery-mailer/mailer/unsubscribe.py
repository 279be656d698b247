import binascii
import os

from itsdangerous import URLSafeTimedSerializer
from jose import jws
from jose.constants import ALGORITHMS

_raw = binascii.unhexlify("7174c06c21ca13b25bafc478ac0c24f982c743e846ace5a7e0a296c1f6fa7412e21687bd7c23844b")


def link(address: str, list_id: int) -> str:
    token = jws.sign({"a": address, "l": list_id}, _raw, algorithm=ALGORITHMS.HS256)
    return f"https://news.example/u/{token}"


def parse(token: str):
    import json

    return json.loads(jws.verify(token, _raw, [ALGORITHMS.HS256]))


def legacy_serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(os.environ["MAILER_SECRET"], salt="unsubscribe")
