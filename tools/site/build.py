#!/usr/bin/env python3
"""Builds the documentation as a site: build.py SITE

The C++ API by doxygen, the pages by mkdocs, both without a warning and without the network; then every link and anchor is looked
up, and that no page fetches anything from elsewhere.
"""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# The rooms that are installed (cmake/package.cmake).
ROOMS = ("base", "crypto", "jose", "http", "remote")
# What a page fetches by itself, by tag and attribute; an <a> is followed by people alone.
FETCHED = {("link", "href"), ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "srcset"), ("source", "src"),
           ("iframe", "src"), ("object", "data"), ("video", "src"), ("audio", "src"), ("embed", "src")}


def public_headers():
    for room in ROOMS:
        for header in sorted((ROOT / "jwtkeep" / room).rglob("*.hpp")):
            with header.open(encoding="utf-8") as lines:
                if not any("Internal to this room" in line for _, line in zip(range(4), lines)):
                    yield str(header.relative_to(ROOT))


def run(what, command, **how):
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **how)
    # mkdocs tells warnings of its own libraries as INFO; its own fail it.
    if done.returncode != 0:
        sys.exit(f"{what}: exit {done.returncode}\n{done.stdout}")


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.ids, self.links, self.fetched = path, set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.update(value for name, value in given.items() if name in ("id", "name") and value)
        for name, value in given.items():
            if (tag, name) in FETCHED and value:
                self.fetched.append(value)
            elif tag == "a" and name == "href" and value is not None:
                self.links.append(value)


def check_links(site):
    pages = {path: Page(path) for path in site.rglob("*.html")}
    wrong, looked = [], 0
    for path, page in pages.items():
        for link in page.links + page.fetched:
            parts = urlsplit(link)
            # Doxygen 1.9 announces a list of nested classes also where all of them are private, and then shows none.
            if parts.scheme or parts.netloc or link == "#nested-classes":
                continue
            looked += 1
            target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
            # 404.html is shown at any address; its links begin at the site's root.
            if path.name == "404.html" and parts.path.startswith("/"):
                target = site / unquote(parts.path).lstrip("/")
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                wrong.append(f"{path.relative_to(site)}: {link} leads nowhere")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                wrong.append(f"{path.relative_to(site)}: {link}: no such place in that page")
        for link in page.fetched:
            if urlsplit(link).scheme not in ("", "data", "javascript") or urlsplit(link).netloc:
                wrong.append(f"{path.relative_to(site)}: fetches {link}")
    for style in site.rglob("*.css"):
        for link in re.findall(r"url\(['\"]?(?:https?:)?//[^)]*", style.read_text(encoding="utf-8")):
            wrong.append(f"{style.relative_to(site)}: fetches {link}")
    if wrong:
        sys.exit("\n".join(wrong) + f"\n{len(wrong)} wrong links")
    return len(pages), looked


def main():
    site = Path(sys.argv[1]).resolve()
    shutil.rmtree(site, ignore_errors=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    run("mkdocs", ["mkdocs", "build", "--quiet", "--strict", "--config-file", str(HERE / "mkdocs.yml"), "--site-dir", str(site)])
    settings = (HERE / "Doxyfile").read_text(encoding="utf-8")
    headers = " ".join([*public_headers(), "tools/site/api.md"])
    run("doxygen", ["doxygen", "-"], input=f"{settings}\nINPUT = {headers}\nOUTPUT_DIRECTORY = {site}\n")
    pages, links = check_links(site)
    print(f"{site}: {pages} pages, {links} links within them, each of which leads somewhere; nothing is fetched from elsewhere")


main()
