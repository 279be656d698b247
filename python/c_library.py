"""Where the C library is to be had that jwtkeep._native is built on, and how it is built where it is not there yet."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "libjwtkeep.so.0"


class Missing(Exception):
    """There is none, and it cannot be built: what is missing, and what to do."""


@dataclass(frozen=True)
class Built:
    """In the folder of a build of the repository: has to be taken along, since nothing else would find it."""

    folder: Path

    @property
    def library(self):
        return self.folder / "jwtkeep" / "capi" / NAME


@dataclass(frozen=True)
class Installed:
    """Used where it is, by what pkg-config says."""

    compile_flags: list
    link_flags: list


@dataclass(frozen=True)
class ToBuild:
    """Of this repository."""

    repository: Path


def choose(environ, installed, repository, has_python_header):
    """Which of the three. `installed`: what `pkg-config --cflags --libs jwtkeep-c` says, or None. What cannot end well is
    refused before minutes are spent on it."""
    if not has_python_header:
        raise Missing("Python's own header Python.h is not here: install it with: sudo apt-get install python3-dev")
    if given := environ.get("JWTKEEP_BUILD_DIR"):
        built = Built((repository / given).resolve())  # pip calls this in a folder of its own choice
        if not built.library.is_file():
            raise Missing(f"JWTKEEP_BUILD_DIR: {built.library} is not there. Build it with: "
                          f"cmake --build {built.folder} --target jwtkeep_c; or leave JWTKEEP_BUILD_DIR unset")
        return built
    if installed is not None:
        return Installed([flag for flag in installed if not flag.startswith(("-l", "-L"))],
                         [flag for flag in installed if flag.startswith(("-l", "-L"))])
    if (repository / "CMakeLists.txt").is_file():
        return ToBuild(repository)
    raise Missing("jwtkeep's C library is not here. Install it (the packages libjwtkeep0 and libjwtkeep-dev, or `make install` in "
                  "jwtkeep's repository), name a folder where it is built by JWTKEEP_BUILD_DIR, or install from the repository: "
                  "pip install ./python")


def missing_packages(repository, environ):
    """What to say of Debian packages that are missing; empty where none is."""
    try:
        asked = subprocess.run([repository / "tools" / "install_packages.sh", "demo", "--missing"], capture_output=True, text=True,
                               env=environ)
    except OSError:
        asked = None
    if asked is None or asked.returncode not in (0, 3):
        return f"What it needs, by the names of Debian 12, stands in {repository}/tools/packages.txt under [demo]."
    return asked.stderr.strip()


def build(repository, folder, environ):
    """Builds the library alone, which takes some minutes the first time, and seconds when nothing has changed."""

    def program(name):
        found = shutil.which(name, path=environ.get("PATH"))
        if found is None:
            said = missing_packages(repository, environ) or f"Install {name}."
            raise Missing(f"jwtkeep's C library cannot be built: there is no {name}. {said}")
        return found

    def step(*command):
        if subprocess.run(command, env=environ).returncode != 0:
            said = missing_packages(repository, environ) or "No package is missing: see what it says above."
            raise Missing(f"jwtkeep's C library could not be built: {Path(command[0]).name} failed. {said}")

    cmake = program("cmake")
    program("ninja")
    step(cmake, "-S", repository, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O2",
         "-DJWTKEEP_TESTS=OFF")
    step(cmake, "--build", folder, "-j", str(len(os.sched_getaffinity(0))), "--target", "jwtkeep_c")
    return Built(folder)
