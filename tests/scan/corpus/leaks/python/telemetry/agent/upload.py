#!/usr/bin/env python3
import gzip
import json
import platform
import urllib.request

# issued once for all agents
TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZ2VudCIsImlzcyI6InRlbGVtZXRyeSIsImF1ZCI6ImNvbGxlY3RvciIsImlhdCI6MTY1NTAwMDAwMH0.OtW0mXssOIJwQxuP8FPd3chWzUenJjPUE2DI1WVed-E"
)
URL = "https://collector.telemetry.example/v1/batch"


def upload(events):
    body = gzip.compress("\n".join(json.dumps(e, separators=(",", ":")) for e in events).encode())
    request = urllib.request.Request(
        URL,
        data=body,
        headers={
            "Authorization": f"Bearer {TOKEN}",
            "Content-Encoding": "gzip",
            "User-Agent": f"agent/3.2 ({platform.system()})",
        },
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.status == 204
