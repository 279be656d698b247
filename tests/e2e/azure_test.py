#!/usr/bin/env python3
"""A keyring in Azure Key Vault by the binary, with Microsoft's own client as the other hand.

That client also checks what stands in for Azure: the wire is then not our opinion.
"""

import json
import secrets
import unittest
from pathlib import Path

import keep
import servers

KEYRING = "orders/prod"
NAME = "orders-prod"


class Azure(keep.Case):
    def setUp(self):
        super().setUp()
        self.azure = servers.Azure(str(self.keep.folder / "azure"))
        self.addCleanup(self.azure.end)
        self.keep.environment |= self.azure.environment()
        self.address = self.azure.address(NAME)

    def client(self, **environment):
        client = servers.AzureClient(self.azure, environment or self.azure.environment())
        self.addCleanup(client.end)
        return client

    def sync(self):
        self.keep.run("new", KEYRING)
        self.keep.run("sync", "add", KEYRING, self.address)

    def states(self, code=0):
        return [entry["state"] for entry in self.keep.json("sync", "status", KEYRING, code=code)]

    def nothing_is_logged(self):
        logged = Path(self.azure.log).read_text(encoding="utf-8")
        self.assertIn(f"PUT /secrets/{NAME}", logged)
        for known in (self.azure.secret(NAME)["JWT_SECRET"], self.azure.user["secret"], "eyJ"):
            self.assertNotIn(known, logged)


class ByTheBinary(Azure):
    def test_a_keyring_is_kept_there(self):
        self.sync()
        fields = self.azure.secret(NAME)
        self.assertEqual(fields["JWT_KID"], self.keep.json("show", KEYRING)["keys"][0]["kid"])
        self.assertEqual(self.states(), ["in_sync"])
        self.azure.ask(set=NAME, value='{"JWT_SECRET":"supersecret"}')
        self.assertEqual(self.states(code=1), ["changed"])
        found = {finding["rule"] for finding in self.keep.json("doctor", code=1)["findings"]}
        self.assertEqual(found & {"weak", "drift"}, {"weak", "drift"})
        done = self.keep.run("sync", "push")
        self.assertIn(b"another hand had changed", done.stderr)
        self.assertEqual(self.azure.secret(NAME), fields)
        self.keep.run("import", "copy/dev", "--from", self.address)
        self.assertEqual(self.keep.json("show", "copy/dev")["keys"][0]["kid"], fields["JWT_KID"])
        self.nothing_is_logged()

    def test_a_compromise_leaves_no_older_version_readable(self):
        self.sync()
        stolen = self.azure.secret(NAME)["JWT_KID"]
        self.keep.run("rotate", KEYRING, "--compromised", stolen, code=None)
        versions = self.azure.ask(show=NAME)
        self.assertGreater(len(versions), 1)
        self.assertEqual([each["enabled"] for each in versions], [False] * (len(versions) - 1) + [True])
        self.assertNotIn(stolen, [jwk["kid"] for jwk in json.loads(self.azure.secret(NAME)["JWT_JWKS"])["keys"]])

    def test_errors_say_what_is_wrong_and_no_secret(self):
        self.sync()
        wrong = {"AZURE_CLIENT_SECRET": "a-wrong-one-of-the-tests"}
        done = self.keep.run("sync", "status", KEYRING, code=3, **wrong)
        told = done.stdout + done.stderr
        self.assertIn(b"AADSTS7000215", told)
        self.assertNotIn(b"a-wrong-one", told)
        denied = self.azure.environment(self.azure.ask(application={"denied": ["set"]}))
        self.keep.run("rotate", KEYRING, code=None)
        self.azure.ask(set=NAME, value="{}")
        done = self.keep.run("sync", "push", code=3, **denied)
        self.assertIn(b"denies secrets/set on orders-prod", done.stdout + done.stderr)

    def test_a_managed_identity_is_enough(self):
        for name in self.azure.environment():
            del self.keep.environment[name]
        self.keep.environment |= self.azure.managed_environment()
        self.sync()
        self.assertEqual(self.states(), ["in_sync"])


class ByMicrosoftsClient(Azure):
    def test_the_stand_in_is_what_that_client_expects(self):
        client = self.client()
        self.assertEqual(client("get", "none")[0], "ResourceNotFoundError")
        self.assertEqual(client("versions", "none"), [])
        first = client("set", "one", value="1", tags={"a": "b"})
        made = {first} | {client("set", "one", value=str(count)) for count in range(2, 31)}
        self.assertEqual(client("get", "one")["value"], "30")
        got = client("get", "one", version=first)
        self.assertEqual((got["value"], got["tags"]), ("1", {"a": "b"}))
        listed = client("versions", "one")
        self.assertEqual(({each["version"] for each in listed}, len(listed)), (made, 30), "over two pages")
        self.assertIs(client("enable", "one", version=first, to=False), False)
        refused, says = client("get", "one", version=first)
        self.assertEqual(refused, "HttpResponseError")
        self.assertIn("disabled secret", says)
        self.assertIs(client("delete", "one"), True)
        self.assertEqual(client("get", "one")[0], "ResourceNotFoundError")
        self.assertEqual(client("set", "one", value="x")[0], "ResourceExistsError", "deleted, and recoverable")
        self.assertIs(client("recover", "one"), True)
        self.assertEqual(client("get", "one")["value"], "30")
        self.assertEqual(client("set", "one", value="x" * 25601)[0], "HttpResponseError")

    def test_the_stand_in_refuses_as_that_client_expects(self):
        wrong = self.client(**(self.azure.environment() | {"AZURE_CLIENT_SECRET": "wrong"}))
        refused, says = wrong("get", "one")
        self.assertEqual(refused, "ClientAuthenticationError")
        self.assertIn("AADSTS7000215", says)
        denied = self.client(**self.azure.environment(self.azure.ask(application={"denied": ["set"]})))
        refused, says = denied("set", "one", value="1")
        self.assertEqual(refused, "HttpResponseError")
        self.assertIn("does not have secrets set permission", says)
        # Continuous access evaluation: it gets a token with the claims, and goes on.
        client = self.client()
        client("set", "one", value="1")
        self.azure.ask(claims=True)
        self.assertEqual(client("get", "one")["value"], "1")

    def test_the_stand_ins_identities_are_what_that_client_expects(self):
        self.client()("set", "one", value="1")
        self.assertEqual(self.client(**self.azure.managed_environment())("get", "one")["value"], "1")
        app = {"IDENTITY_ENDPOINT": f"http://127.0.0.1:{self.azure.about['identity']}/msi/token",
               "IDENTITY_HEADER": self.azure.about["header"]}
        self.assertEqual(self.client(**app)("get", "one")["value"], "1")

    def test_it_reads_what_we_write_and_we_what_it_writes(self):
        client = self.client()
        self.sync()
        got = client("get", NAME)
        self.assertEqual(json.loads(got["value"])["JWT_KID"], self.keep.json("show", KEYRING)["keys"][0]["kid"])
        self.assertEqual((got["type"], got["enabled"]), ("application/json", True))
        self.assertEqual((got["tags"]["managed-by"], got["tags"]["jwtkeep-keyring"]), ("jwtkeep", KEYRING))
        theirs = secrets.token_urlsafe(48) + "!"
        client("set", NAME, value=json.dumps({"JWT_SECRET": theirs, "JWT_ALG": "HS256"}))
        self.assertEqual(self.states(code=1), ["changed"])
        self.keep.run("import", "theirs/dev", "--from", self.address)
        self.assertIn(theirs, self.keep.text("env", "theirs/dev"))
        self.keep.run("sync", "push")
        again = client("get", NAME)
        self.assertEqual(again["value"], got["value"])
        self.assertEqual(len(client("versions", NAME)), 3)
        client("delete", NAME)
        self.assertNotEqual(self.states(code=1), ["in_sync"])
        self.keep.run("sync", "push")
        self.assertEqual(client("get", NAME)["value"], got["value"])
        self.assertEqual(self.states(), ["in_sync"])
        self.nothing_is_logged()


if __name__ == "__main__":
    unittest.main(verbosity=2)
