"""The documentation as its readers meet it: made pages are what they are made from, the site is built without a warning, every link
leads somewhere, nothing is fetched from elsewhere, and its search finds a page for each word of `jwtkeep --help`."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = os.environ["JWTKEEP_BINARY"]
SOURCE = Path(os.environ["JWTKEEP_SOURCE_DIR"])
sys.path.insert(0, str(SOURCE / "tests/cli"))
from run_pages import run_pages  # noqa: E402

# The page that repeats the help proves nothing.
ITSELF = "commands/jwtkeep.html"
SEARCH = """
const { find } = require(process.argv[1]);
const { index, words } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(Object.fromEntries(words.map((word) => [word, find(index, word).map((entry) => entry.location)]))));
"""


def run(*command, **how):
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, **how)


class MadePages(unittest.TestCase):
    def test_the_picture_is_what_its_script_draws(self):
        done = run(sys.executable, SOURCE / "tools/life_picture.py", "--check")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_reference_pages_are_what_they_are_made_from(self):
        done = run(sys.executable, SOURCE / "tools/reference_pages.py", "--check", BINARY)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Pages(unittest.TestCase):
    """All pages of text, also those that the site does not have."""

    PAGES = [*(SOURCE / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
             *(page for folder in ("docs", "examples", "jwtkeep", "packaging", "python", "tests") for page in (SOURCE / folder).rglob("*.md")
               if "node_modules" not in page.parts)]

    def test_each_link_between_files_leads_somewhere(self):
        wrong = []
        for page in self.PAGES:
            text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
            for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", text):
                if not (page.parent / target).exists():
                    wrong.append(f"{page.relative_to(SOURCE)}: {target}")
        self.assertEqual(wrong, [])

    def test_each_console_block_is_run(self):
        run_ones = run_pages()
        self.assertIn(SOURCE / "README.md", run_ones)
        self.assertIn(SOURCE / "docs/tutorial.md", run_ones)
        with_blocks = {page for page in self.PAGES if re.search(r"^```console$", page.read_text(encoding="utf-8"), re.MULTILINE)}
        self.assertEqual([str(page.relative_to(SOURCE)) for page in sorted(with_blocks ^ set(run_ones))], [])

    def test_each_command_and_option_that_is_named_exists(self):
        options = {}
        for page in (SOURCE / "docs/commands").glob("*.md"):
            text = page.read_text(encoding="utf-8")
            command = re.search(r"<!-- help: ([a-z ]+) -->", text)[1]
            options[command] = set(re.findall(r"^ .*?(--?[a-z0-9][a-z-]*)", text, re.MULTILINE)) | set(re.findall(r",(--[a-z-]+)", text))
        everywhere = options["jwtkeep"]
        wrong, looked = [], 0
        for page in self.PAGES:
            text = page.read_text(encoding="utf-8")
            # Lines that are commands, and code within text.
            spans = [line.strip().removeprefix("$ ") for line in text.splitlines() if re.match(r"\s*(\$ )?(.*[|;&(] ?)?jwtkeep ", line)]
            prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
            spans += re.findall(r"`([^`]+)`", prose.replace("\n", " "))
            for line in spans:
                for call in re.findall(r"(?:^|[|;&(] ?|exec )jwtkeep ((?:[^|;&`]|&&)*)", line):
                    words = call.split(" -- ")[0].split()
                    given = [word for word in words if re.fullmatch(r"--[a-z][a-z-]*", word)]
                    plain = [word for word in words if not word.startswith("-")]
                    command = " ".join(plain[:2]) if " ".join(plain[:2]) in options else plain[0] if plain and plain[0] in options else None
                    if command is None:
                        continue
                    looked += 1
                    wrong += [f"{page.relative_to(SOURCE)}: jwtkeep {command} {option}" for option in given
                              if option not in options[command] | everywhere | {"--help"}]
        self.assertGreater(looked, 200)
        self.assertEqual(wrong, [])

    def test_the_change_of_algorithm_is_the_same_with_rs256(self):
        text = (SOURCE / "docs/how-to/from-hs256-to-eddsa.md").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "from-hs256-to-rs256.md"
            page.write_text(text.replace("EdDSA", "RS256").replace("eddsa", "rs256"), encoding="utf-8")
            done = run(sys.executable, SOURCE / "tests/cli/session.py", BINARY, page)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Site(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        missing = [program for program in ("mkdocs", "doxygen", "node") if shutil.which(program) is None]
        if missing:
            reason = f"no {', '.join(missing)}: tools/install_packages.sh test installs them"
            if os.environ.get("CI") == "true":
                raise AssertionError(reason)
            raise unittest.SkipTest(reason)
        cls.folder = tempfile.TemporaryDirectory(prefix="jwtkeep-site-")
        cls.site = Path(cls.folder.name) / "site"
        cls.built = run(sys.executable, SOURCE / "tools/site/build.py", cls.site)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.assertEqual(self.built.returncode, 0, self.built.stdout + self.built.stderr)

    def index(self):
        text = (self.site / "search/search_index.js").read_text(encoding="utf-8")
        return json.loads(text.removeprefix("window.searchIndex = ").rstrip().rstrip(";"))

    def test_each_word_of_the_help_finds_a_page(self):
        words = sorted(set(re.findall(r"[A-Za-z_]+", run(BINARY, "--help").stdout)))
        self.assertGreater(len(words), 200)
        index = [entry for entry in self.index() if not entry["location"].startswith(ITSELF)]
        done = run("node", "-e", SEARCH, self.site / "search.js", input=json.dumps({"index": index, "words": words}))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([word for word, pages in json.loads(done.stdout).items() if not pages], [])

    def test_a_command_finds_its_own_page_first(self):
        commands = re.findall(r"^  ([a-z]+) ", run(BINARY, "--help").stdout.partition("Subcommands:")[2].partition("\n\n")[0], re.MULTILINE)
        done = run("node", "-e", SEARCH, self.site / "search.js", input=json.dumps({"index": self.index(), "words": commands}))
        found = json.loads(done.stdout)
        self.assertEqual({command: pages[:3] for command, pages in found.items() if f"commands/{command}.html" not in pages[:3]}, {})

    def test_it_is_read_from_the_disk_in_a_real_browser(self):
        modules = os.environ.get("JWTKEEP_NODE_MODULES", "")
        chromium = shutil.which("chromium")
        if chromium is None or not Path(modules, "playwright-core").is_dir():
            if os.environ.get("CI") == "true":
                self.fail("no Chromium, or no JWTKEEP_NODE_MODULES (make peers)")
            self.skipTest("no Chromium, or no JWTKEEP_NODE_MODULES (make peers)")
        artifacts = os.environ.get("JWTKEEP_ARTIFACTS", str(SOURCE / "build/artifacts"))
        done = run("node", SOURCE / "tests/e2e/site/pages.mjs", self.site.resolve(),
                   env={**os.environ, "JWTKEEP_CHROMIUM": chromium, "JWTKEEP_ARTIFACTS": artifacts})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_page_names_the_language_and_has_one_heading(self):
        pages = [page for page in self.site.rglob("*.html") if "api" not in page.relative_to(self.site).parts[:1]]
        self.assertGreater(len(pages), 80)
        for page in pages:
            text = page.read_text(encoding="utf-8")
            self.assertIn('<html lang="en">', text, page)
            self.assertEqual(text.count("<h1"), 1, page)
            for image in re.findall(r"<img [^>]*>", text):
                self.assertRegex(image, r'alt="[^"]{10,}"', page)


if __name__ == "__main__":
    unittest.main()
