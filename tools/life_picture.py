#!/usr/bin/env python3
"""Draws the life of a secret: docs/images/life.svg.

    life_picture.py            writes it
    life_picture.py --check    fails where the file is not what this draws

Readable at 360 pixels, in light and dark; each bar says in words what its colour says.
"""

import sys
from html import escape
from pathlib import Path

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "images" / "life.svg"
WIDTH, HEIGHT = 640, 660
TITLE = "The life of a JWT secret, without jwtkeep and with it"
TEXT = ("Without: one guessable secret stands in the source, in an env file and in a chat, and is shared by orders, billing and staging; "
        "whoever has it forges tokens for all of them, and to change it logs everybody out. With jwtkeep, on a line of time: new makes a "
        "first key, which signs, and a second one, which waits. At a rotation the second signs, the first goes on verifying until its last "
        "token has expired and is refused then, and a third waits. When a key leaks it is refused at once and the one that waits takes over. "
        "No valid token is refused. Keys reach services by the environment, env files, Vault, AWS, Azure, Kubernetes, and key sets.")
STYLE = """
text { font: 16px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
.head { font-size: 20px; font-weight: 600 } .code { font-family: ui-monospace, "Liberation Mono", Menlo, monospace; font-size: 15px }
.soft { fill: #59636e } .bad { fill: #b42318 } .on { fill: #ffffff; font-weight: 600 } .kid { font-weight: 600 }
.ground { fill: #ffffff } .box { fill: #f6f8fa; stroke: #d1d9e0 } .line { stroke: #8c959f; fill: none } .arrow { stroke: #b42318; fill: none }
.waits { fill: #ddf4ff; stroke: #54aeff } .signs { fill: #0a58ca } .verifies { fill: #b6d4fe } .refused { fill: #ffebe9; stroke: #b42318 }
.rule { stroke: #8c959f; stroke-dasharray: 3 4 } .good { fill: #1a7f37; font-weight: 600 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .soft { fill: #9198a1 } .bad { fill: #ff8b80 } .ground { fill: #0d1117 } .box { fill: #161b22; stroke: #3d444d }
.line { stroke: #9198a1 } .arrow { stroke: #ff8b80 } .waits { fill: #0c2d4d; stroke: #388bfd } .signs { fill: #1f6feb } .verifies { fill: #1c4a86 }
.refused { fill: #3c1618; stroke: #ff8b80 } .rule { stroke: #9198a1 } .good { fill: #56d364 } .on { fill: #ffffff }
}
"""


class Drawing:
    def __init__(self):
        self.parts = []

    def text(self, x, y, text, kind="", anchor="start"):
        self.parts.append(f'<text x="{x}" y="{y}" text-anchor="{anchor}"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{escape(text)}</text>')

    def box(self, x, y, width, height, kind):
        self.parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" class="{kind}"/>')

    def path(self, d, kind, head=False):
        self.parts.append(f'<path d="{d}" class="{kind}"{" marker-end=" + chr(34) + "url(#head)" + chr(34) if head else ""}/>')

    def labelled(self, x, y, width, height, kind, text, text_kind=""):
        self.box(x, y, width, height, kind)
        self.text(x + width / 2, y + height / 2 + 5.5, text, text_kind, "middle")


def without(d):
    d.text(20, 36, "Without", "head")
    for i, place in enumerate(("in the source", "in an .env file", "in a chat")):
        d.labelled(20, 54 + i * 42, 150, 32, "box", place)
        d.path(f"M170 {70 + i * 42} L236 {100 + i * 12}", "arrow", head=True)
    d.labelled(244, 84, 152, 56, "refused", "")
    d.text(320, 107, "JWT_SECRET=", "code bad", "middle")
    d.text(320, 128, "secret123", "code bad", "middle")
    for i, service in enumerate(("orders", "billing", "staging")):
        d.path(f"M396 {100 + i * 12} L462 {70 + i * 42}", "arrow", head=True)
        d.labelled(470, 54 + i * 42, 150, 32, "box", service)
    d.text(20, 204, "Whoever reads or guesses it forges tokens for all three.", "bad")
    d.text(20, 226, "To change it logs everybody out. So nobody does.", "bad")


# Where things happen on the line of time.
NEW, ROTATE, EXPIRED, LEAK, END = 66, 214, 346, 468, 620


def with_jwtkeep(d):
    d.text(20, 284, "With jwtkeep", "head")
    top, row = 352, 46
    for x, word, anchor in ((NEW, "new", "start"), (ROTATE, "rotate", "start"), (LEAK, "rotate --compromised", "middle")):
        d.text(x if anchor == "start" else x + 44, 318, word, "code", anchor)
    for x in (NEW, ROTATE, LEAK):
        d.path(f"M{x} 326 V{top + 4 * row + 2}", "rule")
    keys = (
        ((NEW, ROTATE, "signs", "signs"), (ROTATE, EXPIRED, "verifies", "verifies"), (EXPIRED, LEAK, "", "retired")),
        ((NEW, ROTATE, "waits", "waits"), (ROTATE, LEAK, "signs", "signs"), (LEAK, END, "refused", "leaked: refused")),
        ((ROTATE, LEAK, "waits", "waits"), (LEAK, END, "signs", "signs")),
        ((LEAK, END, "waits", "waits"),),
    )
    for i, spans in enumerate(keys):
        y = top - 18 + i * row
        d.text(20, y + 24, str(i + 1), "kid")
        for begin, end, kind, word in spans:
            colour = {"signs": "on", "refused": "bad", "": "soft"}.get(kind, "")
            if kind:
                d.labelled(begin + 1, y, end - begin - 2, 34, kind, word, colour)
            else:
                d.text((begin + end) / 2, y + 23, word, colour, "middle")
    d.text(20, 318, "key", "soft")
    d.path(f"M{NEW} {top + 4 * row + 8} H{END - 6}", "line", head=True)
    d.text(END, top + 4 * row + 28, "time", "soft", "end")
    d.text(NEW, top + 4 * row + 28, "valid tokens that a rotation refused: 0", "good")
    d.text(20, 610, "Handed out by: environment, .env, Vault, AWS, Azure,")
    d.text(20, 632, "Kubernetes, JWKS. A rotation waits for each of them.")


def picture():
    d = Drawing()
    without(d)
    d.path("M20 248 H620", "line")
    with_jwtkeep(d)
    head = ('<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0 0L8 4L0 8z" fill="#8c959f"/></marker></defs>')
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="title text">',
        f'<title id="title">{escape(TITLE)}</title>', f'<desc id="text">{escape(TEXT)}</desc>', f"<style>{STYLE}</style>", head,
        f'<rect width="{WIDTH}" height="{HEIGHT}" class="ground"/>', *d.parts, "</svg>", ""])


def main():
    if "--check" in sys.argv:
        if not PICTURE.is_file() or PICTURE.read_text(encoding="utf-8") != picture():
            sys.exit(f"{PICTURE} is not what tools/life_picture.py draws; run it")
        return
    PICTURE.write_text(picture(), encoding="utf-8")


main()
