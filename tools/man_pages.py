#!/usr/bin/env python3
"""Makes the man pages: one of each page in docs/commands, and jwtkeep(1) of what the program's own help says.

    man_pages.py --version VERSION --help-text FILE FOLDER

FILE holds what `jwtkeep --help` prints. FOLDER gets jwtkeep.1.gz and jwtkeep-COMMAND.1.gz, the same bytes for the same
input: the date is that of tools/source_date.py. tests/package judges them with groff or mandoc.
"""

import argparse
import gzip
import re
import shutil
from pathlib import Path

import source_date

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "commands"
HELP = re.compile(r"<!-- help: [a-z ]+ -->\n```\n(?P<help>.*?)```\n<!-- /help -->", re.DOTALL)
ENTRY = re.compile(r"  (?P<name>\S.*?)(?:  +(?P<text>\S.*))?$")
INLINE = re.compile(r"`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<target>[^)]+)\)|\*\*(?P<strong>[^*]+)\*\*|"
                    r"(?<![\w*])\*(?P<slanted>[^*\s][^*]*)\*(?![\w*])|<(?P<address>https?://[^>]+)>")
DOCUMENTS = "/usr/share/doc/jwtkeep/docs/"


def plain(text):
    """Text as roff takes it: what it would read as a command, a quote of its own or a hyphen is escaped."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    text = text.replace("'", "\\(aq").replace('"', "\\(dq")
    return "".join(character if ord(character) < 128 else f"\\[u{ord(character):04X}]" for character in text)


def line_of(text):
    """A line of its own: neither a dot nor a quote at its beginning makes it a request."""
    return "\\&" + text if text.startswith((".", "'")) else text


def bold(text):
    return f"\\fB{plain(text)}\\fR"


def name_of(command):
    return f"jwtkeep-{command.replace(' ', '-')}" if command else "jwtkeep"


def reference(target, text):
    """Where a link of a page leads, said for a terminal."""
    page = target.partition("#")[0]
    if page.startswith("http"):
        return f"{inline(text)} ({plain(target)})"
    if "/" not in page and page.endswith(".md"):
        command = page.removesuffix(".md")
        return f"{bold(name_of('' if command == 'jwtkeep' else command))}(1)"
    place = page.removeprefix("../")
    if text.endswith(place.rpartition("/")[2]):
        return plain(DOCUMENTS + place)
    return f"{inline(text)} ({plain(DOCUMENTS + place)})" if not place.startswith("../") else inline(text)


def inline(text):
    parts, at = [], 0
    for match in INLINE.finditer(text):
        parts.append(plain(text[at:match.start()]))
        at = match.end()
        if match["code"]:
            parts.append(bold(match["code"]))
        elif match["link"]:
            parts.append(reference(match["target"], match["link"]))
        elif match["strong"]:
            parts.append(f"\\fB{inline(match['strong'])}\\fR")
        elif match["slanted"]:
            parts.append(f"\\fI{inline(match['slanted'])}\\fR")
        else:
            parts.append(plain(match["address"]))
    return "".join([*parts, plain(text[at:])])


def example(lines):
    return [".PP", ".RS 4", ".EX", *(line_of(plain(line)) for line in lines), ".EE", ".RE"]


def table(rows):
    """A table for a terminal: the first cell names, the others tell."""
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))] for row in rows]
    cells = [[cell.replace("\\|", "|") for cell in row] for row in cells]
    out = []
    for row in [row for row in cells[1:] if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]:
        out += [".TP", line_of(inline(row[0]) or "\\&"), line_of("; ".join(inline(cell) for cell in row[1:] if cell) or "\\&")]
    return out


def blocks(text):
    """Markdown as the pages use it: paragraphs, lists, tables, blocks of code."""
    out, lines, i = [], text.strip("\n").split("\n"), 0
    while i < len(lines):
        line = lines[i]
        if not line.strip():
            i += 1
        elif line.startswith("```"):
            end = lines.index("```", i + 1)
            out += example(lines[i + 1:end])
            i = end + 1
        elif line.startswith("    "):
            end = i
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            out += example([line[4:] for line in "\n".join(lines[i:end]).rstrip().split("\n")])
            i = end
        elif line.startswith("|"):
            end = i
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            out += table(lines[i:end])
            i = end
        else:
            item = re.match(r"- |\d+\. ", line)
            words = [line[item.end():] if item else line]
            i += 1
            while i < len(lines) and lines[i].strip() and not re.match(r"- |\d+\. |\||```|    ", lines[i]):
                words.append(lines[i].strip())
                i += 1
            mark = "" if not item else "\\(bu" if item[0] == "- " else item[0].strip()
            out += [f".IP {mark} 4" if item else ".PP", line_of(inline(" ".join(words)))]
    return out


def entries(lines, command=None):
    """The options of a help, or its commands: a name, and a text that may go on over lines."""
    out, found = [], []
    for line in lines:
        match = ENTRY.match(line)
        if match and not line.startswith("   "):
            found.append([match["name"], [match["text"]] if match["text"] else []])
        elif found:
            found[-1][1].append(line.strip())
    for name, words in found:
        shown = f"{bold(name_of(f'{command} {name}'.strip()))}(1)" if command is not None else bold(name)
        out += [".TP", shown, line_of(plain(" ".join(words)) or "\\&")]
    return out


def sections_of(help_text):
    """The help's own sections by their titles; what stands in front of them is under ''."""
    sections, title = {"": []}, ""
    for line in help_text.rstrip().split("\n"):
        if re.fullmatch(r"[A-Z][^:]*:", line):
            title = line[:-1]
            sections[title] = []
        elif line.strip() or sections[title]:
            sections[title].append(line)
    return sections


def options_of(help_text, command):
    out, seen = [], sections_of(help_text)
    for title, lines in seen.items():
        if title == "Subcommands":
            out += [".SH COMMANDS", *entries(lines, command)]
        elif title == "Options":
            out += [".SH OPTIONS", *entries(lines)]
        elif title == "Positionals":
            out += [".SH ARGUMENTS", *entries(lines)]
        elif title not in ("", "Example", "Environment", "Exit"):
            out += [f".SS {plain(title)}", *entries(lines)]
    return out


def synopsis(help_text):
    [usage] = re.findall(r"^Usage: (.*)$", help_text, re.MULTILINE)
    command, _, rest = usage.partition(" [")
    return [".SH SYNOPSIS", f"{bold(command)}{plain(' [' + rest) if rest else ''}"]


def example_of(help_text):
    lines = sections_of(help_text).get("Example")
    return [".SH EXAMPLES", *example([line.removeprefix("  ") for line in lines])] if lines else []


def titled(name, summary, version, date):
    return [f'.TH {name.upper()} 1 {date} "jwtkeep {version}" "jwtkeep"', ".SH NAME", f"{plain(name)} \\- {summary}"]


def summary_of(help_text):
    """The help's first line, as it follows a name and a dash."""
    summary = help_text.partition("\n")[0].rstrip(".")
    return plain(summary[0].lower() + summary[1:])


def page_of(path, version, date):
    text = path.read_text(encoding="utf-8")
    title, _, body = text.removeprefix("# ").partition("\n")
    own, *rest = re.split(r"^## ", body, flags=re.MULTILINE)
    sections = {name: content for name, _, content in (part.partition("\n") for part in rest)}
    help_text = HELP.search(sections.pop("Help"))["help"]
    lead, _, description = own.strip().partition("\n\n")
    out = titled(name_of(title), summary_of(help_text), version, date)
    out += [*synopsis(help_text), ".SH DESCRIPTION", *blocks(lead + "\n\n" + description)]
    out += options_of(help_text, title)
    see_also = sections.pop("See also", "")
    for name, content in sections.items():
        out += [f".SH {plain(name.upper() if name != '--json' else 'OUTPUT WITH --json')}", *blocks(content)]
    out += example_of(help_text)
    out += [".SH SEE ALSO", *(blocks(f"[jwtkeep](jwtkeep.md), {see_also.strip()}")[1:] if see_also.strip() else ["\\fBjwtkeep\\fR(1)"])]
    return out


def main_page(help_text, version, date):
    sections = sections_of(help_text)
    out = titled("jwtkeep", summary_of(help_text), version, date) + synopsis(help_text)
    out += [".SH DESCRIPTION", ".PP", line_of(plain(" ".join(lead_of(ROOT / "README.md"))))]
    out += options_of(help_text, "")
    out += [".SH ENVIRONMENT", *entries(sections["Environment"]), ".SH EXIT STATUS", *entries(sections["Exit"])]
    out += [".SH FILES"]
    for path, text in (("~/.local/share/jwtkeep/store.db", "the store, where neither --store nor JWTKEEP_STORE names one"),
                       ("~/.config/jwtkeep/store.key", "the key file that opens it"),
                       ("/etc/jwtkeep/serve.toml", "the configuration of the service jwtkeep-serve"),
                       ("/etc/jwtkeep/environment", "variables of both services: JWTKEEP_STORE, VAULT_ADDR and the like"),
                       ("/etc/jwtkeep/secrets/", "what only root may read, handed to the services as credentials")):
        out += [".TP", bold(path), plain(text)]
    return out + [".SH SEE ALSO", plain("The documentation in " + DOCUMENTS.removesuffix("docs/"))]


def lead_of(path):
    """The first paragraph of a page that is neither a title nor a picture."""
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        if re.match(r"\w", paragraph):
            return paragraph.split("\n")
    return []


def tidied(lines):
    """Without what groff passes over and mandoc warns of: a paragraph that begins right after its heading."""
    out = []
    for line in lines:
        if not (line == ".PP" and out and out[-1].startswith((".SH", ".SS"))):
            out.append(line.rstrip())
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--version", required=True)
    parser.add_argument("--help-text", required=True, type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    date = source_date.moment().date().isoformat()
    if given.folder.exists():
        shutil.rmtree(given.folder)
    given.folder.mkdir(parents=True)
    pages = {"jwtkeep": main_page(given.help_text.read_text(encoding="utf-8"), given.version, date)}
    for path in sorted(PAGES.glob("*.md")):
        if path.stem != "jwtkeep" and HELP.search(path.read_text(encoding="utf-8")):
            pages[name_of(path.stem)] = page_of(path, given.version, date)
    for name, lines in pages.items():
        packed = gzip.compress(("\n".join(tidied(lines)) + "\n").encode(), compresslevel=9, mtime=0)
        (given.folder / f"{name}.1.gz").write_bytes(packed)


if __name__ == "__main__":
    main()
