#!/usr/bin/env python3
"""What `cmake --install` gives a machine: programs, pages, completions, units, settings, documents and SBOM."""

import configparser
import gzip
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["JWTKEEP_BUILD_DIR"])
SOURCE = Path(__file__).resolve().parents[2]
SHARE = "usr/share"
DOCUMENTS = f"{SHARE}/doc/jwtkeep"
UNITS = ("jwtkeep-rotate.service", "jwtkeep-rotate.timer", "jwtkeep-serve.service")
WORST_EXPOSURE = 2.0  # of `systemd-analyze security`
DATE = "1700000000"


def run(*command, environment=None, code=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": DATE, **(environment or {})})
    if code is not None and done.returncode != code:
        raise AssertionError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = Path(tempfile.mkdtemp(prefix="jwtkeep-install-"))
        cls.root = cls.scratch / "root"
        cls.install()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    @classmethod
    def install(cls):
        run("cmake", "--install", BUILD, "--prefix", "/usr", "--component", "runtime", environment={"DESTDIR": str(cls.root)})

    def read(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def commands(self):
        return {page.stem for page in (SOURCE / "docs" / "commands").glob("*.md")
                if page.stem != "jwtkeep" and "<!-- help: " in page.read_text(encoding="utf-8")}

    def test_it_holds_exactly_what_it_should(self):
        pages = ["jwtkeep", *(f"jwtkeep-{command}" for command in self.commands())]
        zsh = "vendor-completions" if Path("/etc/debian_version").exists() else "site-functions"
        wanted = {"usr/bin/jwtkeep", "etc/jwtkeep/serve.toml", "etc/jwtkeep/environment",
                  f"{SHARE}/bash-completion/completions/jwtkeep", f"{SHARE}/zsh/{zsh}/_jwtkeep",
                  f"{SHARE}/fish/vendor_completions.d/jwtkeep.fish", f"{DOCUMENTS}/jwtkeep.spdx.json",
                  *(f"usr/lib/systemd/system/{unit}" for unit in UNITS), *(f"{SHARE}/man/man1/{page}.1.gz" for page in pages),
                  *(f"{DOCUMENTS}/{name}" for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"))}
        for folder in ("docs", "examples"):
            wanted |= {f"{DOCUMENTS}/{path.relative_to(SOURCE)}" for path in (SOURCE / folder).rglob("*") if path.is_file()}
        found = {str(path.relative_to(self.root)) for path in self.root.rglob("*") if not path.is_dir()}
        self.assertEqual(found, wanted)

    def test_modes(self):
        for path in self.root.rglob("*"):
            mode = stat.S_IMODE(path.lstat().st_mode)
            self.assertEqual(mode & 0o022, 0, path)
            named = {"usr/bin/jwtkeep": 0o755, "etc/jwtkeep/secrets": 0o700, "etc/jwtkeep/environment": 0o640,
                     "etc/jwtkeep/serve.toml": 0o644}
            wanted = named.get(str(path.relative_to(self.root)))
            if wanted is not None:
                self.assertEqual(mode, wanted, path)

    def test_settings_that_are_there_stay(self):
        settings = self.root / "etc/jwtkeep/serve.toml"
        settings.write_text('listen = ["unix:/run/mine"]\n', encoding="utf-8")
        self.install()
        self.assertEqual(self.read("etc/jwtkeep/serve.toml"), 'listen = ["unix:/run/mine"]\n')

    def test_the_settings_that_are_shipped_are_read(self):
        home = self.scratch / "home"
        home.mkdir()
        surroundings = {"HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}
        program = self.root / "usr/bin/jwtkeep"
        run(program, "init", environment=surroundings)
        shipped = SOURCE / "packaging/etc/serve.toml"
        run(program, "serve", "--config", shipped, "--check", environment=surroundings)
        # What it shows as comments is right, too, but for the files, which are not there.
        shown = re.sub(r"^# (?=[a-z-]+ = )", "", shipped.read_text(encoding="utf-8"), flags=re.MULTILINE)
        written = self.scratch / "shown.toml"
        written.write_text(shown, encoding="utf-8")
        done = run(program, "serve", "--config", written, "--check", environment=surroundings, code=None)
        self.assertIn("/etc/ssl/certs/keys.example.com.pem", done.stderr)

    def test_man_pages(self):
        folder = self.scratch / "man"
        folder.mkdir()
        pages = []
        for packed in sorted((self.root / SHARE / "man/man1").glob("*.gz")):
            pages.append(folder / packed.stem)
            pages[-1].write_bytes(gzip.decompress(packed.read_bytes()))
            text = pages[-1].read_text(encoding="ascii")
            self.assertIn(".SH NAME\n" + packed.name.removesuffix(".1.gz").replace("-", "\\-") + " \\- ", text)
            self.assertRegex(text, r"^\.TH \S+ 1 2023-11-14 ")
            for reference in re.findall(r"\\fB(jwtkeep[a-z\\-]*)\\fR\(1\)", text):
                self.assertTrue((self.root / SHARE / "man/man1" / (reference.replace("\\", "") + ".1.gz")).exists(), reference)
        readers = [["groff", "-man", "-ww", "-z"], ["mandoc", "-T", "lint", "-W", "warning"]]
        there = [reader for reader in readers if shutil.which(reader[0])]
        for reader in there:
            done = run(*reader, *pages)
            self.assertEqual((done.stdout, done.stderr), ("", ""), reader[0])
        if not there:
            self.skipTest("neither groff (groff-base) nor mandoc is there")

    def test_completions(self):
        folders = {"bash": f"{SHARE}/bash-completion/completions/jwtkeep", "fish": f"{SHARE}/fish/vendor_completions.d/jwtkeep.fish",
                   "zsh": str(next((self.root / SHARE / "zsh").rglob("_jwtkeep")).relative_to(self.root))}
        for shell, path in folders.items():
            # tests/e2e/completion_test.py asks the shells what these complete.
            self.assertEqual(self.read(path), run(self.root / "usr/bin/jwtkeep", "completion", shell).stdout)
            if shutil.which(shell):
                self.assertEqual(run(shell, "-n", self.root / path).stderr, "", shell)

    def test_units_call_what_there_is(self):
        for unit in UNITS:
            read = configparser.ConfigParser(strict=False, interpolation=None)
            read.optionxform = str
            read.read(self.root / "usr/lib/systemd/system" / unit, encoding="utf-8")
            self.assertNotIn("@", self.read(f"usr/lib/systemd/system/{unit}").replace("@system-service", "")
                             .replace("@privileged @resources", ""))
            if "Service" not in read:
                continue
            program, *words = read["Service"]["ExecStart"].split()
            self.assertEqual(program, "/usr/bin/jwtkeep")
            [command] = [word for word in words if not word.startswith(("-", "/"))]
            page = (SOURCE / "docs" / "commands" / f"{command}.md").read_text(encoding="utf-8")
            for option in words:
                if option.startswith("--") and option != "--quiet":
                    self.assertIn(option, page)
            for manual in re.findall(r"man:(\S+)\(1\)", read["Unit"]["Documentation"]):
                self.assertTrue((self.root / SHARE / f"man/man1/{manual}.1.gz").exists(), manual)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd-analyze (systemd)")
    def test_systemd_finds_nothing_wrong(self):
        folder = self.scratch / "units"
        folder.mkdir()
        for unit in UNITS:
            text = self.read(f"usr/lib/systemd/system/{unit}").replace("/usr/bin/jwtkeep", "/bin/true")
            (folder / unit).write_text(text, encoding="utf-8")
        done = run("systemd-analyze", "verify", "--man=no", *(folder / unit for unit in UNITS), code=None)
        self.assertEqual([line for line in done.stderr.splitlines() if "jwtkeep" in line], [])
        for unit in UNITS:
            if not unit.endswith(".service"):
                continue
            told = run("systemd-analyze", "security", "--offline=true", "--no-pager", folder / unit).stdout
            exposure = re.search(r"Overall exposure level for \S+: (\d+\.\d+)", told)
            self.assertIsNotNone(exposure, told)
            self.assertLess(float(exposure[1]), WORST_EXPOSURE, unit)


class Shlibs(unittest.TestCase):
    def test_packages_that_use_the_c_library_ask_for_this_version(self):
        version = re.search(r"^project\(jwtkeep VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8"), re.MULTILINE)[1]
        said = (BUILD / "packaging/debian/capi/shlibs").read_text(encoding="utf-8")
        self.assertEqual(said, f"libjwtkeep 0 libjwtkeep0 (>= {version})\n")


class Sbom(unittest.TestCase):
    """Against what SPDX 2.3 asks for (spdx.github.io/spdx-spec/v2.3), and against the binary itself."""

    PACKAGE = {"SPDXID", "name", "downloadLocation", "filesAnalyzed", "licenseConcluded", "licenseDeclared", "copyrightText"}
    RELATIONS = {"DESCRIBES", "CONTAINS", "DYNAMIC_LINK", "STATIC_LINK", "DEPENDS_ON", "OPTIONAL_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF"}

    @classmethod
    def setUpClass(cls):
        cls.binary = BUILD / "cli" / "jwtkeep"
        cls.text = cls.make()
        cls.document = json.loads(cls.text)
        cls.packages = {package["SPDXID"]: package for package in cls.document["packages"]}

    @classmethod
    def make(cls):
        return run(sys.executable, SOURCE / "tools/sbom.py", "--build", BUILD, cls.binary).stdout

    def related(self, kind):
        return {relation["relatedSpdxElement"] for relation in self.document["relationships"]
                if relation["relationshipType"] == kind}

    def test_the_document(self):
        self.assertEqual(self.document["spdxVersion"], "SPDX-2.3")
        self.assertEqual(self.document["dataLicense"], "CC0-1.0")
        self.assertEqual(self.document["SPDXID"], "SPDXRef-DOCUMENT")
        self.assertRegex(self.document["documentNamespace"], r"^https://[^#\s]+$")
        self.assertEqual(self.document["creationInfo"]["created"], "2023-11-14T22:13:20Z")
        self.assertRegex(self.document["creationInfo"]["creators"][0], r"^(Tool|Organization|Person): \S")
        self.assertEqual(self.related("DESCRIBES"), {"SPDXRef-jwtkeep"})

    def test_elements(self):
        elements = [*self.document["packages"], *self.document["files"]]
        names = [element["SPDXID"] for element in elements] + ["SPDXRef-DOCUMENT"]
        self.assertEqual(len(names), len(set(names)))
        for name in names:
            self.assertRegex(name, r"^SPDXRef-[A-Za-z0-9.-]+$")
        for package in self.document["packages"]:
            self.assertLessEqual(self.PACKAGE, package.keys(), package["SPDXID"])
            self.assertEqual(package["filesAnalyzed"], "packageVerificationCode" in package)
            for reference in package.get("externalRefs", []):
                self.assertRegex(reference["referenceLocator"], r"^pkg:deb/debian/[A-Za-z0-9.%-]+@[A-Za-z0-9.%~_-]+\?arch=\w+&distro=\S+$")
        for relation in self.document["relationships"]:
            self.assertIn(relation["relationshipType"], self.RELATIONS)
            self.assertIn(relation["spdxElementId"], names)
            self.assertIn(relation["relatedSpdxElement"], names)

    def test_every_library_that_the_binary_asks_for_is_in_it(self):
        asked = re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "-d", self.binary).stdout)
        self.assertGreater(len(asked), 10)
        linked = {self.packages[name]["name"] for name in self.related("DYNAMIC_LINK")}
        for stem in ("libssl3", "libsodium23", "libsqlite3-0", "libc6", "zlib1g"):
            self.assertTrue(any(name.startswith(stem) for name in linked), stem)
        self.assertLessEqual(len(linked), len(asked))
        compiled_in = {self.packages[name]["name"] for name in self.related("STATIC_LINK")}
        for part in ("boost", "cli11", "tomlplusplus"):
            self.assertTrue(any(part in name for name in compiled_in), part)

    def test_every_file_of_others_is_in_it(self):
        for entry in self.document["files"]:
            content = (SOURCE / entry["fileName"]).read_bytes()
            sums = {entry["algorithm"]: entry["checksumValue"] for entry in entry["checksums"]}
            self.assertEqual(sums, {"SHA1": hashlib.sha1(content).hexdigest(), "SHA256": hashlib.sha256(content).hexdigest()})
        named = {entry["fileName"].removeprefix("./") for entry in self.document["files"]}
        data = SOURCE / "jwtkeep/strength/data"
        own = {"README.md", "defaults.tsv", "phrases.txt", "trade.txt"}
        others = {str(path.relative_to(SOURCE)) for path in data.rglob("*")
                  if path.is_file() and path.name not in own and "LICENSE" not in path.name}
        self.assertEqual(named, others)

    def test_the_same_twice(self):
        self.assertEqual(self.make(), self.text)

    def test_a_stranger_takes_it(self):
        try:
            # pylint: disable-next=import-outside-toplevel
            from spdx_tools.spdx.parser.parse_anything import parse_file
            from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
        except ImportError:
            self.skipTest("spdx-tools is not installed (pip install spdx-tools); `make release-check` has it")
        with tempfile.NamedTemporaryFile("w", suffix=".spdx.json", encoding="utf-8") as file:
            file.write(self.text)
            file.flush()
            said = validate_full_spdx_document(parse_file(file.name))
        self.assertEqual([message.validation_message for message in said], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
