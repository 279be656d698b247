#!/usr/bin/env python3
"""Writes docs/reference/*.md from what says it first: docs/openapi.json, the program's help, the sources of its settings, and the
sections `--json` of docs/commands.

    reference_pages.py BINARY            writes them
    reference_pages.py --check BINARY    fails when one differs
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from made_page import keep

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SETTINGS = ROOT / "cli" / "serve_settings.cpp"
METHODS = ("get", "post", "put", "patch", "delete")
MADE = "\n<!-- tools/reference_pages.py writes this page -->\n"

# The keys of tables in the file: what the help of the options does not say.
TABLE_KEYS = {
    "oidc": ("People's logins: an OpenID provider each. Any number.", {
        "name": "its name in the address: `/login/NAME` (default `sso`)",
        "issuer": "its URL: https, or http on this machine",
        "client-id": "what it calls this server",
        "client-secret-file": "the file with what this server shows it",
        "scopes": "asked for beside `openid` (default `email`)",
        "ca-file": "who signs its certificate, PEM (default: the system's)",
    }),
    "webhook": ("Who is told of what happens to keyrings. Up to 16.", {
        "name": "each its own",
        "url": "https, or http on this machine",
        "keyrings": "of which keyrings: patterns as in grants (default: all)",
        "secret-file": "the file with the secret by which the receiver knows the sender: `whsec_` and base64",
        "ca-file": "who signs its certificate, PEM (default: the system's)",
    }),
}
KINDS = {"list": "list of texts", "text": "text", "number": "whole number", "flag": "`true` or `false`", "path": "path"}


# --- the settings of serve

def bindings():
    """Key and kind of each setting, by function: of the server itself, of [[oidc]], of [[webhook]]."""
    text = SETTINGS.read_text(encoding="utf-8")
    found = []
    for body in re.findall(r"std::vector<Binding> bindings\([^)]*\) \{(.*?)\n\}\n", text, re.DOTALL):
        found.append(dict(re.findall(r'\{"([a-z-]+)", Kind::(\w+)\}', body)))
    if len(found) != 3:
        sys.exit(f"{SETTINGS}: three functions `bindings` were expected")
    return found


def options_of_help(binary):
    done = subprocess.run([binary, "serve", "--help"], capture_output=True, text=True, check=True)
    options = {}
    for line in done.stdout.splitlines():
        begin = re.match(r"  (?:-\w,)?--([a-z-]+)((?: [A-Z:]+)?(?: \.\.\.)?)\s*(.*)$", line)
        if begin:
            name, words = begin[1], [begin[3]]
            options[name] = words
        elif options and re.match(r" {20,}\S", line):
            words.append(line.strip())
        elif not line.startswith(" "):
            words = []
    return {name: " ".join(filter(None, words)) for name, words in options.items()}


def settings_page(binary):
    own, *tables = bindings()
    options = options_of_help(binary)
    beyond = {"help", "config", "check"}
    if set(own) ^ (set(options) - beyond):
        sys.exit(f"serve: these are an option or a setting, and not both: {sorted(set(own) ^ (set(options) - beyond))}")
    lines = [
        "# Settings of serve", "",
        "Every setting of [`serve`](../commands/serve.md) can be given by an option, a variable, or a key of a TOML file. The option wins over the",
        "variable, and that over the file. The file is `--config`, else `JWTKEEP_SERVE_CONFIG`, else `$XDG_CONFIG_HOME/jwtkeep/serve.toml` where there is",
        "one. `jwtkeep serve --check` says what counts and where it comes from. A key that is not known is an error.", "",
        "| key of the file | option | variable | value | meaning |", "|---|---|---|---|---|",
    ]
    for key, kind in own.items():
        variable = "JWTKEEP_SERVE_" + key.upper().replace("-", "_")
        value = KINDS[kind] + (", with commas in the variable" if kind == "list" else "")
        lines.append(f"| `{key}` | `--{key}` | `{variable}` | {value} | {options[key].replace('|', '/')} |")
    lines += ["", "Paths of the file lead from its own folder. Secrets stand in files of their own. `--check` is an option alone."]
    for (name, (what, meanings)), keys in zip(TABLE_KEYS.items(), tables):
        if set(meanings) != set(keys):
            sys.exit(f"[[{name}]]: tools/reference_pages.py and {SETTINGS.name} differ: {sorted(set(meanings) ^ set(keys))}")
        lines += ["", f"## [[{name}]]", "", f"{what} In the file alone.", "", "| key | value | meaning |", "|---|---|---|"]
        lines += [f"| `{key}` | {KINDS[kind]} | {meanings[key]} |" for key, kind in keys.items()]
    lines += [
        "", "## The store and what opens it", "", "As for every command: [the command line](../commands/jwtkeep.md#where-things-are).", "",
        "## An example", "", "```toml", *re.search(r"```toml\n(listen = .*?)```", (DOCS / "serve.md").read_text(encoding="utf-8"), re.DOTALL)[1]
        .rstrip().split("\n"), "```", ""]
    return "\n".join(lines)


# --- what --json prints

def json_page():
    lines = ["# What --json prints", "",
             "With `--json` a command prints one JSON document on stdout, and an error as one line of JSON on stderr:",
             "`{\"error\": {\"reason\", \"message\", \"hint\"}}`. `reason` is one of the program's words and never changes its meaning. Members may be added;",
             "those that are here stay. Times are RFC 3339 in UTC, durations are seconds where a name ends in `_s`.", ""]
    for page in sorted((DOCS / "commands").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        section = re.search(r"^## --json\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        if section is None:
            continue
        command = re.search(r"<!-- help: ([a-z ]+) -->", text)[1]
        body = re.sub(r"\]\((?!https?:)([^)#]+)", lambda match: "](" + ("../commands/" + match[1] if "/" not in match[1] else match[1]), section[1].strip())
        lines += [f"## {command}", "", body, "", f"More on [{command}](../commands/{page.name}).", ""]
    return "\n".join(lines)


# --- HTTP

class Api:
    def __init__(self):
        self.all = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))

    def named(self, thing):
        """What a reference stands for."""
        while "$ref" in thing:
            target = self.all
            for part in thing["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            thing = target
        return thing

    def kind(self, schema):
        """A schema in few words; one that has a name, by a link to it."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return f"[{name}](#{name.lower()})"
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return " or ".join(self.kind(each) for each in schema[several])
        if "const" in schema:
            return f"`{json.dumps(schema['const'])}`"
        if "enum" in schema:
            return " or ".join(f"`{each}`" for each in schema["enum"])
        if schema.get("type") == "array":
            return f"list of {self.kind(schema.get('items', {}))}"
        if isinstance(schema.get("type"), list):
            return " or ".join(schema["type"])
        if schema.get("type") == "object" and "properties" in schema:
            return "object: " + ", ".join(f"`{name}`" for name in schema["properties"])
        return schema.get("type", "anything")

    def fields(self, schema):
        """A table of an object's members; a line for whatever else."""
        if "$ref" not in schema and schema.get("type") == "object" and schema.get("properties"):
            must = set(schema.get("required", ()))
            rows = ["| member | | what |", "|---|---|---|"]
            for name, each in schema["properties"].items():
                what = [self.kind(each)] + ([each["description"]] if "description" in each and "$ref" not in each else [])
                rows.append(f"| `{name}` | {'always' if name in must else ''} | {'; '.join(what).replace('|', '/')} |")
            return rows
        return [self.kind(schema) + "."]

    def body(self, content):
        lines = []
        for media, each in content.items():
            lines += [f"`{media}`: " + (self.kind(each["schema"]) if each.get("schema") else "the bytes themselves") + "."
                      if "$ref" in each.get("schema", {}) or each.get("schema", {}).get("type") != "object" else f"`{media}`:", ""]
            if each.get("schema", {}).get("type") == "object":
                lines += [*self.fields(each["schema"]), ""]
            if "example" in each:
                lines += ["```json", json.dumps(each["example"]), "```", ""]
        return lines

    def operation(self, path, method, said, shared):
        lines = [f"### {method.upper()} {path}", "", said["summary"].rstrip(".") + ".", ""]
        if "description" in said:
            lines += [said["description"], ""]
        if "x-jwtkeep-verb" in said:
            lines += [f"Needs the verb `{said['x-jwtkeep-verb']}`.", ""]
        elif said.get("security") == []:
            lines += ["For everybody.", ""]
        parameters = [self.named(each) for each in shared + said.get("parameters", [])]
        parameters = [each for each in parameters if each["in"] != "path" or each["name"] not in ("service", "environment")]
        if parameters:
            lines += ["| parameter | in | what |", "|---|---|---|"]
            for each in parameters:
                what = [self.kind(each.get("schema", {}))] + ([each["description"]] if "description" in each else [])
                lines.append(f"| `{each['name']}` | {each['in']} | {'; '.join(what).replace('|', '/')} |")
            lines.append("")
        if "requestBody" in said:
            lines += ["**Sent**" + ("" if said["requestBody"].get("required") else ", if anything") + ":", "",
                      *self.body(said["requestBody"]["content"])]
        refusals = []
        for status, answer in said["responses"].items():
            given = self.named(answer)
            if status >= "400" and "$ref" in answer:
                refusals.append(f"{status} ({given['description'].rstrip('.')})")
                continue
            lines += [f"**{status}**: {given['description']}", "", *self.body(given.get("content", {}))]
        if refusals:
            lines += ["Refusals: " + ", ".join(refusals) + ".", ""]
        return lines

    def page(self):
        info = self.all["info"]
        lines = ["# HTTP interface", "", f"What [the server](../serve.md) answers, made from [openapi.json](../openapi.json) (OpenAPI {self.all['openapi']}), which it",
                 "also gives at `/v1/openapi.json` and is tested against.", "", info["description"].replace("docs/serve.md", "[the server](../serve.md)"), "",
                 "Who is asking is shown by `Authorization: Bearer TOKEN`, a client certificate, or the cookie of a session with its `X-CSRF-Token`.", ""]
        for tag in self.all["tags"]:
            lines += [f"## {tag['name']}", "", tag["description"][0].upper() + tag["description"][1:] + ".", ""]
            for path, methods in self.all["paths"].items():
                for method in METHODS:
                    if tag["name"] in methods.get(method, {}).get("tags", ()):
                        lines += self.operation(path, method, methods[method], methods.get("parameters", []))
        lines += ["## Shapes", ""]
        for name, schema in self.all["components"]["schemas"].items():
            lines += [f"### {name}", ""] + ([schema["description"], ""] if "description" in schema else []) + [*self.fields(schema), ""]
        return "\n".join(lines)


def with_note(text):
    """Behind the heading: what comes before one keeps mkdocs from its title."""
    heading, _, rest = text.partition("\n")
    return f"{heading}\n{MADE}{rest.rstrip()}\n"


def main():
    check = "--check" in sys.argv
    binary = [argument for argument in sys.argv[1:] if argument != "--check"][0]
    made = {"serve-settings": settings_page(binary), "json": json_page(), "http": Api().page()}
    wrong = [name for name, text in made.items()
             if keep(DOCS / "reference" / f"{name}.md", with_note(text), check, "what it is made from")]
    sys.exit(f"{len(wrong)} pages differ; run tools/reference_pages.py" if check and wrong else 0)


main()
