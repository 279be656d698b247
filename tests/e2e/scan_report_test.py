#!/usr/bin/env python3
"""The reports of `jwtkeep scan`: by the schemas of SARIF and of our JSON, as pages that stand by themselves, masked."""

import copy
import json
import os
import re
import stat
import unittest
from html.parser import HTMLParser
from pathlib import Path

import keep
import scan_tree
import schema
from scan_tree import STRANGER, source_with

LEAKS = keep.SOURCE / "tests" / "scan" / "corpus" / "leaks"


class Page(HTMLParser):
    """Every tag is closed, nothing is fetched, and what is linked is in the page or among `files`."""

    VOID = {"meta", "input", "br", "option"}

    def __init__(self, files=()):
        super().__init__()
        self.files, self.open, self.ids, self.targets, self.links = set(files), [], set(), set(), set()

    def handle_starttag(self, tag, attrs):
        assert not {"src", "style"} & {name for name, _ in attrs}, (tag, attrs)
        assert not [name for name, _ in attrs if name.startswith("on")], (tag, attrs)
        assert tag not in ("link", "img", "iframe", "object", "form"), tag
        for name, value in attrs:
            if name == "id":
                assert value not in self.ids, value
                self.ids.add(value)
            if name in ("href", "aria-labelledby"):
                if name == "href" and not value.startswith("#"):
                    assert value in self.files, value
                    self.links.add(value)
                else:
                    self.targets.add(value.removeprefix("#"))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def check(self, text):
        self.feed(text)
        self.close()
        assert not self.open, self.open
        assert self.targets <= self.ids, self.targets - self.ids
        return self


class Reports(scan_tree.Tree):
    def write_every_kind(self):
        """A repository with a live key, tokens of it, private keys, a mark and a baseline, and what was taken out; the
        baseline's path is given back."""
        self.git("init", "-q", "-b", "main")
        self.write("gone.js", source_with("a" + STRANGER[1:]))
        self.commit("add")
        (self.tree / "gone.js").unlink()
        jwk = self.keep.text("export", "jwk", "login/prod", "--private")
        token = self.keep.text("sign", "orders/prod", "--sub", "alice")
        self.secrets += ["a" + STRANGER[1:], json.loads(jwk)["d"], token.rpartition(".")[2]]
        self.write("old.js", source_with(STRANGER))
        baseline = self.write("baseline.json", "{}")
        self.scan("old.js", "--write-baseline", str(baseline), code=0)
        self.write("src/a b,ä.js", source_with(self.secret))
        self.write("key.json", jwk)
        self.write("key.pem", self.keep.text("export", "pem", "login/prod", "--private") + "\n")
        self.write("session.txt", f"Authorization: Bearer {token}\n")
        self.write("allowed.js", source_with(STRANGER).replace(");\n", "); // jwtkeep:allow of the tests\n", 2))
        self.write("no-reason.js", source_with(STRANGER).replace(");\n", "); // jwtkeep:allow\n", 2))
        self.commit("more")
        return str(baseline)

    def every_report(self, *form):
        """The reports of this form of a tree, a history, all that the corpus leaks, and nothing."""
        baseline = self.write_every_kind()
        for arguments in (["--baseline", baseline], ["--history", "--baseline", baseline], [str(LEAKS)]):
            yield json.loads(self.scan(*form, *arguments).stdout)
        (self.tree / "empty").mkdir()
        yield json.loads(self.scan(*form, "empty", code=0).stdout)

    def test_sarif_holds_its_schema(self):
        logs = list(self.every_report("--format", "sarif"))
        judge = schema.load("tests/vectors/sarif_2.1.0.schema.json")
        for found in schema.problems(judge, logs):
            self.assertEqual(found, [])
        results = [result for log in logs for result in log["runs"][0]["results"]]
        self.assertGreater(len({result["ruleId"] for result in results}), 45)
        self.assertEqual({kind["kind"] for result in results for kind in result.get("suppressions", [])},
                         {"inSource", "external"})
        for log in logs:
            self.check_sarif(log)
        self.check_schema_refuses(judge, logs[0])

    def check_schema_refuses(self, judge, log):
        """The schema is there and asked: what breaks it in one place is refused."""
        def broken(change):
            other = copy.deepcopy(log)
            change(other["runs"][0])
            return other

        def region(run):
            return run["results"][0]["locations"][0]["physicalLocation"]["region"]

        changes = (lambda run: run.pop("tool"), lambda run: run["tool"]["driver"].pop("name"),
                   lambda run: run["tool"]["driver"]["rules"][0].pop("id"),
                   lambda run: run["results"][0].pop("message"), lambda run: run["results"][0].update(level="fatal"),
                   lambda run: run["results"][0].update(ruleIndex="0"), lambda run: run["results"][0].update(severity="high"),
                   lambda run: region(run).update(startLine=0), lambda run: region(run).update(endColumn=1.5),
                   lambda run: run["results"][0].update(suppressions=[{"kind": "baseline"}]),
                   lambda run: run["results"][0]["partialFingerprints"].update(other=7),
                   lambda run: run.update(columnKind="bytes"), lambda run: run["invocations"][0].pop("executionSuccessful"))
        for number, found in enumerate(schema.problems(judge, [broken(change) for change in changes])):
            self.assertTrue(found, f"change {number} was taken")

    def check_sarif(self, log):
        """What the schema cannot say."""
        for run in log["runs"]:
            ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
            self.assertEqual(len(ids), len(set(ids)))
            for rule in run["tool"]["driver"]["rules"]:
                for text in ("shortDescription", "fullDescription", "help"):
                    self.assertTrue(rule[text]["text"], rule)
            for result in run["results"]:
                self.assertEqual(ids[result["ruleIndex"]], result["ruleId"])
                for place in result["locations"]:
                    where = place["physicalLocation"]
                    self.assertRegex(where["artifactLocation"]["uri"], r"^(%[0-9A-F]{2}|[A-Za-z0-9._~/!-])+$")
                    region = where["region"]
                    self.assertGreater((region["endLine"], region["endColumn"]), (region["startLine"], region["startColumn"]))

    def test_json_holds_its_schema_and_says_no_more_than_that(self):
        documents = list(self.every_report("--json"))
        documents.append(self.json("--rotate"))
        judge = schema.load("docs/scan.schema.json")
        for found in schema.problems(schema.closed(judge), documents):
            self.assertEqual(found, [])
        self.assertTrue(documents[-1]["rotations"])
        tree, history = documents[0], documents[1]
        self.assertEqual((len(tree["allowed"]), len(tree["known"])), (1, 1))
        self.assertTrue([each for each in history["findings"] if each["history"] and not each["history"]["in_head"]])
        for change in ({"findings": {}}, {"counts": None}, {"at": "today"}, {"more": 1}):
            self.assertTrue(schema.problems(schema.closed(judge), [{**tree, **change}])[0], change)
        self.check_page_names(schema.closed(judge))

    def check_page_names(self, judge):
        """docs/scan.md names every member of the schema."""
        page = (keep.SOURCE / "docs" / "scan.md").read_text(encoding="utf-8")
        named = set(re.findall(r"`([a-z_]+)`", page.partition("### JSON")[2].partition("\n## ")[0]))

        def names(part):
            if isinstance(part, list):
                return set().union(*map(names, part))
            if not isinstance(part, dict):
                return set()
            return set(part.get("properties", ())).union(*map(names, part.values()))

        self.assertEqual(names(judge) - named - {"critical", "high", "medium", "low"}, set())

    def test_every_form_of_the_report(self):
        self.write("src/a b,c.js", source_with(self.secret))
        out = self.keep.folder / "report"
        self.scan("--format", "html", "-o", str(out))
        self.assertEqual(stat.S_IMODE(out.stat().st_mode), 0o600)
        page = out.read_text(encoding="utf-8")
        Page().check(page)
        self.assertIn("<section id=\"finding-1\"", page)
        log = json.loads(self.scan("--format", "sarif").stdout)
        result = log["runs"][0]["results"][0]
        self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "src/a%20b%2Cc.js")
        annotation = self.scan("--format", "github").stdout.decode()
        self.assertTrue(annotation.startswith("::error file=src/a b%2Cc.js,line=2,"), annotation)
        self.scan("-o", str(out))
        for text in (page, json.dumps(log), annotation, out.read_text(encoding="utf-8")):
            self.assertNotIn(self.secret[3:], text)
        self.assertIn(self.secret.encode(), self.scan("--reveal").stdout)
        for form in ("html", "sarif", "github"):
            self.assertIn(b"no secret in the clear", self.scan("--reveal", "--format", form, code=2).stderr)
        self.scan("-o", "/dev/full", code=2)

    def read_folder(self, folder):
        pages = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
        for text in pages.values():
            for secret in self.secrets:
                self.assertNotIn(secret[3:], text)
            self.assertIn("content=\"default-src 'none'; ", text)
            self.assertNotIn("unsafe-inline", text)
        return pages

    def test_a_folder_of_pages(self):
        baseline = self.write_every_kind()
        folder = self.keep.folder / "new" / "pages"
        told = self.scan("--format", "html", "-o", f"{folder}/", "--baseline", baseline).stderr.decode()
        self.assertIn("begin with index.html", told)
        findings = self.json("--baseline", baseline)["findings"]
        pages = self.read_folder(folder)
        self.assertEqual(set(pages), {"index.html"} | {f"{each['id']}.html" for each in findings})
        self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)
        self.assertEqual({stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}, {0o600})
        self.assertEqual(Page(pages).check(pages["index.html"]).links, set(pages) - {"index.html"})
        for number, each in enumerate(findings):
            page = pages[f"{each['id']}.html"]
            around = {f"{findings[at]['id']}.html" for at in (number - 1, number + 1) if 0 <= at < len(findings)}
            self.assertEqual(Page(pages).check(page).links, around | {"index.html"})
            self.assertNotIn("<script", page)
            self.assertIn(f"<title>{each['severity']}: {each['path']}:{each['line']}:", page)
        self.assertIn(f"jwtkeep rotate orders/prod --compromised {self.kid}", "".join(pages.values()))
        # The same once more into the folder as it stands; then fewer findings: what is no more has no page.
        self.scan("--format", "html", "-o", str(folder), "--baseline", baseline)
        untimed = {name: re.sub(r"<li>\d+ files.*|<p>\d{4}-.*", "", text) for name, text in self.read_folder(folder).items()}
        self.assertEqual(untimed["index.html"], re.sub(r"<li>\d+ files.*|<p>\d{4}-.*", "", pages["index.html"]))
        self.assertEqual({**untimed, "index.html": ""}, {**pages, "index.html": ""})
        (folder / "notes.html").write_text("mine", encoding="utf-8")
        told = self.scan("session.txt", "--format", "html", "-o", str(folder)).stderr.decode()
        self.assertIn(f"took away {len(findings) - 1} pages of an earlier report", told)
        self.assertEqual(len(list(folder.iterdir())), 3)
        self.assertEqual((folder / "notes.html").read_text(encoding="utf-8"), "mine")

    def test_a_folder_keeps_what_is_not_ours(self):
        self.write("a.js", source_with(STRANGER))
        name = self.json()["findings"][0]["id"] + ".html"
        other = self.write("other.html", "<!DOCTYPE html>\nmine")
        folder = self.keep.folder / "pages"
        folder.mkdir()
        for path in (folder / "index.html", folder / name):
            for lay in (lambda path=path: path.write_text("<!DOCTYPE html>\nmine", encoding="utf-8"),
                        path.mkdir, lambda path=path: path.symlink_to(other)):
                lay()
                told = self.scan("--format", "html", "-o", str(folder), code=2).stderr.decode()
                for words in (f"{path} is there", "nothing was written", "hint: give a folder of its own"):
                    self.assertIn(words, told)
                self.assertEqual(os.listdir(folder), [path.name])
                self.assertEqual(other.read_text(encoding="utf-8"), "<!DOCTYPE html>\nmine")
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        for form in ("text", "json", "sarif", "github"):
            self.assertIn(b"is a folder", self.scan("--format", form, "-o", str(folder), code=2).stderr)
            self.assertIn(b"is a folder", self.scan("--format", form, "-o", "new/", code=2).stderr)
        self.scan("--json", "-o", str(folder), code=2)
        self.assertIn(b"is no folder", self.scan("--format", "html", "-o", f"{other}/", code=2).stderr)
        self.assertEqual(os.listdir(folder), [])
        self.scan("--format", "html", "-o", str(folder), "--exclude", "*", code=0)
        self.assertIn("Nothing was found.", (folder / "index.html").read_text(encoding="utf-8"))
        if os.geteuid() != 0:
            folder.chmod(0o500)
            self.addCleanup(folder.chmod, 0o700)
            self.scan("--format", "html", "-o", str(folder), code=3)

    def test_paths_do_not_steer_the_terminal_or_the_page(self):
        self.write("a\x1b[31m\n.js", source_with(STRANGER))
        self.write('"><script>alert(1)</script>.js', source_with(STRANGER))
        for form in ("text", "json", "sarif", "html", "github"):
            text = self.scan("--format", form).stdout
            self.assertNotIn(b"\x1b", text, form)
        folder = self.keep.folder / "pages"
        self.scan("--format", "html", "-o", f"{folder}/")
        pages = self.read_folder(folder)
        self.assertEqual(len(pages), 3)
        for name, text in pages.items():
            Page(pages).check(text)
            self.assertEqual(text.count("<script"), int(name == "index.html"))
            self.assertNotIn("\x1b", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
