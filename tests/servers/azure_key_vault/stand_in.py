"""A stand-in for Azure Key Vault, for the authority that gives tokens (Microsoft Entra), and for managed identities.

usage: python3 stand_in.py FOLDER

There is no emulator that could be installed, so the wire is as Microsoft's own client for Python was recorded to speak it;
tests/peers/azure/sdk_test.py runs that client against this. What no client shows (texts of errors, what a list of nothing
is) is as Microsoft's pages have it.

Makes a certificate under FOLDER, listens on free ports of 127.0.0.1, then prints one JSON line: {"ca": PATH, "log": PATH of
the access log, "vault": PORT, "authority": PORT (both https), "identity": PORT (http), "tenant": GUID, "header": that App
Service's identities need}. Commands come as JSON lines on stdin, each answered by one:
  {"application": {"denied": [...], "roles": true, "assertion": TEXT}}  an application that may do everything but
                                   these (get list set delete recover, or with roles a role's actions), or with "allowed"
                                   these alone -> {"client", "secret"}
  {"set": NAME, "value": V, "tags": {}}   another hand writes -> the version
  {"show": NAME}                   -> its versions in their order: [{"version", "value", "enabled", "tags", "type"}, ...]
  {"enable": NAME, "version": V, "to": false}     switches a version (or, without one, the newest)
  {"delete": NAME}                 -> true; it can be recovered
  {"fault": KIND, "at": N}         from the vault's Nth request on (1 is the next): "dead" answers garbage and does nothing;
                                   "deaf" does the Nth, answers garbage, and is dead then; "lost" does the Nth and hangs up,
                                   and is well then; "none" ends it
  {"race": V, "when": "before"}    another hand writes V at the next set, just before or after it; or, by "recover", just
                                   after the next recovery
  {"twice": true}                  the next set arrives twice
  {"revoke": true}                 no token that was given is taken any more
  {"claims": true}                 only tokens that were asked for with the challenge's claims are taken
  {"throttle": N}                  the next N requests get 429 with Retry-After: 0
  {"throttle_sets": N}             the same for the next N sets
  {"firewall": true}               lets nobody in
  {"challenge": TEXT}              the WWW-Authenticate of all 401 from now on; null: its own
  {"next_link": URL}               where every list goes on; null: its own
  {"lives": SECONDS}               tokens from now on
  {"seen": true}                   -> the requests to the vault and for tokens since the last asking: ["get NAME", ...]
The server ends when its stdin does.
"""

import base64
import json
import os
import secrets
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import tls_server  # noqa: E402

TENANT = "11111111-2222-3333-4444-555555555555"
VERSIONS = {"7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "2025-07-01", "2026-04-01"}
LONGEST_VALUE = 25600
MOST_TAGS = 15
PAGE = 25
CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'
ACTIONS = {"get": "getSecret", "list": "readMetadata", "set": "setSecret", "update": "update", "delete": "delete",
           "recover": "recover", "get_deleted": "readMetadata"}
POLICIES = {"update": "set", "get_deleted": "get"}


class Refused(Exception):
    def __init__(self, status, code, message, inner=None, headers=()):
        super().__init__(code)
        error = {"code": code, "message": message}
        if inner:
            error["innererror"] = {"code": inner}
        self.status, self.body, self.headers = status, {"error": error}, list(headers)


class Vault:
    def __init__(self):
        self.lock = threading.RLock()
        self.secrets, self.deleted, self.recovering = {}, {}, {}
        self.applications, self.tokens = {}, {}
        self.fault, self.left = "none", 0
        self.race, self.twice, self.throttle, self.throttle_sets, self.firewall = None, False, 0, 0, False
        self.challenge = self.next_link = None
        self.claims, self.lives = False, 3600
        self.seen = []
        self.url = self.authority = ""
        self.header = secrets.token_hex(16)

    # The authority.

    def application(self, denied=(), allowed=None, roles=False, assertion=None):
        client = "-".join(secrets.token_hex(n) for n in (4, 2, 2, 2, 6))
        secret = secrets.token_urlsafe(30) + "~.&=+ %"[: secrets.randbelow(7) + 1].strip()
        if allowed is not None:
            denied = set(ACTIONS.values() if roles else ACTIONS) - set(allowed)
        self.applications[client] = {"secret": secret, "denied": set(denied), "roles": roles, "assertion": assertion}
        return {"client": client, "secret": secret}

    def token(self, client, resource, claims=False):
        token = "eyJ0eXAi." + secrets.token_urlsafe(600)
        self.tokens[token] = {"client": client, "resource": resource, "ends": time.time() + self.lives, "claims": claims}
        return token

    def entra(self, path, form):
        """The answer of the token endpoint."""
        def no(status, error, code, text):
            return status, {"error": error, "error_codes": [code], "timestamp": "2026-01-01 00:00:00Z",
                            "error_description": f"AADSTS{code}: {text} Trace ID: 0 Correlation ID: 0"}
        tenant = path.split("/")[1]
        if tenant != TENANT:
            return no(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")
        if form.get("grant_type") != "client_credentials":
            return no(400, "unsupported_grant_type", 70003, "The grant type is not supported.")
        client, scope = form.get("client_id", ""), form.get("scope", "")
        known = self.applications.get(client)
        if known is None:
            return no(400, "unauthorized_client", 700016, f"Application with identifier '{client}' was not found.")
        if "client_assertion" in form:
            if known["assertion"] is None or form["client_assertion"] != known["assertion"] or \
                    form.get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
                return no(400, "invalid_request", 700213, "No matching federated identity record found.")
        elif form.get("client_secret") != known["secret"]:
            # As a careless server would: no message of ours may repeat it.
            return no(401, "invalid_client", 7000215,
                      f"Invalid client secret provided. '{form.get('client_secret')}' is not the secret value.")
        if not scope.endswith("/.default"):
            return no(400, "invalid_scope", 1002012, "The provided value for scope is not valid.")
        claims = json.loads(form.get("claims") or "{}").get("access_token", {})
        token = self.token(client, scope.removesuffix("/.default"), "nbf" in claims)
        return 200, {"token_type": "Bearer", "expires_in": self.lives, "ext_expires_in": self.lives, "access_token": token}

    def identity(self, path, query, headers):
        """The answers of the instance's endpoint and of App Service's."""
        if path == "/metadata/identity/oauth2/token":
            if headers.get("Metadata") != "true" or query.get("api-version") != "2018-02-01":
                return 400, {"error": "invalid_request", "error_description": "Required metadata header not specified"}
        elif path == "/msi/token":
            if headers.get("X-IDENTITY-HEADER") != self.header or query.get("api-version") != "2019-08-01":
                return 401, {"statusCode": 401, "message": "Unauthorized"}
        else:
            return 404, {}
        client = query.get("client_id", "the machine")
        if client not in self.applications and client != "the machine":
            return 400, {"error": "invalid_request", "error_description": "Identity not found"}
        ends = str(int(time.time()) + self.lives)
        answer = {"access_token": self.token(client, query.get("resource", "")), "expires_on": ends,
                  "resource": query.get("resource", ""), "token_type": "Bearer"}
        if path.startswith("/metadata"):
            answer.update(expires_in=str(self.lives), ext_expires_in=str(self.lives), not_before="0", client_id=client)
        return 200, answer

    # The vault.

    def resource(self):
        return "https://localhost"

    def unauthorized(self, why):
        text = f'Bearer authorization="{self.authority}/{TENANT}", resource="{self.resource()}"'
        if why == "claims":
            text += f', error="insufficient_claims", claims="{base64.b64encode(CLAIMS.encode()).decode()}"'
        return Refused(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.",
                       headers=[("WWW-Authenticate", self.challenge or text)])

    def caller(self, authorization):
        token = self.tokens.get(authorization.removeprefix("Bearer ")) if authorization else None
        if token is None or token["ends"] < time.time() or token["resource"] != self.resource():
            raise self.unauthorized("token")
        if self.claims and not token["claims"]:
            raise self.unauthorized("claims")
        return token["client"]

    def permit(self, client, operation, name):
        if self.firewall:
            raise Refused(403, "Forbidden", "Client address is not authorized and caller is not a trusted service.\r\n"
                          "Client address: 127.0.0.1\r\n", "ForbiddenByFirewall")
        application = self.applications.get(client, {"denied": (), "roles": True})
        if application["roles"]:
            action = ACTIONS[operation]
            if action in application["denied"]:
                raise Refused(403, "Forbidden", "Caller is not authorized to perform action on resource.\r\nCaller: "
                              f"appid={client};oid=0;iss=https://sts.windows.net/{TENANT}/\r\nAction: "
                              f"'Microsoft.KeyVault/vaults/secrets/{action}/action'\r\nResource: '/subscriptions/0/x/{name}'"
                              "\r\nAssignment: (not found)\r\nDecisionReason: null\r\nVault: my-vault;location=westeurope\r\n",
                              "ForbiddenByRbac")
        else:
            policy = POLICIES.get(operation, operation)
            if policy in application["denied"]:
                raise Refused(403, "Forbidden", f"The user, group or application 'appid={client};oid=0;iss=0' does not have "
                              f"secrets {policy} permission on key vault 'my-vault;location=westeurope'.", "AccessDenied")

    def bundle(self, name, version, value=False):
        answer = {"id": f"{self.url}/secrets/{name}/{version['version']}", "contentType": version["type"],
                  "attributes": {"enabled": version["enabled"], "created": version["created"],
                                 "updated": version["created"], "recoveryLevel": "Recoverable+Purgeable",
                                 "recoverableDays": 90},
                  "tags": version["tags"]}
        if value:
            answer["value"] = version["value"]
        return answer

    def standing(self, name):
        left = self.recovering.get(name, 0)
        if left:
            self.recovering[name] = left - 1
            raise self.not_found(name)
        return self.secrets.get(name)

    @staticmethod
    def not_found(name):
        return Refused(404, "SecretNotFound", f"A secret with (name/id) {name} was not found in this key vault. If you "
                       "recently deleted this secret you may be able to recover it using the correct recovery command.")

    def get(self, name, which):
        versions = self.standing(name)
        found = [each for each in versions or [] if which in ("", each["version"])]
        if not found:
            raise self.not_found(name)
        if not found[-1]["enabled"]:
            raise Refused(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled")
        return self.bundle(name, found[-1], True)

    def append(self, name, value, tags=None, kind=None, enabled=True):
        version = {"version": secrets.token_hex(16), "value": value, "tags": tags or {}, "type": kind, "enabled": enabled,
                   "created": int(time.time())}
        self.secrets.setdefault(name, []).append(version)
        return version

    def set(self, name, body):
        if name in self.deleted:
            raise Refused(409, "Conflict", f"Secret {name} is currently in a deleted but recoverable state, and its name "
                          "cannot be reused; in this state, the secret can only be recovered or purged.",
                          "ObjectIsDeletedButRecoverable")
        if self.recovering.get(name):
            raise Refused(409, "Conflict", f"Secret {name} is being recovered.", "ObjectIsBeingRecovered")
        if not isinstance(body.get("value"), str) or len(body["value"]) > LONGEST_VALUE:
            raise Refused(400, "BadParameter", "The specified secret value is missing or too long.")
        tags = body.get("tags") or {}
        if len(tags) > MOST_TAGS or any(len(name) > 256 or len(value) > 256 for name, value in tags.items()):
            raise Refused(400, "BadParameter", "The specified tags are too many or too long.")
        race, self.race = self.race, None
        if race and race["when"] == "before":
            self.append(name, race["race"])
        enabled = (body.get("attributes") or {}).get("enabled", True)
        for _ in range(2 if self.twice else 1):
            version = self.append(name, body["value"], tags, body.get("contentType"), enabled)
        self.twice = False
        if race and race["when"] == "after":
            self.append(name, race["race"])
        return self.bundle(name, version, True)

    def update(self, name, which, body):
        found = [each for each in self.secrets.get(name, []) if which in ("", each["version"])]
        if not found:
            raise self.not_found(name)
        if "tags" in body:
            found[-1]["tags"] = body["tags"]
        if "contentType" in body:
            found[-1]["type"] = body["contentType"]
        found[-1]["enabled"] = (body.get("attributes") or {}).get("enabled", found[-1]["enabled"])
        return self.bundle(name, found[-1])

    def list(self, name, query):
        # In an order that is stable and not that of time, as Azure's.
        versions = sorted([] if self.recovering.get(name) else self.secrets.get(name, []), key=lambda each: each["version"])
        size = min(int(query.get("maxresults", PAGE)), PAGE)
        start = int(query.get("$skiptoken", 0))
        answer = {"value": [self.bundle(name, each) for each in versions[start : start + size]], "nextLink": None}
        if start + size < len(versions):
            answer["nextLink"] = (f"{self.url}/secrets/{name}/versions?api-version={query['api-version']}"
                                  f"&$skiptoken={start + size}&maxresults={size}")
        if self.next_link:
            answer["nextLink"] = self.next_link
        return answer

    def delete(self, name):
        if name not in self.secrets:
            raise self.not_found(name)
        self.deleted[name] = self.secrets.pop(name)
        return self.deleted_bundle(name)

    def deleted_bundle(self, name):
        if name not in self.deleted:
            raise self.not_found(name)
        return self.bundle(name, self.deleted[name][-1]) | {
            "recoveryId": f"{self.url}/deletedsecrets/{name}", "deletedDate": int(time.time()),
            "scheduledPurgeDate": int(time.time()) + 90 * 86400}

    def recover(self, name):
        if name not in self.deleted:
            raise self.not_found(name)
        self.secrets[name] = self.deleted.pop(name)
        self.recovering[name] = 2  # looks until it is there
        answer = self.bundle(name, self.secrets[name][-1])
        if self.race and self.race["when"] == "recover":
            self.append(name, self.race["race"])
            self.race = None
        return answer

    def route(self, method, path, query, headers, body):
        parts = path.split("/")[1:]
        kind, name, rest = parts[0], parts[1] if len(parts) > 1 else "", parts[2:]
        operations = {("GET", "secrets"): "get", ("PUT", "secrets"): "set", ("PATCH", "secrets"): "update",
                      ("DELETE", "secrets"): "delete", ("GET", "deletedsecrets"): "get_deleted",
                      ("POST", "deletedsecrets"): "recover"}
        operation = operations.get((method, kind), "?")
        if operation == "get" and rest == ["versions"]:
            operation = "list"
        if headers.get("Authorization"):
            self.seen.append(f"{operation} {name}")
        else:
            self.seen.append(f"challenge {operation} {name}" + (" with content" if body else ""))
        if self.throttle or (operation == "set" and self.throttle_sets):
            self.throttle = max(0, self.throttle - 1)
            self.throttle_sets -= operation == "set" and self.throttle_sets > 0
            raise Refused(429, "Throttled", "Request was not processed because too many requests were received.",
                          headers=[("Retry-After", "0")])
        client = self.caller(headers.get("Authorization"))
        if query.get("api-version") not in VERSIONS:
            raise Refused(400, "BadParameter", "The specified api-version is not supported.")
        if not name or len(name) > 127 or not name.replace("-", "").isalnum() or operation == "?":
            raise Refused(400, "BadParameter", "The request URI contains an invalid name.")
        self.permit(client, operation, name)
        which = rest[0] if rest else ""
        return {"get": lambda: self.get(name, which), "set": lambda: self.set(name, body),
                "update": lambda: self.update(name, which, body), "list": lambda: self.list(name, query),
                "delete": lambda: self.delete(name), "get_deleted": lambda: self.deleted_bundle(name),
                "recover": lambda: self.recover(name)}[operation]()

    def fate(self):
        """What happens to this request: well, dead, deaf or lost."""
        if self.fault != "none":
            self.left -= 1
        if self.fault == "none" or self.left > 0 or (self.fault == "lost" and self.left < 0):
            return "well"
        return "dead" if self.fault == "deaf" and self.left < 0 else self.fault

    def command(self, told):
        with self.lock:
            if "application" in told:
                return self.application(**told["application"])
            if "set" in told:
                return self.append(told["set"], told["value"], told.get("tags"))["version"]
            if "show" in told:
                return [{key: each[key] for key in ("version", "value", "enabled", "tags", "type")}
                        for each in self.secrets.get(told["show"], [])]
            if "enable" in told:
                return self.update(told["enable"], told.get("version", ""), {"attributes": {"enabled": told["to"]}})
            if "delete" in told:
                return self.delete(told["delete"])
            if "fault" in told:
                self.fault, self.left = told["fault"], told.get("at", 1)
            elif "race" in told:
                self.race = told
            elif "revoke" in told:
                self.tokens.clear()
            elif "seen" in told:
                seen, self.seen = self.seen, []
                return seen
            else:
                for name in ("twice", "claims", "throttle", "throttle_sets", "firewall", "challenge", "next_link", "lives"):
                    if name in told:
                        setattr(self, name, told[name])
            return True


class Handler(tls_server.Handler):
    wbufsize = -1  # head and body together, or the second waits for the first's acknowledgement
    disable_nagle_algorithm = True
    vault = None
    log = None

    def answer(self):
        path, _, text = self.path.partition("?")
        query = dict(urllib.parse.parse_qsl(text))
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers, fate = [], "well"
        with self.vault.lock:
            if self.server.kind == "vault":
                fate = self.vault.fate()
                status, headers, answer = (200, [], None) if fate == "dead" else self.of_vault(path, query, sent)
            elif self.server.kind == "authority":
                self.vault.seen.append("token")
                status, answer = self.of_authority(path, sent)
            else:
                self.vault.seen.append("identity")
                status, answer = self.vault.identity(path, query, self.headers)
            # What an access log has: the line, and no header or body.
            print(self.server.kind, self.command, self.path, status, fate, file=self.log, flush=True)
        if fate == "lost":
            self.close_connection = True
            return
        kind, data = "application/json; charset=utf-8", json.dumps(answer).encode()
        if fate in ("dead", "deaf"):
            status, headers, kind, data = 403, [], "text/html", b"<html>a proxy's page</html>"
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def of_vault(self, path, query, sent):
        try:
            return 200, [], self.vault.route(self.command, path, query, self.headers, json.loads(sent or b"{}"))
        except Refused as refused:
            return refused.status, refused.headers, refused.body

    def of_authority(self, path, sent):
        origin = f"https://localhost:{self.server.server_address[1]}"
        if path.endswith("/v2.0/.well-known/openid-configuration"):
            return 200, {"issuer": f"{origin}/{TENANT}/v2.0", "token_endpoint": f"{origin}/{TENANT}/oauth2/v2.0/token",
                         "authorization_endpoint": f"{origin}/{TENANT}/oauth2/v2.0/authorize"}
        if path.endswith("/oauth2/v2.0/token") and self.command == "POST":
            return self.vault.entra(path, dict(urllib.parse.parse_qsl(sent.decode(), keep_blank_values=True)))
        return 404, {}

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer


class Server(tls_server.Server):
    kind = ""


def main():
    folder = sys.argv[1]
    certificate, key = os.path.join(folder, "ca.pem"), os.path.join(folder, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out",
                    certificate], check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    log = os.path.join(folder, "access.log")
    Handler.vault = vault = Vault()
    with open(log, "w", encoding="utf-8") as Handler.log:
        ports = {}
        for kind in ("vault", "authority", "identity"):
            server = Server(("127.0.0.1", 0), Handler)
            server.kind, server.context = kind, context if kind != "identity" else None
            ports[kind] = server.server_address[1]
            threading.Thread(target=server.serve_forever, daemon=True).start()
        vault.url, vault.authority = (f"https://localhost:{ports[kind]}" for kind in ("vault", "authority"))
        print(json.dumps({"ca": certificate, "log": log, "tenant": TENANT, "header": vault.header} | ports), flush=True)
        for line in sys.stdin:
            print(json.dumps(vault.command(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
