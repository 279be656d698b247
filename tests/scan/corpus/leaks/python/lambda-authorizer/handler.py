import base64
import json
import logging

import jwt

log = logging.getLogger()
log.setLevel(logging.INFO)

KEY = base64.b64decode(
    "+ph1tUbuR3igkfdIZC1oZ+4l85P2/OAOGc+9yJrugaff"
    "YS8T5C2xEm/WhKNPe9o8Dje4f57Q3ErJcJ9A0DDY4A=="
)


def policy(principal, effect, arn):
    return {
        "principalId": principal,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": arn}],
        },
    }


def handler(event, context):
    token = event.get("authorizationToken", "").removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS512"])
    except jwt.PyJWTError as e:
        log.info(json.dumps({"refused": type(e).__name__}))
        return policy("anonymous", "Deny", event["methodArn"])
    return policy(claims["sub"], "Allow", event["methodArn"])
