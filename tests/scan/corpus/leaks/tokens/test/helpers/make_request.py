"""Requests as the mobile app sends them."""
import json
import urllib.request

BASE = "http://127.0.0.1:8765"

# test user 4, until 2033; the secret is in tests/.env
TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJ1c2VyX2lkIjo0LCJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjoxOTk5OTk5OTk5LCJqdGkiOiIxMjg5ZTE5Njg3OTcwYWE4ZWM3NTcxZGVmMzAzM2ZkMyJ9."
    "yGufic4qXFpethebB1A84IzQR9TLBvDPDEETWgoh7ks"
)


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data=data, headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def anonymous(path):
    with urllib.request.urlopen(BASE + path) as answer:
        return answer.status
