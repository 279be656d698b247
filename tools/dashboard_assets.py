#!/usr/bin/env python3
"""Embeds the dashboard's files, as a step of the build.

    tools/dashboard_assets.py jwtkeep/server/dashboard OUT

Writes OUT/assets.inc: an `asm` statement that takes the files as they are, and a table of them in the order of their
paths: path, media type, strong ETag (of the content's digest), content.
"""
import hashlib
import sys
from pathlib import Path

# RFC 9239 section 6: modules are text/javascript, too.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def assets(folder: Path):
    """Path within the folder, and file; a file of an unknown type ends the build."""
    found = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    for path, file in found.items():
        if file.suffix not in TYPES:
            sys.exit(f"{folder / path}: files of the dashboard end in {', '.join(TYPES)}")
    return sorted(found.items())


def main():
    folder, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    assembly, declared, rows = ['.section .rodata.jwtkeep,\\"a\\"'], [], []
    for number, (path, file) in enumerate(assets(folder)):
        content = file.read_bytes()
        symbol = f"jwtkeep_asset_{number}"
        assembly += [f".globl {symbol}", f".hidden {symbol}", f"{symbol}:", f'.incbin \\"{file}\\"', ".byte 0"]
        declared.append(f"extern const char {symbol}[];\n")
        # The digest stands in the text, so that what compiles it sees every change.
        etag = hashlib.sha256(content).hexdigest()[:32]
        rows.append(f'    {{"{path}", "{TYPES[file.suffix]}", "\\"{etag}\\"", {{{symbol}, {len(content)}}}}},\n')
    lines = "".join(f'    "{line}\\n"\n' for line in [*assembly, ".text"])
    out.mkdir(parents=True, exist_ok=True)
    (out / "assets.inc").write_text(
        f"asm(\n{lines});\n"
        "// The names are the assembler's.\n// NOLINTBEGIN(readability-identifier-naming)\n"
        f'extern "C" {{\n{"".join(declared)}}}\n'
        "// NOLINTEND(readability-identifier-naming)\n"
        f"constexpr jwtkeep::server::Asset kAssets[] = {{\n{''.join(rows)}}};\n")


if __name__ == "__main__":
    main()
