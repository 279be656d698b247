#!/usr/bin/env python3
"""A place that denies: one line names the permission that is missing, and nothing secret stands in any log."""

import json
import unittest
from pathlib import Path

import keep
import servers

ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def all_but(action):
    return {**ALL, "Statement": ALL["Statement"] + [{"Effect": "Deny", "Action": f"secretsmanager:{action}", "Resource": "*"}]}


class Denied(keep.Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod")
        self.said = b""

    def push(self, environment, code=3):
        """What the command said of it: its warnings, a line each."""
        done = self.keep.run("sync", "push", "orders/prod", code=code, **environment)
        self.said += done.stdout + done.stderr
        return [line for line in done.stderr.decode().splitlines() if line.startswith("warning: ")]

    def nothing_is_told(self, *logs):
        secret = self.keep.text("env", "orders/prod", "--format", "json")
        secret = json.loads(secret)["JWT_SECRET"].encode()
        self.assertEqual(len(secret), 64)
        for place, text in {"jwtkeep": self.said, **{log.name: log.read_bytes() for log in logs}}.items():
            self.assertGreater(len(text), 100, f"{place} says nothing at all")
            self.assertNotIn(secret, text, place)
            for credential in self.credentials:
                self.assertNotIn(credential.encode(), text, place)

    def test_vault(self):
        bao = servers.OpenBao(str(self.keep.folder / "bao"), audited=True)
        self.addCleanup(bao.kill)
        self.keep.run("sync", "add", "orders/prod", "vault://secret/orders/prod", **bao.environment())
        data, metadata = "secret/data/orders/prod", "secret/metadata/orders/prod"
        self.credentials = []  # a server in dev mode itself prints its root token
        cases = [({data: ["update"]}, f'it needs "read" on {data}'),
                 ({data: ["read"], metadata: ["patch"]}, f'it needs "update" on {data}'),
                 ({}, f'it needs "read" on {data}')]
        for number, (rules, missing) in enumerate(cases):
            bao.ask("secret/data/orders/prod", {"data": {"JWT_SECRET": "another hand"}})
            token = bao.token(f"case{number}", {"sys/internal/ui/mounts/*": ["read"], **rules})
            self.credentials.append(token)
            lines = self.push({**bao.environment(), "VAULT_TOKEN": token})
            self.assertEqual(len([line for line in lines if missing in line]), 1, f"{missing}: {lines}")
        token = bao.token("marks", {data: ["read", "update"]})
        self.credentials.append(token)
        lines = self.push({**bao.environment(), "VAULT_TOKEN": token}, code=0)
        self.assertTrue(any("marks are not" in line and f'"patch" on {metadata}' in line for line in lines), lines)
        lines = self.push({**bao.environment(), "VAULT_TOKEN": "s.nobody-knows-this"}, code=3)
        self.assertTrue(any("token" in line for line in lines), lines)
        self.nothing_is_told(bao.log, bao.audit_log)

    def test_aws(self):
        aws = servers.Aws(str(self.keep.folder / "aws"))
        self.addCleanup(aws.end)
        self.keep.run("sync", "add", "orders/prod", "aws-sm://eu-central-1/orders/prod", **aws.environment())
        self.credentials = [aws.user["secret"]]
        for action in ("GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"):
            self.keep.run("rotate", "orders/prod", code=None, **aws.environment())
            user = aws.ask(user=f"without{action}", policy=all_but(action))
            self.credentials.append(user["secret"])
            self.keep.run("rotate", "orders/prod", "--compromised", self.active(), code=None)
            lines = self.push({**aws.environment(), "AWS_ACCESS_KEY_ID": user["id"], "AWS_SECRET_ACCESS_KEY": user["secret"]})
            missing = f"secretsmanager:{action}"
            self.assertEqual(len([line for line in lines if missing in line]), 1, f"{missing}: {lines}")
        self.nothing_is_told(Path(aws.log))

    def active(self):
        return next(key["kid"] for key in self.keep.json("show", "orders/prod")["keys"] if key["state"] == "active")


if __name__ == "__main__":
    unittest.main(verbosity=2)
