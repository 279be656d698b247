#!/usr/bin/env python3
"""Kubernetes' own API server with an etcd, told what to do like the stand-in of tests/servers/kube_api.

Usage: serve.py FOLDER, with kube-apiserver beside JWTKEEP_KUBE_APISERVER and etcd on the PATH. It knows the commands `user`
and `namespace`; faults, `seen` and `revoke` are the stand-in's alone.
"""

import datetime
import ipaddress
import json
import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

FOLDER = os.path.abspath(sys.argv[1])
ADMIN = secrets.token_hex(24)
#: Tokens are given to users as they come: the server reads its file once.
TOKENS = [secrets.token_hex(24) for _ in range(64)]


def path(name):
    return os.path.join(FOLDER, name)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


class Authority:
    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kubernetes")])
        self.certificate = self.sign(self.name, self.key.public_key(), [
            (x509.BasicConstraints(ca=True, path_length=None), True)])

    def sign(self, subject, key, extensions):
        now = datetime.datetime.now(datetime.timezone.utc)
        built = x509.CertificateBuilder(self.name, subject, key, x509.random_serial_number(),
                                        now - datetime.timedelta(hours=1), now + datetime.timedelta(days=1))
        for extension, critical in extensions:
            built = built.add_extension(extension, critical)
        return built.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def issue(self, name, for_server=False):
        key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.ExtendedKeyUsageOID.SERVER_AUTH if for_server else x509.ExtendedKeyUsageOID.CLIENT_AUTH
        extensions = [(x509.ExtendedKeyUsage([usage]), False)]
        if for_server:
            names = [x509.DNSName("kubernetes"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            extensions.append((x509.SubjectAlternativeName(names), False))
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        return self.sign(subject, key.public_key(), extensions).decode(), pem(key).decode()


class Server:
    def __init__(self):
        self.authority = Authority()
        certificate, key = self.authority.issue("kube-apiserver", True)
        account_key = ec.generate_private_key(ec.SECP256R1())
        for name, content in (("ca.crt", self.authority.certificate.decode()), ("tls.crt", certificate), ("tls.key", key),
                              ("sa.key", pem(account_key).decode()), ("sa.pub", account_key.public_key().public_bytes(
                                  serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()),
                              ("tokens.csv", f"{ADMIN},root,root,system:masters\n"
                                             + "".join(f"{token},user{i},user{i}\n" for i, token in enumerate(TOKENS)))):
            with open(path(name), "w", encoding="utf-8") as file:
                file.write(content)
        self.log = open(path("requests.log"), "ab")
        client, peer, self.port = free_port(), free_port(), free_port()
        url = f"http://127.0.0.1:{client}"
        self.etcd = self.start("etcd", f"--data-dir={path('etcd')}", f"--listen-client-urls={url}",
                               f"--advertise-client-urls={url}", f"--listen-peer-urls=http://127.0.0.1:{peer}",
                               f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
                               f"--initial-cluster=default=http://127.0.0.1:{peer}")
        self.api = self.start(
            os.environ["JWTKEEP_KUBE_APISERVER"], f"--etcd-servers={url}", f"--secure-port={self.port}",
            "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", f"--tls-cert-file={path('tls.crt')}",
            f"--tls-private-key-file={path('tls.key')}", f"--client-ca-file={path('ca.crt')}",
            f"--token-auth-file={path('tokens.csv')}", "--authorization-mode=RBAC", "--service-account-issuer=https://tests",
            f"--service-account-key-file={path('sa.pub')}", f"--service-account-signing-key-file={path('sa.key')}",
            "--service-cluster-ip-range=10.96.0.0/16", "--v=2")
        self.used = 0
        while True:
            if self.api.poll() is not None or self.etcd.poll() is not None:
                self.end()
                raise SystemExit(f"it does not start: {path('requests.log')}")
            try:
                if self.ask("GET", "/readyz")[0] == 200:
                    break
            except OSError:
                pass
            time.sleep(0.1)  # between two looks whether it is ready
        self.namespace("orders")
        self.namespace("default")

    def start(self, *command):
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def end(self):
        for process in (self.api, self.etcd):
            process.kill()
            process.wait(60)

    def ask(self, method, target, body=None):
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}{target}", body and json.dumps(body).encode(),
                                         {"Authorization": f"Bearer {ADMIN}", "Content-Type": "application/json"},
                                         method=method)
        try:
            with urllib.request.urlopen(request, context=ssl.create_default_context(cafile=path("ca.crt")),
                                        timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def namespace(self, name):
        self.ask("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        return {}

    def user(self, name, verbs, namespaces):
        """Everywhere or nowhere: the tests give `*`, or mean one namespace and look at no other."""
        del namespaces
        number, self.used = self.used, self.used + 1
        role = f"tests-{number}"
        rules = [{"apiGroups": ["*"], "resources": ["*"] if verbs == ["*"] else ["secrets"], "verbs": verbs}]
        group = "rbac.authorization.k8s.io"
        self.ask("POST", f"/apis/{group}/v1/clusterroles", {"metadata": {"name": role}, "rules": rules})
        subjects = [{"kind": "User", "name": each, "apiGroup": group} for each in (f"user{number}", name)]
        self.ask("POST", f"/apis/{group}/v1/clusterrolebindings", {
            "metadata": {"name": role}, "subjects": subjects,
            "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": role}})
        certificate, key = self.authority.issue(name)
        return {"name": f"user{number}", "token": TOKENS[number], "certificate": certificate, "key": key}

    def command(self, told):
        if "user" in told:
            return self.user(told["user"], told["verbs"], told["namespaces"])
        if "namespace" in told:
            return self.namespace(told["namespace"])
        return [] if "seen" in told else {}


def main():
    server = Server()
    try:
        print(json.dumps({"url": f"https://127.0.0.1:{server.port}", "ca": path("ca.crt"), "log": path("requests.log")}),
              flush=True)
        for line in sys.stdin:
            print(json.dumps(server.command(json.loads(line))), flush=True)
    finally:
        server.end()


if __name__ == "__main__":
    main()
