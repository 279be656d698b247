#!/usr/bin/env python3
"""Makes the tables that the judge maps from the lists in jwtkeep/strength/data, as a step of the build.

    tools/strength_data.py jwtkeep/strength/data OUT

Tables lie in the binary as they are used: nothing is parsed when a program starts. All numbers are little-endian.
  known.list     every published secret on a line of its own: the defaults of products first, as an attacker tries them
  known.index    where each stands: 2^18 slots of 32 bits, by the hash of its text without case
  known.origins  for each default, product and source: a table of 32-bit offsets, then `product TAB source` lines
  tables.inc     the assembler's lines that embed them, with their digest: what compiles them sees every change
"""
import hashlib
import struct
import sys
from pathlib import Path

SLOT_BITS = 18
OFFSET_BITS = 21
FNV_OFFSET = 0xcbf29ce484222325
FNV_PRIME = 0x100000001b3
MASK = (1 << 64) - 1


def hash_of(text: bytes) -> int:
    """FNV-1a without regard to ASCII case, with a last multiplication: jwtkeep/strength/known_index.cpp does the same."""
    value = FNV_OFFSET
    for byte in text.lower():
        value = ((value ^ byte) * FNV_PRIME) & MASK
    return ((value ^ (value >> 32)) * 0x9e3779b97f4a7c15) & MASK


def read_defaults(path: Path):
    """(secret, product, source), in the file's order."""
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
        fields = line.split(b"\t")
        if len(fields) != 3:
            sys.exit(f"{path}:{number}: {len(fields)} fields, not secret, product and source")
        yield tuple(fields)


def known_tables(data: Path):
    defaults = list(read_defaults(data / "defaults.tsv"))
    texts = list(dict.fromkeys([secret for secret, _, _ in defaults] +
                               (data / "jwt.secrets.list").read_bytes().split(b"\n")[:-1]))
    slots = [0] * (1 << SLOT_BITS)
    offset = 0
    for text in texts:
        hashed = hash_of(text)
        slot = hashed >> (64 - SLOT_BITS)
        mark = (hashed >> (64 - SLOT_BITS - 32 + OFFSET_BITS)) & ((1 << (32 - OFFSET_BITS)) - 1)
        while slots[slot]:
            slot = (slot + 1) % len(slots)
        slots[slot] = mark << OFFSET_BITS | (offset + 1)
        offset += len(text) + 1
    if offset >= 1 << OFFSET_BITS or len(texts) * 4 > len(slots) * 3:
        sys.exit("the published secrets have outgrown their index")
    origins, table = b"", []
    for _, product, source in defaults:
        table.append(len(origins))
        origins += product + b"\t" + source + b"\n"
    table.append(len(origins))
    return {
        "known.list": b"".join(text + b"\n" for text in texts),
        "known.index": struct.pack(f"<{len(slots)}I", *slots),
        "known.origins": struct.pack(f"<{len(table) + 1}I", len(defaults), *table) + origins,
    }


def embedding(tables, out: Path) -> str:
    """An `asm` statement: each table between jwtkeep_NAME_begin and jwtkeep_NAME_end, 64-byte aligned."""
    digest = hashlib.sha256()
    lines = ['.section .rodata.jwtkeep,\\"a\\"']
    for name, content in tables.items():
        digest.update(hashlib.sha256(content).digest())
        symbol = "jwtkeep_" + name.replace(".", "_")
        lines += [".balign 64", f".globl {symbol}_begin", f".hidden {symbol}_begin", f"{symbol}_begin:",
                  f'.incbin \\"{out / name}\\"', f".globl {symbol}_end", f".hidden {symbol}_end", f"{symbol}_end:",
                  ".byte 0"]
    lines += [f"# {digest.hexdigest()}", ".text"]
    return "asm(\n" + "".join(f'    "{line}\\n"\n' for line in lines) + ");\n"


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    tables = known_tables(data)
    for name, content in tables.items():
        (out / name).write_bytes(content)
    (out / "tables.inc").write_text(embedding(tables, out))


if __name__ == "__main__":
    main()
