#!/usr/bin/env python3
"""A keyring in a Kubernetes Secret and in a manifest, by the binary; kubectl is the other hand.

The server is the stand-in of tests/servers/kube_api, whose server-side apply is Kubernetes' own.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import unittest

import keep
import servers

KEYRING = "orders/prod"
ADDRESS = "k8s://orders/orders-prod-jwt"


class Kubernetes(keep.Case):
    def setUp(self):
        super().setUp()
        self.kube = servers.Kubernetes(str(self.keep.folder / "kube"))
        self.addCleanup(self.kube.end)
        servers.must_have("kubectl", shutil.which("kubectl"))
        self.keep.environment["KUBECONFIG"] = self.kube.kubeconfig
        self.keep.run("new", KEYRING)

    def kubectl(self, *arguments, text=None):
        done = subprocess.run(["kubectl", f"--kubeconfig={self.kube.kubeconfig}", "--namespace=orders",
                               f"--cache-dir={self.keep.folder}/cache", *arguments], input=text, capture_output=True,
                              text=True, check=False, timeout=60, env={"HOME": str(self.keep.folder), "PATH": os.environ["PATH"]})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def secret(self, name="orders-prod-jwt"):
        return json.loads(self.kubectl("get", "secret", name, "--output=json"))

    def data(self, name="orders-prod-jwt"):
        return {key: base64.b64decode(value).decode() for key, value in self.secret(name).get("data", {}).items()}

    def exported(self):
        return json.loads(self.keep.run("env", KEYRING, "--format", "json").stdout)

    def state(self, code, destination=ADDRESS):
        found = self.keep.json("sync", "status", KEYRING, code=code)
        return next(entry["state"] for entry in found if entry["destination"] == destination)

    def test_a_secrets_life_in_a_cluster(self):
        self.keep.run("sync", "add", KEYRING, ADDRESS)
        self.assertEqual(self.data(), self.exported(), "what a pod gets by envFrom is what `env` says")
        self.assertEqual(self.state(0), "in_sync")

        self.keep.run("import", "copy/dev", "--from", ADDRESS)
        kid = self.keep.json("show", KEYRING)["keys"][0]["kid"]
        self.assertEqual(self.keep.json("show", "copy/dev")["keys"][0]["kid"], kid)
        self.keep.run("doctor", code=None)

        # kubectl's own key and label beside ours: no drift, and they stay.
        self.kubectl("patch", "secret", "orders-prod-jwt", "--type=merge", "-p",
                     '{"stringData":{"OTHER":"theirs"},"metadata":{"labels":{"team":"orders"}}}')
        self.assertEqual(self.state(0), "in_sync")
        self.keep.run("rotate", KEYRING, "--compromised", kid)
        self.assertEqual(self.data(), {**self.exported(), "OTHER": "theirs"})
        self.assertEqual(self.secret()["metadata"]["labels"], {"team": "orders"})
        self.assertNotIn(kid, self.data()["JWT_JWKS"])

        # Drift, by kubectl's apply and by its edit.
        self.kubectl("apply", "--server-side", "--force-conflicts", "--validate=false", "--filename=-", text=json.dumps(
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "orders-prod-jwt", "namespace": "orders"},
             "data": {"JWT_SECRET": base64.b64encode(b"supersecret").decode()}}))
        self.assertEqual(self.state(1), "changed")
        told = self.keep.json("doctor", code=1)["findings"]
        self.assertEqual({finding["rule"] for finding in told} & {"weak", "drift"}, {"weak", "drift"})
        done = self.keep.run("sync", "push")
        self.assertIn(f"another hand had changed {ADDRESS}".encode(), done.stderr)
        self.assertEqual(self.data(), {**self.exported(), "OTHER": "theirs"})
        self.assertEqual(self.state(0), "in_sync")
        annotations = self.secret()["metadata"]["annotations"]
        self.assertEqual(annotations["jwtkeep.dev/keyring"], KEYRING)

        log = self.kube.log()
        for secret in (self.data()["JWT_SECRET"], self.kube.user["token"]):
            self.assertNotIn(secret, log)
            self.assertNotIn(base64.b64encode(secret.encode()).decode(), log)

    def test_it_is_made_anew_when_it_was_deleted(self):
        self.keep.run("sync", "add", KEYRING, ADDRESS)
        self.kubectl("delete", "secret", "orders-prod-jwt")
        self.assertNotEqual(self.state(1), "in_sync")
        self.keep.run("sync", "push")
        self.assertEqual(self.data(), self.exported())

    def test_what_is_missing_is_named(self):
        reader = self.kube.kubeconfig_of("reader", verbs=["get"])
        done = self.keep.run("sync", "add", KEYRING, ADDRESS, code=3, KUBECONFIG=reader)
        self.assertIn(b'needs the verb "create" on secrets in the namespace orders', done.stderr)
        self.assertNotIn(self.exported()["JWT_SECRET"].encode(), done.stdout + done.stderr)
        done = self.keep.run("sync", "add", KEYRING, "k8s://nowhere/a", code=3)
        self.assertIn(b"has no namespace nowhere", done.stderr)

    def test_a_manifest(self):
        path = self.keep.folder / "orders.yaml"
        address = f"k8s://orders/orders-prod-jwt?manifest={path}"
        self.keep.run("sync", "add", KEYRING, address)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        # Without a cluster's help: the same variables as `env --format k8s`.
        whole = self.keep.text("env", KEYRING, "--format", "k8s")
        self.assertEqual(sorted(re.findall(r"^  JWT_.*$", whole, re.M)),
                         re.findall(r"^  JWT_.*$", path.read_text(encoding="utf-8"), re.M))
        self.kubectl("apply", "--validate=false", f"--filename={path}")
        self.assertEqual(self.data(), self.exported())
        self.keep.run("import", "copy/dev", "--from", address)

        path.write_text(path.read_text(encoding="utf-8").replace("type: Opaque\n", "type: Opaque\nstringData: {JWT_ALG: HS512}\n"),
                        encoding="utf-8")
        self.assertEqual(self.state(1, address), "changed")
        self.keep.run("sync", "push")
        self.assertEqual(self.state(0, address), "in_sync")
        path.write_text("notes: mine\n", encoding="utf-8")
        done = self.keep.run("sync", "push", code=3)
        self.assertIn(b"is not the Secret's manifest alone", done.stderr)
        self.assertEqual(path.read_text(encoding="utf-8"), "notes: mine\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
