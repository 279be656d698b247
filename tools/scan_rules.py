#!/usr/bin/env python3
"""Makes C++ tables of the scanner's rules, as a step of the build.

    tools/scan_rules.py rules jwtkeep/scan OUT

Reads rules/*.toml, each named after its rule's id; the words for kinds and languages are those of jwtkeep/scan/words.cpp and
language.hpp. Fails, with the file's name, on a rule without leak or clean examples, on unknown keys and words, and on an
example whose literals do not stand in it. Writes
  rules.inc           the rules, for jwtkeep/scan/rule.cpp
  rule_examples.inc   their examples, for the test that scans each
"""
import re
import sys
import tomllib
from pathlib import Path

RULE_KEYS = {"id", "title", "help", "kind", "languages", "needs", "call", "leak", "clean"}
CALL_KEYS = {"callee", "argument", "keyword", "assigned", "needs"}
LEAK_KEYS = {"path", "text", "finds"}
CLEAN_KEYS = {"path", "text"}


class Wrong(Exception):
    pass


def expect(holds, message):
    if not holds:
        raise Wrong(message)


def enumerators(text: str, name: str) -> list:
    """An enumeration's values, in its order, without comments."""
    body = re.search(r"enum class %s\b[^{]*\{(.*?)\};" % name, text, re.S).group(1)
    body = re.sub(r"//[^\n]*", "", body)
    return [word.strip() for word in body.split(",") if word.strip()]


def kind_words(rooms: Path) -> dict:
    """Each kind's word, as jwtkeep/scan/words.cpp has them, with its enumerator."""
    kinds = enumerators((rooms / "candidate.hpp").read_text(), "Kind")
    words = (rooms / "words.cpp").read_text()
    listed = re.search(r"word\(Kind kind\).*?kWords\{(.*?)\}", words, re.S).group(1)
    return dict(zip(re.findall(r'"([^"]*)"', listed), kinds, strict=True))


def literal(text: str) -> str:
    """A C++ string literal; of a long one the compiler sees pieces."""
    encoded = text.encode()
    pieces = []
    for begin in range(0, max(len(encoded), 1), 90):
        piece = ""
        for byte in encoded[begin:begin + 90]:
            char = chr(byte)
            if char in "\"\\?":
                piece += "\\" + char
            elif 0x20 <= byte < 0x7f:
                piece += char
            else:
                piece += "\\%03o" % byte
        pieces.append(f'"{piece}"')
    return "\n    ".join(pieces)


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


def check_call(call: dict):
    expect(not set(call) - CALL_KEYS, f"a call has unknown keys: {sorted(set(call) - CALL_KEYS)}")
    if "assigned" in call:
        expect(not set(call) & {"callee", "argument", "keyword"}, f"{call['assigned']}: nothing is called where it is assigned")
        return
    expect("callee" in call, "a call without a callee")
    expect("argument" in call or "keyword" in call, f"{call['callee']}: neither argument nor keyword")
    for callee in as_list(call["callee"]):
        expect(re.fullmatch(r"[\w*]+(\.[\w*]+)*", callee) and not callee.endswith("*"), f"not a callee: {callee!r}")
    expect(0 <= call.get("argument", 0) < 16, f"{call['callee']}: argument {call.get('argument')}")


def read(path: Path, kinds: dict, languages: list) -> dict:
    with path.open("rb") as file:
        rule = tomllib.load(file)
    expect(not set(rule) - RULE_KEYS, f"unknown keys: {sorted(set(rule) - RULE_KEYS)}")
    for key in ("id", "title", "help", "kind"):
        expect(isinstance(rule.get(key), str) and rule[key], f"{key} is missing")
    expect(rule["id"] == path.stem, f"the id is {rule['id']!r}, the file's name says {path.stem!r}")
    expect(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule["id"]), f"an id is of a-z, 0-9 and -: {rule['id']!r}")
    expect("\n" not in rule["title"], "the title has several lines")
    expect(rule["kind"] in kinds, f"unknown kind {rule['kind']!r}; there are {', '.join(kinds)}")
    for language in rule.get("languages", []):
        expect(language in languages, f"unknown language {language!r}")
    calls = rule.get("call", [])
    expect(bool(calls) == (rule["kind"] == "call"), "a rule of kind call, and no other, says which calls")
    expect(not calls or rule.get("languages"), "a rule with calls says in which languages")
    for call in calls:
        check_call(call)
    for kind, keys in (("leak", LEAK_KEYS), ("clean", CLEAN_KEYS)):
        expect(rule.get(kind), f"no {kind} example: a rule without one is not taken")
        for example in rule[kind]:
            expect(set(example) == keys, f"a {kind} example has the keys {sorted(example)}, not {sorted(keys)}")
    for example in rule["leak"]:
        expect(example["finds"], f"{example['path']}: finds nothing")
        for found in example["finds"]:
            expect(found in example["text"], f"{example['path']}: {found!r} does not stand in the text")
    return rule


def strings(name: str, values: list) -> str:
    return "constexpr std::array<std::string_view, %d> %s{%s};\n" % (len(values), name, ", ".join(map(literal, values)))


def table(rules: list, kinds: dict) -> str:
    out = ["// Made by tools/scan_rules.py from rules/*.toml.\n#include <array>\n"]
    for n, rule in enumerate(rules):
        languages = ", ".join("Language::" + language for language in rule.get("languages", []))
        out.append("constexpr std::array<Language, %d> kLanguages%d{%s};\n" % (len(rule.get("languages", [])), n, languages))
        rows = []
        for c, call in enumerate(rule.get("call", [])):
            out.append(strings(f"kNeeds{n}x{c}", as_list(call.get("needs", rule.get("needs", [])))))
            for assigned in as_list(call.get("assigned", [])):
                rows.append("{%s, -1, \"\", kNeeds%dx%d, true}" % (literal(assigned), n, c))
            for callee in as_list(call.get("callee", [])):
                for keyword in as_list(call.get("keyword", "")):
                    rows.append("{%s, %d, %s, kNeeds%dx%d, false}" %
                                (literal(callee), call.get("argument", -1), literal(keyword), n, c))
        out.append("constexpr std::array<RuleCall, %d> kCalls%d{{%s}};\n" % (len(rows), n, ", ".join(rows)))
    out.append("constexpr std::array<Rule, %d> kRules{{\n" % len(rules))
    for n, rule in enumerate(rules):
        out.append("{%s, %s, %s, Kind::%s, kLanguages%d, kCalls%d},\n" %
                   (literal(rule["id"]), literal(rule["title"]), literal(" ".join(rule["help"].split())),
                    kinds[rule["kind"]], n, n))
    out.append("}};\n")
    return "".join(out)


def examples(rules: list) -> str:
    out = ["// Made by tools/scan_rules.py from rules/*.toml.\n"]
    rows = []
    for n, rule in enumerate(rules):
        for e, example in enumerate(rule["leak"] + rule["clean"]):
            finds = example.get("finds", [])
            out.append(strings(f"kFinds{n}x{e}", finds))
            rows.append("{%s, %s, %s, kFinds%dx%d}" %
                        (literal(rule["id"]), literal(example["path"]), literal(example["text"]), n, e))
    out.append("constexpr std::array<RuleExample, %d> kExamples{{\n%s}};\n" % (len(rows), ",\n".join(rows)))
    return "".join(out)


def write(path: Path, text: str):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main() -> int:
    folder, room, out = map(Path, sys.argv[1:4])
    kinds = kind_words(room)
    languages = enumerators((room / "language.hpp").read_text(), "Language")
    rules, wrong = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            rules.append(read(path, kinds, languages))
        except (Wrong, tomllib.TOMLDecodeError) as error:
            wrong.append(f"{path}: {error}")
    if not rules and not wrong:
        wrong.append(f"{folder}: no rules")
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    rules.sort(key=lambda rule: rule["id"])
    out.mkdir(parents=True, exist_ok=True)
    write(out / "rules.inc", table(rules, kinds))
    write(out / "rule_examples.inc", examples(rules))
    return 0


if __name__ == "__main__":
    sys.exit(main())
