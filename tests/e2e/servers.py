"""Real servers for the end-to-end tests: started when first asked for, ended with the test program."""

import atexit
import json
import os
import socket
import ssl
import subprocess
import sys
import time
import unittest
import urllib.request
from pathlib import Path

import keep


class Told:
    """A script or server of the tests that is told things, a line of JSON each, and ends when its input does."""

    def __init__(self, *words, **more):
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **more)
        atexit.register(self.end)

    def end(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def hear(self):
        """What it says unasked, as when it is ready."""
        return json.loads(self.process.stdout.readline())

    def ask(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self.hear()


class Postgres(Told):
    """A PostgreSQL of the tests' own (tests/servers/postgres.py)."""

    def __init__(self, *options):
        super().__init__(sys.executable, keep.SOURCE / "tests" / "servers" / "postgres.py", *options)
        line = self.process.stdout.readline()
        if not line:
            why = "no PostgreSQL can be had here; why stands above"
            if self.process.wait() != 77 or os.environ.get("CI"):
                raise RuntimeError(why)
            print(f"skipped: {why}", file=sys.stderr)
            raise unittest.SkipTest(why)
        self.about = json.loads(line)
        self.schemas = 0

    def command(self, word):
        """`kill`, `start` or `stop`, done when this returns."""
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "done\n":
            raise RuntimeError(f"the server did not {word}")

    def address(self, host=None, user=None, database=None, **options):
        about = self.about
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return (f"postgres://{user or about['user']}@{host or about['host']}:{about['port']}/"
                f"{database or about['database']}" + (f"?{query}" if query else ""))

    def fresh(self):
        """The address of a schema that nobody else uses."""
        self.schemas += 1
        return self.address(schema=f"t{self.schemas}")

    def sql(self, text, database=None):
        """Runs SQL as the server's superuser."""
        about = self.about
        return subprocess.run([about["psql"], "-h", about["host"], "-p", str(about["port"]), "-U", "postgres", "-d",
                               database or about["database"], "-v", "ON_ERROR_STOP=1", "-qtAc", text],
                              env={**os.environ, "PGPASSWORD": about["password"]}, check=True, capture_output=True,
                              text=True).stdout.strip()


def kept_on_postgres(case):
    """An empty store on a PostgreSQL of its own: the server, and the keep."""
    database = Postgres()
    kept = keep.Keep()
    case.addCleanup(kept.remove)
    kept.environment.update(JWTKEEP_STORE=database.fresh(), PGPASSWORD=database.about["password"])
    kept.run("init")
    return database, kept


def must_have(what, there):
    """Skips with a printed reason where a server cannot be had; in CI none may skip."""
    if there:
        return
    why = f"no {what} can be had here (make test installs it)"
    if os.environ.get("CI"):
        raise RuntimeError(why)
    print(f"skipped: {why}", file=sys.stderr)
    raise unittest.SkipTest(why)


class OpenBao:
    """An OpenBao in memory, over TLS: it forgets everything when it is killed. `audited`: every request in `audit_log`."""

    TOKEN = "root-of-the-tests"

    def __init__(self, folder, audited=False):
        self.binary = os.environ.get("JWTKEEP_OPENBAO", "")
        must_have("OpenBao", os.access(self.binary, os.X_OK))
        self.folder = folder
        self.log, self.audit_log = Path(folder, "log"), Path(folder, "audit.log")
        self.ca_file = os.path.join(folder, "vault-ca.pem")
        os.makedirs(folder)
        self.options = []
        if audited:
            config = Path(folder, "audit.hcl")
            config.write_text(f'audit "file" "tofile" {{\n  options {{\n    file_path = "{self.audit_log}"\n  }}\n}}\n',
                              encoding="utf-8")
            self.options = [f"-config={config}"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = None
        atexit.register(self.kill)
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "server", "-dev", "-dev-no-store-token", "-dev-tls", f"-dev-tls-cert-dir={self.folder}",
                 f"-dev-root-token-id={self.TOKEN}", f"-dev-listen-address=127.0.0.1:{self.port}", *self.options],
                env={"HOME": self.folder, "PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while self.process.poll() is None:
            try:
                self.ask("sys/health")
                return
            except OSError:
                time.sleep(0.02)  # between two looks whether it is ready
        raise RuntimeError("OpenBao does not start: " + self.log.read_text(encoding="utf-8"))

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait(60)

    def ask(self, path, body=None):
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}/v1/{path}", body and json.dumps(body).encode(),
                                         {"X-Vault-Token": self.TOKEN})
        context = ssl.create_default_context(cafile=self.ca_file)
        with urllib.request.urlopen(request, context=context, timeout=10) as answer:
            return json.loads(answer.read() or "{}")

    def token(self, name, rules):
        """One that may do this alone: capabilities by path."""
        policy = "".join(f'path "{path}" {{ capabilities = {json.dumps(may)} }}\n' for path, may in rules.items())
        self.ask(f"sys/policies/acl/{name}", {"policy": policy})
        return self.ask("auth/token/create", {"policies": [name], "no_default_policy": True})["auth"]["client_token"]

    def environment(self):
        return {"VAULT_ADDR": f"https://127.0.0.1:{self.port}", "VAULT_CACERT": self.ca_file, "VAULT_TOKEN": self.TOKEN}


class Front:
    """A port of tests/matrix/front.py: a way to a server that fails as it is told, over TLS with OpenBao's authority."""

    script = None

    def __init__(self, behind, bao, ca_file=None):
        if Front.script is None:
            pem = Path(bao.folder, "front.pem")
            pem.write_bytes(Path(bao.folder, "vault-cert.pem").read_bytes() + Path(bao.folder, "vault-key.pem").read_bytes())
            Front.script = Told(sys.executable, keep.SOURCE / "tests" / "matrix" / "front.py", pem)
        told = {"open": behind} if ca_file is None else {"open": behind, "ca": ca_file}
        self.port = Front.script.ask(**told)["port"]
        self.url = f"https://127.0.0.1:{self.port}"

    @staticmethod
    def end():
        if Front.script is None:
            return
        Front.script.end()
        Front.script = None

    def ask(self, **told):
        return Front.script.ask(port=self.port, **told)

    def hold(self, at):
        """The answer to request number `at` from now on is held back."""
        self.ask(fault="hold", at=at)

    def holds(self):
        return self.ask(held=True)["held"]

    def mend(self):
        self.ask(fault="none")


class Aws(Told):
    """moto with signature and IAM checks, behind a front that can lose answers (tests/unit/destination/aws_emulator.py)."""

    def __init__(self, folder):
        python = os.path.join(os.environ.get("JWTKEEP_AWS_EMULATORS", ""), "moto", "bin", "python")
        must_have("stand-in for AWS", os.access(python, os.X_OK))
        os.makedirs(folder)
        script = keep.SOURCE / "tests" / "unit" / "destination" / "aws_emulator.py"
        super().__init__(python, script, "moto", folder)
        about = self.hear()
        self.port, self.log = about["port"], about["log"]
        everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        self.user = self.ask(user="keeper", policy=everything)

    def secret(self, name):
        got = self.ask(**{"call": "GetSecretValue", "with": {"SecretId": name, "VersionStage": "AWSCURRENT"}})
        return json.loads(got["is"]["SecretString"])

    def environment(self):
        return {"AWS_ACCESS_KEY_ID": self.user["id"], "AWS_SECRET_ACCESS_KEY": self.user["secret"],
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}", "AWS_EC2_METADATA_DISABLED": "true"}


class Kubernetes(Told):
    """A stand-in for a Kubernetes API server (tests/servers/kube_api), with a user who may do everything."""

    def __init__(self, folder):
        program = os.environ.get("JWTKEEP_KUBE_API", "")
        must_have("stand-in for Kubernetes", os.access(program, os.X_OK))
        os.makedirs(folder)
        self.folder = folder
        super().__init__(program, folder)
        self.about = self.hear()
        self.user = self.ask(user="admin", verbs=["*"], namespaces=["*"])
        self.kubeconfig = self.write_kubeconfig("admin", self.user["token"])

    def log(self):
        with open(self.about["log"], encoding="utf-8") as log:
            return log.read()

    def kubeconfig_of(self, name, verbs):
        return self.write_kubeconfig(name, self.ask(user=name, verbs=verbs, namespaces=["*"])["token"])

    def write_kubeconfig(self, name, token):
        path = os.path.join(self.folder, f"{name}.kubeconfig")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"""apiVersion: v1
kind: Config
current-context: tests
clusters:
- name: tests
  cluster:
    server: {self.about['url']}
    certificate-authority: {os.path.abspath(self.about['ca'])}
contexts:
- name: tests
  context: {{cluster: tests, user: {name}}}
users:
- name: {name}
  user:
    token: {token}
""")
        return path


class Azure(Told):
    """What stands in for Azure Key Vault and Microsoft Entra (tests/servers/azure_key_vault/stand_in.py)."""

    def __init__(self, folder):
        os.makedirs(folder)
        script = keep.SOURCE / "tests" / "servers" / "azure_key_vault" / "stand_in.py"
        super().__init__("/usr/bin/python3", script, folder)
        self.about = self.hear()
        self.log = self.about["log"]
        self.user = self.ask(application={})

    def secret(self, name):
        return json.loads(self.ask(show=name)[-1]["value"])

    def url(self, kind):
        return f"https://localhost:{self.about[kind]}"

    def address(self, name):
        return (f"azure-kv://my-vault/{name}?authority={self.url('authority')}&ca={self.about['ca']}"
                f"&endpoint={self.url('vault')}")

    def environment(self, user=None):
        user = user or self.user
        return {"AZURE_TENANT_ID": self.about["tenant"], "AZURE_CLIENT_ID": user["client"],
                "AZURE_CLIENT_SECRET": user["secret"]}

    def managed_environment(self):
        return {"AZURE_POD_IDENTITY_AUTHORITY_HOST": f"http://127.0.0.1:{self.about['identity']}"}


class AzureClient(Told):
    """Microsoft's own client, as a user of a vault (tests/peers/azure/client.py)."""

    def __init__(self, azure, environment):
        python = os.path.join(os.environ.get("JWTKEEP_AZURE_SDK", ""), "bin", "python")
        must_have("client of Azure Key Vault", os.access(python, os.X_OK))
        super().__init__(python, keep.SOURCE / "tests" / "peers" / "azure" / "client.py",
                         env={"PATH": os.environ["PATH"], "HOME": os.path.dirname(azure.log), "VAULT": azure.url("vault"),
                              "AUTHORITY": azure.url("authority"), "CA": azure.about["ca"], **environment})

    def __call__(self, what, name, **more):
        """What it gives, or the error's name and text."""
        answer = self.ask(do=what, name=name, **more)
        return answer["is"] if "is" in answer else (answer["refused"], answer["says"])


class SoftHsm:
    """A token of SoftHSM2 with an AES key for each name that is asked for; its files lie in `folder`."""

    MODULE, PIN = "/usr/lib/softhsm/libsofthsm2.so", "pin-of-the-tests-4711"

    def __init__(self, folder):
        must_have("SoftHSM2", all(os.path.exists(path) for path in (self.MODULE, "/usr/bin/softhsm2-util",
                                                                     "/usr/bin/pkcs11-tool")))
        self.folder, self.keys = folder, 0
        os.makedirs(os.path.join(folder, "tokens"))
        self.conf = os.path.join(folder, "softhsm2.conf")
        with open(self.conf, "w", encoding="utf-8") as conf:
            conf.write(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
        self.call("softhsm2-util", "--init-token", "--free", "--label", "keys", "--pin", self.PIN, "--so-pin", "so-pin-4711")

    def call(self, *command):
        subprocess.run(command, env={"PATH": os.environ["PATH"], "SOFTHSM2_CONF": self.conf}, check=True,
                       capture_output=True, timeout=60)

    def make_key(self):
        """The address of a new key."""
        self.keys += 1
        self.call("pkcs11-tool", "--module", self.MODULE, "--token-label", "keys", "--login", "--pin", self.PIN, "--keygen",
                  "--key-type", "AES:32", "--label", f"key{self.keys}", "--id", f"{self.keys:02x}", "--sensitive")
        return f"pkcs11:token=keys;object=key{self.keys}?module-path={self.MODULE}"

    def environment(self):
        return {"SOFTHSM2_CONF": self.conf, "JWTKEEP_PIN": self.PIN}
