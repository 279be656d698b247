import time

import jwt
import requests

APP_ID = 284117

PRIVATE_KEY = """\
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA6JEDMa7Wl0fcTUljfboYPQRIykXCcsyLrUU1zycWWY93tIPC
AbRKIVqPD8VZ2WDw0iRSnUGKVvGqW6lIngmihKrgly3uoRF+CO8IO1ePjhAbtO7t
Gjn6MzxbhVHksjo6dzeb8KCwZ+J/IQyyPnQ7lEJaWlObOurZ4CL8mJNfygjRceUC
7ff9KLzbbFb5RNyX3tmyqYZt9b/+bFRMnXK9bnW+z1uOJ6dzieGFjnf2GloTOBqO
mIL/1BlXKiVh3+m/AKSb4pkvadYaeF4fsxcFKQTg481MKAWqwzI5XkTI+mZR0DTQ
oe/W+Hpnf5+a9Cr+XxCvYRPlW6TT7LPQ2VqmgwIDAQABAoIBAAdBmKGENjQ7wCcc
X+GCw1IKc2FcRXGvg1KORkK5+K7yrjMQdibEQuV0URWWfFpiW+3/YO4aWjNvdt4S
E67BCwESRwLW7z5Q483QWqfMI5gbIiiTC9k1oq889hFC00MV7gN3CLaJTPe9nJnU
+5RXRasEJvpXTkPLia2LA4NllcEhiUai88hhXDhjBT18sVzkwxw4JrL5WO2oF2gW
ea59O4bi1qFgUrB2BPLgAud9i5IpWxglh//NizmXBHgJd0SlmqfwX3UKVqGGtlG+
0Ihe8DhJDVAuZMoSOWSsm9vHP1zNPNJYH3TeS1BGusP449PrPBPqEpL5gu+LW+l8
k5OW0wECgYEA96z8N0NkYTaVeHpZZv4yoAEFGlLxQtbJMzQv7w9RGDtwqXGICfh8
+6xl1R1bAYO5lAzjTc4tkT1dbH1EB6wnBD+IeRg45yd1+WRsgzt9YKdPHQq5+FCZ
W9135c94GPEV272xdw0ztYEbD8dE/kTvNdWjgE0nScnTEyrCSpPxSWkCgYEA8GIG
vW1wLcFfXuAe96LXo5y4liTmNQ+c0gHsDmk1n+BLgQIDe6xF1bMyc880NYbJTbQm
zyViEsDrbwARg7PzsXJoh98vJYWc1+gIj/MPJwHzj8//eaR3fhvctqoNy/lQdVLL
o0WxSoJVjBBvRPJBZHyjQeBVO3zMtokxl3oxpwsCgYEA7b56WJ3zNDHOJtjjCq9F
bzurZ0po1q0Qc3tL6+E7CdS835ngaRnC917UXU8RdZG5SPlaE+yu5vUNwb8411iU
F0rZOMxcit7hKuUQGKS5RFc15P3P6CGOJJWhqtKNSPva7JTZThs5IKhujqXMf3sy
V+3cRaNJ7FW0rHhmCmqauckCgYEAziOyFfXokkRWzdyykbhC5hq6rH8+L1iRKgLd
9MnCY7UL6rjYVdE5HfaLGIcjBZftv0XzVgZ/4QcxnsHXQzMpkw1CmOoK20mGZBym
YxOT9eaVgMllE2K32hx4nOid5kKJ/eKfoQdd70BvripV0TFSZKMBubdwQBBY2Vwz
e+wc8lsCgYACqFGOTKWqXKG4I4rozFH/GAcT4pm0LrBmSg9Dmk8BbAVR/ppyWMX5
mDvDWkuHCfVqAvMVH3W3e43OPupQ4uukN4E0SdCeuW694n40SfXfZEWAAaPCwH8v
fqV0lnmOI2abxbZ1l9/3DQ4wnQ3TYBHczyxAQGxIEdYRtsuB2vtCRQ==
-----END RSA PRIVATE KEY-----
"""


def app_token() -> str:
    now = int(time.time())
    return jwt.encode({"iat": now - 60, "exp": now + 540, "iss": APP_ID}, PRIVATE_KEY, algorithm="RS256")


def installation_token(installation_id: int) -> str:
    response = requests.post(
        f"https://api.github.com/app/installations/{installation_id}/access_tokens",
        headers={"Authorization": f"Bearer {app_token()}", "Accept": "application/vnd.github+json"},
        timeout=15,
    )
    response.raise_for_status()
    return response.json()["token"]
