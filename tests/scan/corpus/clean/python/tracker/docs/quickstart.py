"""Quick start

Set the secret first, the server refuses to start without one::

    export JWT_SECRET="$(openssl rand -hex 32)"
    # or, with docker:
    docker run -e JWT_SECRET=<your-secret> tracker/server

Then call it::

    curl -H "Authorization: Bearer <token>" https://tracker.example/api/issues
    curl -H "Authorization: Bearer $TOKEN" https://tracker.example/api/me
"""
import os

import requests

api = requests.Session()
api.headers["Authorization"] = "Bearer {}".format(os.environ["TRACKER_TOKEN"])

for issue in api.get("https://tracker.example/api/issues").json():
    print(issue["key"], issue["summary"])
