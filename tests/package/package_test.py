"""The installed library as a stranger uses it: found by CMake and by pkg-config, its headers free of third-party ones."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["JWTKEEP_BUILD_DIR"])
EXAMPLE = Path(__file__).parent / "example"
REMOTE = Path(__file__).parent / "remote"
FOREIGN = re.compile(r"/(openssl|sodium|simdjson|fmt|boost|curl|zlib|sqlite3|CLI|zxcvbn)(\.h|/|\b)")


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = Path(tempfile.mkdtemp(prefix="jwtkeep-package-"))
        cls.prefix = cls.scratch / "prefix"
        run("cmake", "--install", BUILD, "--prefix", cls.prefix, "--component", "dev")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def test_a_program_finds_it_by_cmake(self):
        build = self.scratch / "example"
        run("cmake", "-S", EXAMPLE, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run("cmake", "--build", build)
        self.assertEqual(run(build / "example"), "alice\n")

    def test_a_program_finds_it_by_pkg_config(self):
        [file] = self.prefix.rglob("jwtkeep.pc")
        environment = dict(os.environ, PKG_CONFIG_PATH=str(file.parent))
        flags = run("pkg-config", "--cflags", "--libs", "jwtkeep", env=environment).split()
        program = self.scratch / "by_pkg_config"
        run("g++", "-std=c++23", EXAMPLE / "main.cpp", "-o", program, *flags)
        self.assertEqual(run(program), "alice\n")

    def test_what_pkg_config_tells_is_enough_for_every_object_of_the_archives(self):
        (self.scratch / "nothing.cpp").write_text("int main() {}\n")
        for name in ("jwtkeep", "jwtkeep-remote"):
            [file] = self.prefix.rglob(f"{name}.pc")
            environment = dict(os.environ, PKG_CONFIG_PATH=str(file.parent))
            flags = run("pkg-config", "--libs", name, env=environment).split()
            archives = [flag for flag in flags if flag.startswith("-ljwtkeep_")]
            others = [flag for flag in flags if flag not in archives]
            run("g++", self.scratch / "nothing.cpp", "-o", self.scratch / name, "-Wl,--whole-archive", *others[:1], *archives,
                "-Wl,--no-whole-archive", *others)

    def test_the_part_that_fetches_keys_is_found_by_cmake(self):
        build = self.scratch / "remote"
        run("cmake", "-S", REMOTE, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run("cmake", "--build", build)
        self.assertEqual(run(build / "remote"), "unsafe_place\n")

    def test_the_part_that_fetches_keys_is_found_by_pkg_config(self):
        [file] = self.prefix.rglob("jwtkeep-remote.pc")
        environment = dict(os.environ, PKG_CONFIG_PATH=str(file.parent))
        flags = run("pkg-config", "--cflags", "--libs", "jwtkeep-remote", env=environment).split()
        program = self.scratch / "remote_by_pkg_config"
        run("g++", "-std=c++23", REMOTE / "main.cpp", "-o", program, *flags)
        self.assertEqual(run(program), "unsafe_place\n")

    def test_jose_alone_needs_no_libcurl(self):
        build = self.scratch / "example_without_curl"
        run("cmake", "-S", EXAMPLE, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
            "-DCMAKE_DISABLE_FIND_PACKAGE_CURL=TRUE")
        run("cmake", "--build", build)
        self.assertNotIn("libcurl", run("ldd", build / "example"))

    def test_public_headers_include_no_third_party_ones(self):
        include = self.prefix / "include"
        headers = sorted(path.relative_to(include) for path in include.rglob("*.hpp"))
        self.assertGreater(len(headers), 30)
        everything = self.scratch / "everything.cpp"
        everything.write_text("".join(f'#include "{header}"\n' for header in headers))
        used = run("g++", "-std=c++23", "-I", include, "-M", everything)
        self.assertIn("jwtkeep/jose/jwt.hpp", used)
        self.assertEqual([line for line in used.split() if FOREIGN.search(line)], [])

    def test_internal_headers_are_not_installed(self):
        names = {path.name for path in (self.prefix / "include").rglob("*.hpp")}
        self.assertIn("jwt.hpp", names)
        self.assertNotIn("evp.hpp", names)
        self.assertNotIn("key_pair_impl.hpp", names)
        self.assertIn("remote_jwks.hpp", names)
        self.assertNotIn("transfer.hpp", names)

    def test_the_example_is_as_short_as_promised(self):
        body = (EXAMPLE / "main.cpp").read_text().split("int main() {")[1]
        statements = [line for line in body.splitlines() if line.strip() not in ("", "}")]
        self.assertLessEqual(len(statements), 10)


if __name__ == "__main__":
    sys.exit(unittest.main())
