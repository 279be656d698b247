#!/usr/bin/env python3
"""Which sources can be compiled as one: for a build from nothing, where most of the time goes into what they all include.

usage: unity_groups.py MOST FILE...

Prints `FILE GROUP` for each source of a group of two to MOST. Two sources may share a group when no name that one keeps
to itself (of an unnamed namespace, a static one, a macro, a using) is a word anywhere in the other: then what either means
is the same as if it stood alone. A name that is not found out here ends as an error of the compiler, never as another meaning
that goes unseen, but for an overload that fits better; every source is compiled alone by the release preset.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[A-Za-z_]\w*")
# Comments and texts are no code; a raw string may hold anything.
NO_CODE = re.compile(r'R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*(?:.|\n)*?\*/')
MACRO = re.compile(r"^\s*#\s*define\s+(\w+)", re.MULTILINE)
# A function's name in its declaration; and any other declaration's, at its end.
FUNCTION = re.compile(r"(?<!\w)(~?[A-Za-z_]\w*)\s*\(")
VARIABLE = re.compile(r"([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*;?$")
TYPE = re.compile(r"^(?:template\s*<[^{;]*>\s*)?(?:struct|class|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[[^\]]*\]\]\s*)?(\w+)")
# A namespace within the room's: what it holds is not named without it.
WITHIN = re.compile(r"^namespace \w+::\w+::", re.MULTILINE)
NO_FUNCTIONS = {"if", "for", "while", "switch", "return", "decltype", "noexcept", "alignas", "static_assert", "requires", "operator", "void", "bool", "int"}


def declarations(code, every):
    """Each declaration at the level of a namespace, up to `{` or `;`: `every` one, or those that no other source sees."""
    nesting = []  # of each open brace: "unnamed", "named" (a namespace) or "other"
    start = 0
    for at, sign in enumerate(code):
        if sign == "{":
            head = code[start:at].strip()
            in_namespace = all(kind != "other" for kind in nesting)
            if in_namespace and re.search(r"\bnamespace\s*$", head):
                nesting.append("unnamed")
            elif in_namespace and re.search(r"\bnamespace(\s+[\w:]+)?\s*$", head):
                nesting.append("named")
            else:
                if in_namespace and (every or "unnamed" in nesting or head.startswith("static")):
                    yield head
                nesting.append("other")
            start = at + 1
        elif sign == "}":
            if nesting:
                nesting.pop()
            start = at + 1
        elif sign == ";":
            head = code[start:at].strip()
            if head and all(kind != "other" for kind in nesting):
                if every or "unnamed" in nesting or head.startswith("static") or head.startswith(("using ", "namespace ")):
                    yield head + ";"
            start = at + 1


def names_of(code, every=False):
    """What `code` keeps to itself, or declares: functions' names, all other ones, and what it names without its namespace."""
    functions, others, imports = set(), set(MACRO.findall(code)), set()
    code = re.sub(r"^\s*#[^\n]*(?:\\\n[^\n]*)*", "", code, flags=re.MULTILINE)
    for head in declarations(code, every):
        head = re.sub(r"^(?:\[\[[^\]]*\]\]\s*)+", "", head)
        kind = TYPE.match(head)
        if kind:
            others.add(kind.group(1))
        elif head.startswith(("using namespace ", "using enum ")):
            others.update(head.split()[2:])
        elif head.startswith(("using ", "namespace ")):
            if "::" in head.split("=")[0]:
                imports.add(head)
            else:
                others.update(WORD.findall(head.split("=")[0])[-1:])
        elif re.match(r"(TEST|RC_GTEST|INSTANTIATE)\w*\s*\(", head):
            others.add("_".join(WORD.findall(head)[1:3]))  # the suite's name alone declares nothing
        elif re.match(r"(TYPED_TEST|MATCHER)\w*\s*\(", head):
            others.update(WORD.findall(head)[1:2])
        else:
            head = head.split("=")[0].strip()
            called = [name for name in FUNCTION.findall(head) if name not in NO_FUNCTIONS]
            if called:
                functions.add(called[0])
            else:
                others.update(VARIABLE.findall(head))
    return functions, others, imports


def words_of(code):
    """Of a text's words those that are called, and all; without members and what is named with its namespace."""
    called = {name for name in re.findall(r"(?<![\w.:])(?<!->)([A-Za-z_]\w*)\s*\(", code)}
    return called, {word.strip() for word in re.findall(r"(?<![\w.:])(?<!->)[A-Za-z_]\w*", code)}


def room_of(path):
    """The folder whose sources share a namespace."""
    parts = path.relative_to(ROOT).parts[:-1] if path.is_relative_to(ROOT) else path.parts[:-1]
    return parts[:2] if parts[:1] == ("jwtkeep",) else parts[:1]


class Header:
    """One of ours: what it includes, and what it declares, which comes after what another source keeps to itself."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        self.room = room_of(path)
        self.within = WITHIN.search(text) is not None
        self.includes = included(path, text)
        self.functions, self.others, self.imports = names_of(NO_CODE.sub(" ", text), every=True)


def included(path, text):
    """The headers of ours that are named in the text of `path`."""
    places = ([ROOT / name, path.parent / name] for name in re.findall(r'^#include "(.+)"$', text, re.MULTILINE))
    return [header for place in places if (header := next(filter(Path.is_file, place), None))]


def headers_of(path, text, known):
    """Every header of ours that the source includes, itself or by another; `known` has those of earlier sources."""
    found, left = {}, included(path, text)
    while left:
        header = left.pop()
        if header in found:
            continue
        if header not in known:
            known[header] = Header(header)
        found[header] = known[header]
        left += found[header].includes
    return found.values()


def groups(most, files):
    found = []  # of each group: its files, what they keep to themselves, and the words in them
    known = {}
    for file in files:
        path = Path(file).resolve()
        text = path.read_text(encoding="utf-8")
        code = NO_CODE.sub(" ", text)
        functions, others, imports = names_of(code)
        called, words = words_of(code)
        words |= others
        # What is imported under a name that the room itself gives to something is ambiguous there.
        given = set()
        for header in headers_of(path, text, known):
            called |= header.functions
            words |= header.others
            imports |= header.imports
            if header.room == room_of(path) and not header.within:
                given |= header.functions | header.others
        names = {WORD.findall(each)[-1]: each for each in imports}
        for group in found:
            clash = (functions & group["called"] or others & group["words"] or group["functions"] & called or group["others"] & words
                     or any(group["names"].get(name, each) != each for name, each in names.items())
                     or given & group["names"].keys() or group["given"] & names.keys())
            if len(group["files"]) < most and not clash:
                break
        else:
            group = {"files": [], "functions": set(), "others": set(), "called": set(), "words": set(), "names": {}, "given": set()}
            found.append(group)
        group["files"].append(file)
        for name, more in (("functions", functions), ("others", others), ("called", called), ("words", words), ("names", names), ("given", given)):
            group[name] |= more
    return [group["files"] for group in found]


def main():
    for number, group in enumerate(groups(int(sys.argv[1]), sys.argv[2:])):
        if len(group) > 1:
            for file in group:
                print(f"{file} {number}")


if __name__ == "__main__":
    main()
