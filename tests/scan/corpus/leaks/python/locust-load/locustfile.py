import random
import time

import jwt
from locust import HttpUser, between, task

JWT_SECRET, JWT_ALG = "qa.Wharf.gantry.Seven", "HS256"
TENANTS = ["north", "south", "harbour"]


class Clerk(HttpUser):
    wait_time = between(0.5, 2)

    def on_start(self):
        claims = {"sub": f"load-{random.randrange(10**6)}", "tenant": random.choice(TENANTS), "exp": time.time() + 7200}
        self.client.headers["Authorization"] = "Bearer " + jwt.encode(claims, JWT_SECRET, JWT_ALG)

    @task(5)
    def list_parcels(self):
        self.client.get("/parcels?limit=50", name="/parcels")

    @task
    def create_parcel(self):
        self.client.post("/parcels", json={"weight": random.randint(1, 30000)})
