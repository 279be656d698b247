"""What mkdocs is told besides mkdocs.yml: where pages stand, links into the repository, what sessions look like."""

import html
import json
import posixpath
import re
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)")
FENCE = re.compile(r'^```(\w+) title="([^"]+)"$', re.MULTILINE)
EMPTY_HEAD = re.compile(r"<thead>\s*<tr>(\s*<th[^>]*></th>)*\s*</tr>\s*</thead>")
SESSION = re.compile(r'(<code class="language-console">)(.*?)(</code>)', re.DOTALL)
# Where files of the repository stand that pages link to.
SOURCES = "repository"


def named(nav):
    """The pages that stand in the navigation by their own name."""
    for entry in nav:
        target = next(iter(entry.values())) if isinstance(entry, dict) else entry
        if isinstance(target, list):
            yield from named(target)
        elif "*" not in target:
            yield target


def expanded(nav, taken):
    pages = []
    for entry in nav:
        if isinstance(entry, dict):
            title, target = next(iter(entry.items()))
            pages.append({title: expanded(target, taken) if isinstance(target, list) else target})
        elif "*" in entry:
            found = sorted(str(path.relative_to(DOCS)) for path in DOCS.glob(entry))
            pages += [page for page in found if page not in taken]
            taken.update(found)
        else:
            pages.append(entry)
    return pages


def on_config(config):
    config["nav"] = expanded(config["nav"], set(named(config["nav"])))
    return config


def beyond_docs(page, target):
    """The path from the repository's root of what a page links to outside of docs/, or nothing. A folder stands for its README."""
    path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page), target))
    if path.startswith("docs/"):
        return None
    return f"{path}/README.md" if (ROOT / path).is_dir() else path


def on_files(files, config):
    linked = set()
    for file in files.documentation_pages():
        text = Path(file.abs_src_path).read_text(encoding="utf-8")
        linked.update(filter(None, (beyond_docs(file.src_uri, target) for target, _ in LINK.findall(text))))
    for path in sorted(linked):
        if not (ROOT / path).is_file():
            raise PluginError(f"a page links to {path}, which is no file of the repository")
        # As text: whatever it is, a browser shows it.
        file = File(path, str(ROOT), str(Path(config["site_dir"]) / SOURCES), False)
        file.dest_uri = f"{SOURCES}/{path}.txt"
        file.abs_dest_path = str(Path(config["site_dir"]) / file.dest_uri)
        file.url = file.dest_uri
        file.src_uri = file.dest_uri
        file.is_documentation_page = lambda: False
        files.append(file)
    return files


def on_page_markdown(markdown, page, **_):
    here = page.file.src_uri

    def link(match):
        path = beyond_docs(here, match[1])
        if path is None:
            return match[0]
        return f"]({posixpath.relpath(f'{SOURCES}/{path}.txt', posixpath.dirname(here) or '.')})"

    markdown = LINK.sub(link, markdown)
    return FENCE.sub(lambda match: f'<p class="file">{html.escape(match[2])}</p>\n\n```{match[1]}', markdown)


def session(match):
    """Commands, what goes to stderr and exit codes, told apart."""
    lines = []
    for line in match[2].split("\n"):
        if line.startswith("$ "):
            line = f"<b>{line}</b>"
        elif line.startswith(("! ", "? ")):
            line = f"<i>{line}</i>"
        lines.append(line)
    return match[1] + "\n".join(lines) + match[3]


def on_page_content(content, **_):
    content = EMPTY_HEAD.sub("", SESSION.sub(session, content))
    content = re.sub(r"<th[^>]*></th>", "<td></td>", content)
    # What can be scrolled can be reached by keyboard.
    content = content.replace("<pre>", '<pre tabindex="0">')
    return content.replace("<table>", '<div class="table" tabindex="0"><table>').replace("</table>", "</table></div>")


def headings(text):
    return re.sub(r"\W+", " ", text).strip()


def on_post_build(config):
    """The index as a script, since a page that is read from the disk may not fetch: each page, and each of its sections once."""
    folder = Path(config["site_dir"]) / "search"
    docs, titles = [], {}
    for entry in json.loads((folder / "search_index.json").read_text(encoding="utf-8"))["docs"]:
        entry["text"] = entry["text"].replace(" ¶", "")
        page, _, section = entry["location"].partition("#")
        if not section:
            titles[page] = headings(entry["text"])
        # The first heading is the page itself.
        if section and titles[page].startswith(headings(entry["title"])):
            continue
        docs.append(entry)
    (folder / "search_index.json").unlink()
    (folder / "search_index.js").write_text(f"window.searchIndex = {json.dumps(docs)};\n", encoding="utf-8")
