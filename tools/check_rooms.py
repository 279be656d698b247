#!/usr/bin/env python3
"""Checks every #include of the tree, and every room's CMakeLists.txt, against rooms.txt.

usage: check_rooms.py [ROOT]

One line a finding, `file:line: message`, and exit 1; nothing and exit 0 when all is well.
rooms.txt says which room may include which, which third-party header has its door where, which headers are private
to their room, and which headers are the operating system's.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

SOURCE_FOLDERS = ("jwtkeep", "cli", "bench", "tests")
SUFFIXES = {".hpp", ".h", ".cpp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
ROOM_CALL = re.compile(r"jwtkeep_room\s*\(\s*(\w+)([^)]*)\)")

# The headers of C++23 and of C; <foo.h> forms of C headers too.
STANDARD = set(
    """algorithm any array atomic barrier bit bitset cassert ccomplex cctype cerrno cfenv cfloat charconv chrono cinttypes
    climits clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef
    cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution expected filesystem flat_map
    flat_set format forward_list fstream functional future generator initializer_list iomanip ios iosfwd iostream istream
    iterator latch limits list locale map mdspan memory memory_resource mutex new numbers numeric optional ostream print
    queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span spanstream sstream
    stack stacktrace stdexcept stdfloat stop_token streambuf string string_view strstream syncstream system_error thread
    tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
    assert.h ctype.h errno.h float.h inttypes.h limits.h locale.h math.h setjmp.h signal.h stddef.h stdint.h stdio.h
    stdlib.h string.h time.h wchar.h""".split()
)


@dataclass
class Rules:
    rooms: dict = field(default_factory=dict)  # room -> the rooms it names
    doors: list = field(default_factory=list)  # (header prefix, [file or folder/])
    private: set = field(default_factory=set)  # headers for their own room alone
    system: list = field(default_factory=list)  # prefixes of the operating system's headers

    def reachable(self, room):
        seen, ahead = set(), [room]
        while ahead:
            at = ahead.pop()
            if at not in seen:
                seen.add(at)
                ahead.extend(self.rooms.get(at, ()))
        return seen


class Findings:
    def __init__(self):
        self.lines = []

    def add(self, path, line, message):
        self.lines.append(f"{path}:{line}: {message}")


def read_rules(root, findings):
    rules = Rules()
    for number, line in enumerate((root / "rooms.txt").read_text().splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        kind, name, rest = words[0], words[1].rstrip(":") if len(words) > 1 else "", words[2:]
        if kind == "room" and name:
            if name in rules.rooms:
                findings.add("rooms.txt", number, f"room {name} stands here twice")
            # Naming only rooms from above keeps the order free of circles.
            for used in rest:
                if used not in rules.rooms:
                    findings.add("rooms.txt", number, f"room {name} uses {used}, which is not a room above it")
            rules.rooms[name] = rest
        elif kind == "door" and name and rest:
            rules.doors.append((name, rest))
            for place in rest:
                if not (root / place).exists():
                    findings.add("rooms.txt", number, f"the door of {name}, {place}, does not exist")
        elif kind == "private" and name:
            for header in [name, *rest]:
                rules.private.add(header)
                if not (root / header).exists():
                    findings.add("rooms.txt", number, f"the private header {header} does not exist")
        elif kind == "system" and name:
            rules.system += [name, *rest]
        else:
            findings.add("rooms.txt", number, "not a line of the form `room|door NAME: ...` or `private|system NAME...`")
    return rules


def room_of(path):
    """The room whose includes a file may have; None: every room (tests of several rooms)."""
    parts = path.parts
    if parts[0] == "jwtkeep":
        return parts[1]
    if parts[0] != "tests":
        return parts[0]
    if parts[1] == "unit" and len(parts) > 3:
        return parts[2]
    if parts[1] == "fuzz" and "_" in parts[2]:
        return parts[2].split("_")[0]
    return None


def included_room(header):
    parts = header.split("/")
    if parts[0] == "jwtkeep" and len(parts) > 2:
        return parts[1]
    return parts[0] if parts[0] in ("cli", "bench") and len(parts) > 1 else None


def in_door(path, places):
    return any(path.startswith(place) if place.endswith("/") else path == place for place in places)


def check_own(path, line, header, rules, findings, root):
    """An include of one of our own headers."""
    room, used = room_of(path), included_room(header)
    if room is not None and used not in rules.reachable(room):
        allowed = " ".join(sorted(rules.reachable(room)))
        findings.add(path, line, f"room {room} may not include {header}: rooms.txt lets it use {allowed}")
    if header in rules.private and room != used:
        findings.add(path, line, f"{header} is private to room {used}")
    if not (root / header).exists():
        findings.add(path, line, f"{header} does not exist")


def check_test_header(path, line, header, rules, findings, root):
    if path.parts[0] != "tests":
        findings.add(path, line, f"{header} is for tests alone")
    room, used = room_of(path), room_of(Path(header))
    if room is not None and used is not None and used not in rules.reachable(room):
        findings.add(path, line, f"tests of room {room} may not include {header}")
    if not (root / header).exists():
        findings.add(path, line, f"{header} does not exist")


def check_foreign(path, line, header, rules, findings):
    """An include of anything else."""
    if header in STANDARD:
        return
    name = path.as_posix()
    public = path.parts[0] == "jwtkeep" and path.suffix in {".hpp", ".h"} and name not in rules.private
    doors = [(prefix, places) for prefix, places in rules.doors if header.startswith(prefix)]
    if not doors:
        if not any(header == each or (each.endswith("/") and header.startswith(each)) for each in rules.system):
            findings.add(path, line, f"<{header}> is neither standard nor named in rooms.txt")
        return
    if public:
        findings.add(path, line, f"a public header may not include the third-party <{header}>")
    if not any(in_door(name, places) for _, places in doors):
        where = " ".join(place for _, places in doors for place in places)
        findings.add(path, line, f"<{header}> has its door elsewhere: {where}")


def check_file(root, path, rules, findings):
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    room = room_of(path)
    if room is not None and room not in rules.rooms:
        findings.add(path, 1, f"room {room} is not in rooms.txt")
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, header = match.groups()
        if included_room(header) is not None:
            check_own(path, number, header, rules, findings, root)
        elif header.startswith("tests/"):
            check_test_header(path, number, header, rules, findings, root)
        elif quote == '"' and (root / path.parent / header).exists():
            if path.parts[0] != "tests":
                findings.add(path, number, f'"{header}": write the path from the root')
        else:
            check_foreign(path, number, header, rules, findings)


def check_cmake(root, rules, findings):
    for listing in sorted(root.glob("jwtkeep/*/CMakeLists.txt")):
        path, text = listing.relative_to(root), listing.read_text()
        match = ROOM_CALL.search(text)
        if not match:
            findings.add(path, 1, "no jwtkeep_room(...)")
            continue
        line = text[: match.start()].count("\n") + 1
        room, words = match.group(1), match.group(2).split()
        if room != listing.parent.name:
            findings.add(path, line, f"room {room} stands in the folder {listing.parent.name}")
        uses = []
        if "USES" in words:
            after = words[words.index("USES") + 1 :]
            uses = after[: after.index("LIBRARIES")] if "LIBRARIES" in after else after
        if room not in rules.rooms:
            findings.add(path, line, f"room {room} is not in rooms.txt")
        elif set(uses) != set(rules.rooms[room]):
            listed = " ".join(rules.rooms[room]) or "nothing"
            findings.add(path, line, f"USES {' '.join(uses) or 'nothing'}, but rooms.txt says {listed}")
    for room in rules.rooms:
        if (root / "jwtkeep" / room).is_dir() and not (root / "jwtkeep" / room / "CMakeLists.txt").exists():
            findings.add(f"jwtkeep/{room}", 1, "the room has no CMakeLists.txt")


# Other people's projects, as scan meets them.
FOREIGN = Path("tests/scan/corpus")


def check(root):
    findings = Findings()
    rules = read_rules(root, findings)
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            within = path.relative_to(root)
            if path.suffix in SUFFIXES and path.is_file() and not within.is_relative_to(FOREIGN):
                check_file(root, within, rules, findings)
    check_cmake(root, rules, findings)
    return findings.lines


def main(arguments):
    if len(arguments) > 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(arguments[1] if len(arguments) == 2 else Path(__file__).resolve().parent.parent)
    lines = check(root)
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
