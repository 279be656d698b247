"""A stand-in for AWS with signature and IAM checks switched on, behind a front that can lose answers.

usage: PYTHON aws_emulator.py moto|ministack FOLDER      (PYTHON: that of the environment in which it is installed)

Starts the server on a free port of 127.0.0.1, waits until it answers, starts the front on another, then prints one JSON
line: {"port": FRONT, "log": PATH of the server's own log}. Commands come as JSON lines on stdin, each answered by one:
  {"user": NAME, "policy": {...}}  makes an IAM user with this policy -> {"id": KEY ID, "secret": SECRET}
  {"temporary": NAME}              makes a role that may do everything, and takes it on -> {"id", "secret", "token"}
  {"call": OPERATION, "with": {}}  Secrets Manager (or the "service" that is named) by AWS's own client, as administrator,
                                   around the front
                                   -> {"is": RESULT} or {"refused": CODE}
  {"fault": KIND, "at": N}         from the front's Nth request on (1 is the next): "dead" answers garbage and forwards
                                   nothing; "deaf" forwards the Nth, answers garbage, and is dead then; "lost" forwards
                                   the Nth and hangs up, and is well then; "none" ends it
  {"seen": true}                   -> the operations that the front has forwarded since the last asking
The server ends when its stdin does.
"""

import base64
import ctypes
import datetime
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import ThreadingHTTPServer
from pathlib import Path

import botocore.session
from botocore.exceptions import ClientError

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "servers"))
import tls_server  # noqa: E402

REGION = "eu-central-1"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def start(kind, folder, log):
    """The server's process and port, when it answers."""
    for _ in range(3):
        port = free_port()
        environment = dict(os.environ, HOME=folder)
        for name in list(environment):
            if name.startswith("AWS_") or name.lower().endswith("_proxy"):
                del environment[name]
        if kind == "moto":
            command, ready = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], "/moto-api/"
            environment["INITIAL_NO_AUTH_ACTION_COUNT"] = "3"  # CreateUser, CreateAccessKey, PutUserPolicy
        else:
            command, ready = [sys.executable, "-m", "ministack"], "/_ministack/health"
            environment.update(BIND_HOST="127.0.0.1", GATEWAY_PORT=str(port), AUTH="true",
                               SERVICES="secretsmanager,iam,kms,sts", STATE_DIR=os.path.join(folder, "state"))
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   preexec_fn=die_with_parent)
        while process.poll() is None:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", ready)
                if connection.getresponse().status == 200:
                    return process, port
            except OSError:
                pass
            time.sleep(0.02)  # between two looks whether it is ready
    sys.exit("the server does not start")


class Account:
    def __init__(self, kind, port):
        self.port = port
        self.session = botocore.session.Session()
        self.clients = {}
        self.id, self.secret = ("first", "first") if kind == "moto" else ("test", "test")
        made = self.user("administrator", EVERYTHING)
        self.id, self.secret = made["id"], made["secret"]

    def client(self, service):
        if (service, self.id) not in self.clients:
            self.clients[service, self.id] = self.session.create_client(
                service, region_name=REGION, endpoint_url=f"http://127.0.0.1:{self.port}",
                aws_access_key_id=self.id, aws_secret_access_key=self.secret)
        return self.clients[service, self.id]

    def user(self, name, policy):
        iam = self.client("iam")
        iam.create_user(UserName=name)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        iam.put_user_policy(UserName=name, PolicyName="only", PolicyDocument=json.dumps(policy))
        return {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}

    def temporary(self, name):
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
        iam = self.client("iam")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))
        made = self.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="jwtkeep")["Credentials"]
        return {"id": made["AccessKeyId"], "secret": made["SecretAccessKey"], "token": made["SessionToken"]}

    def call(self, operation, parameters, service="secretsmanager"):
        if "SecretBinary" in parameters:
            parameters["SecretBinary"] = base64.b64decode(parameters["SecretBinary"])
        client = self.client(service)
        for method, name in client.meta.method_to_api_mapping.items():
            if name == operation:
                try:
                    result = getattr(client, method)(**parameters)
                except ClientError as error:
                    return {"refused": error.response["Error"]["Code"]}
                result.pop("ResponseMetadata", None)
                return {"is": result}
        return {"refused": "no such operation"}


class Front:
    def __init__(self, port):
        self.port = port
        self.lock = threading.Lock()
        self.fault, self.left, self.seen = "none", 0, []

    def next(self, operation):
        """What happens to this request: well, dead, deaf or lost."""
        with self.lock:
            if self.fault != "none":
                self.left -= 1
            if self.fault == "none" or self.left > 0 or (self.fault == "lost" and self.left < 0):
                fate = "well"
            elif self.fault == "deaf" and self.left < 0:
                fate = "dead"
            else:
                fate = self.fault
            if fate != "dead":
                self.seen.append(operation)
            return fate


class Handler(tls_server.Handler):
    wbufsize = -1  # head and body together, or the second waits for the first's acknowledgement
    disable_nagle_algorithm = True
    front = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fate = self.front.next(self.headers.get("X-Amz-Target", "").rpartition(".")[2])
        status, kind, answer = 403, "text/html", b"<html>a proxy's page</html>"
        if fate != "dead":
            connection = http.client.HTTPConnection("127.0.0.1", self.front.port, timeout=60)
            connection.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            got = connection.getresponse()
            if fate == "well":
                status, kind, answer = got.status, got.getheader("Content-Type", ""), got.read()
            connection.close()
        if fate == "lost":
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


class Server(ThreadingHTTPServer):
    daemon_threads = True


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return base64.b64encode(value).decode()


def main():
    kind, folder = sys.argv[1:]
    path = os.path.join(folder, kind + ".log")
    with open(path, "wb") as log:
        process, port = start(kind, folder, log)
    try:
        account = Account(kind, port)
        Handler.front = front = Front(port)
        server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps({"port": server.server_address[1], "log": path}), flush=True)
        for line in sys.stdin:
            told = json.loads(line)
            answer = True
            if "user" in told:
                answer = account.user(told["user"], told["policy"])
            elif "temporary" in told:
                answer = account.temporary(told["temporary"])
            elif "call" in told:
                answer = account.call(told["call"], told["with"], told.get("service", "secretsmanager"))
            elif "fault" in told:
                with front.lock:
                    front.fault, front.left = told["fault"], told.get("at", 1)
            elif "seen" in told:
                with front.lock:
                    answer, front.seen = front.seen, []
            print(json.dumps(answer, default=plain), flush=True)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
