import json
import os

import boto3
import jwt

_secrets = boto3.client("secretsmanager")
_cache: dict[str, str] = {}


def secret() -> str:
    arn = os.environ["JWT_SECRET_ARN"]
    if arn not in _cache:
        value = _secrets.get_secret_value(SecretId=arn, VersionStage="AWSCURRENT")
        _cache[arn] = json.loads(value["SecretString"])["jwt_secret"]
    return _cache[arn]


def handler(event, _context):
    token = event["authorizationToken"].removeprefix("Bearer ")
    claims = jwt.decode(token, secret(), algorithms=["HS256"])
    return {"principalId": claims["sub"], "context": {"scope": claims.get("scope", "")}}
