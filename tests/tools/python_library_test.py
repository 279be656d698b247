"""Which C library the package for Python is built on, and what is said where none can be had. Nothing is built."""

import shutil
import stat
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "python"))

import c_library  # noqa: E402


class Choice(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.built = self.folder / "built"
        (self.built / "jwtkeep" / "capi").mkdir(parents=True)
        (self.built / "jwtkeep" / "capi" / c_library.NAME).touch()

    def choose(self, environ=None, installed=None, repository=SOURCE, header=True):
        return c_library.choose(environ or {}, installed, repository, header)

    def refusal(self, **given):
        with self.assertRaises(c_library.Missing) as caught:
            self.choose(**given)
        return str(caught.exception)

    def test_a_build_that_is_named_comes_before_all_else(self):
        chosen = self.choose({"JWTKEEP_BUILD_DIR": str(self.built)}, ["-ljwtkeep"])
        self.assertEqual(chosen, c_library.Built(self.built.resolve()))

    def test_a_name_without_a_root_is_of_the_repository(self):
        # pip runs the build in a folder of its own choice, never in the one where it was called.
        chosen = self.choose({"JWTKEEP_BUILD_DIR": self.built.name}, repository=self.built.parent)
        self.assertEqual(chosen, c_library.Built(self.built.resolve()))

    def test_a_build_that_is_named_and_has_no_library(self):
        said = self.refusal(environ={"JWTKEEP_BUILD_DIR": str(self.folder / "nowhere")})
        self.assertIn(f"{self.folder}/nowhere", said)
        self.assertIn("cmake --build", said)
        self.assertIn("--target jwtkeep_c", said)

    def test_what_is_installed_comes_before_a_build(self):
        self.assertEqual(self.choose(installed=["-I/usr/include", "-ljwtkeep"]),
                         c_library.Installed(["-I/usr/include"], ["-ljwtkeep"]))

    def test_the_repository_around_is_built(self):
        self.assertEqual(self.choose(), c_library.ToBuild(SOURCE))

    def test_without_any_of_them(self):
        said = self.refusal(repository=self.folder)
        self.assertIn("libjwtkeep0", said)
        self.assertIn("JWTKEEP_BUILD_DIR", said)

    def test_without_python_s_header_nothing_is_begun(self):
        for given in ({"installed": ["-ljwtkeep"]}, {}):
            with self.subTest(given):
                self.assertIn("python3-dev", self.refusal(header=False, **given))


class Build(unittest.TestCase):
    """build() with programs on PATH that stand for CMake and Debian's list of packages."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name)
        for name in ("bash", "dirname"):
            (self.path / name).symlink_to(shutil.which(name))

    def program(self, name, text):
        (self.path / name).write_text(f"#!{self.path}/bash\n{text}\n")
        (self.path / name).chmod(stat.S_IRWXU)

    def build(self):
        return c_library.build(SOURCE, self.path / "out", {"PATH": str(self.path)})

    def refusal(self):
        with self.assertRaises(c_library.Missing) as caught:
            self.build()
        return str(caught.exception)

    def test_it_builds_the_library_alone(self):
        self.program("cmake", f'echo "$@" >>{self.path}/asked')
        self.program("ninja", "true")
        self.assertEqual(self.build(), c_library.Built(self.path / "out"))
        configure, build = (self.path / "asked").read_text().splitlines()
        self.assertIn("-DJWTKEEP_TESTS=OFF", configure)
        self.assertIn("-DCMAKE_BUILD_TYPE=Release", configure)
        self.assertTrue(build.endswith("--target jwtkeep_c"), build)

    def test_without_cmake_the_missing_packages_are_named(self):
        # dpkg-query knows of all but two.
        self.program("dpkg-query", r"""for name in "${@:3}"; do case $name in cmake | libsodium-dev) ;;
            *) echo "$name installed" ;; esac; done""")
        said = self.refusal()
        self.assertIn("cmake", said)
        self.assertIn("sudo apt-get install --no-install-recommends cmake libsodium-dev", said)

    def test_a_configuration_that_fails_names_them_too(self):
        self.program("cmake", "exit 1")
        self.program("ninja", "true")
        self.program("dpkg-query", r"""for name in "${@:3}"; do [[ $name == libfmt-dev ]] || echo "$name installed"; done""")
        said = self.refusal()
        self.assertIn("apt-get install --no-install-recommends libfmt-dev", said)

    def test_where_no_package_is_missing_cmake_s_own_words_count(self):
        self.program("cmake", "exit 1")
        self.program("ninja", "true")
        self.program("dpkg-query", r"""for name in "${@:3}"; do echo "$name installed"; done""")
        said = self.refusal()
        self.assertIn("above", said)
        self.assertNotIn("apt-get", said)

    def test_elsewhere_than_on_debian_it_says_where_the_list_is(self):
        said = self.refusal()
        self.assertIn("tools/packages.txt", said)


if __name__ == "__main__":
    unittest.main()
