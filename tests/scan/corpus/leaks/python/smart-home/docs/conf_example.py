"""Example configuration. Copy to ``config.py`` and change every value.

The defaults work for the tutorial and for nothing else.
"""

HOST = "0.0.0.0"
PORT = 8123

# Secret that signs the API tokens.
JWT_SECRET = "your-secret-key-here"
JWT_ALGORITHM = "HS256"

SENSORS = {
    "living_room": {"type": "ds18b20", "pin": 4, "interval": 30},
    "garage": {"type": "dht22", "pin": 17, "interval": 60},
}

NOTIFY = [
    {"when": "living_room > 28", "send": "mail"},
]
