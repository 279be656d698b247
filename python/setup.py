"""Builds jwtkeep._native on libjwtkeep.so, wherever that is to be had:

1. JWTKEEP_BUILD_DIR: a build of the repository, whose library is put into the wheel;
2. pkg-config's jwtkeep-c: the library that is installed on this machine is used where it is;
3. the repository around this folder: the library is built there (build/python) and put into the wheel.
"""

import os
import shutil
import subprocess
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from wheel.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
LIBRARY = "libjwtkeep.so.0"
ABI = "cp311"  # METH_FASTCALL and the buffer protocol are in the stable ABI from 3.11 on


def pkg_config(*options):
    done = subprocess.run([os.environ.get("PKG_CONFIG", "pkg-config"), *options, "jwtkeep-c"], capture_output=True, text=True)
    return done.stdout.split() if done.returncode == 0 else None


def build_library():
    """The folder of a library that is built of the repository, by cmake."""
    build = REPOSITORY / "build" / "python"
    jobs = str(len(os.sched_getaffinity(0)))
    subprocess.run(
        ["cmake", "-S", REPOSITORY, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O2",
         "-DJWTKEEP_TESTS=OFF"], check=True)
    subprocess.run(["cmake", "--build", build, "-j", jobs, "--target", "jwtkeep_c"], check=True)
    return build


class BuildNative(build_ext):
    """Knows where the library is, and takes it along where nothing else would find it."""

    def run(self):
        self.taken_along = None
        extension = self.extensions[0]
        given = os.environ.get("JWTKEEP_BUILD_DIR")
        installed = None if given else pkg_config("--cflags", "--libs")
        if installed is not None:
            extension.extra_compile_args += [flag for flag in installed if not flag.startswith(("-l", "-L"))]
            extension.extra_link_args += [flag for flag in installed if flag.startswith(("-l", "-L"))]
        elif given or (REPOSITORY / "CMakeLists.txt").is_file():
            build = Path(given).resolve() if given else build_library()
            self.taken_along = build / "jwtkeep" / "capi" / LIBRARY
            extension.include_dirs.append(str(REPOSITORY / "jwtkeep" / "capi"))
            # By the name that is asked for at run time, beside the extension.
            extension.extra_link_args += [str(self.taken_along), "-Wl,-rpath,$ORIGIN"]
        else:
            raise SystemExit("libjwtkeep is not here: install it (its pkg-config file is jwtkeep-c), or build from the "
                             "repository of jwtkeep")
        self.force = True  # an earlier build may have had another library
        super().run()
        package = Path(self.get_ext_fullpath("jwtkeep._native")).parent
        (package / LIBRARY).unlink(missing_ok=True)
        if self.taken_along is not None:
            shutil.copyfile(self.taken_along, package / LIBRARY)
            subprocess.run(["strip", "--strip-debug", package / LIBRARY], check=False)


class StableAbiWheel(bdist_wheel):
    def get_tag(self):
        _, _, platform = super().get_tag()
        return ABI, "abi3", platform


setup(
    ext_modules=[Extension(
        "jwtkeep._native", ["src/native.c", "src/json.c"], depends=["src/json.h"],
        define_macros=[("Py_LIMITED_API", "0x030B0000")], py_limited_api=True,
        extra_compile_args=["-O2", "-std=c11", "-Wall", "-Wextra", "-Wshadow", "-fvisibility=hidden"],
        extra_link_args=["-Wl,-z,relro,-z,now"])],
    cmdclass={"build_ext": BuildNative, "bdist_wheel": StableAbiWheel},
)
