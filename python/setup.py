"""Builds jwtkeep._native on libjwtkeep.so, wherever that is to be had:

1. JWTKEEP_BUILD_DIR: a build of the repository (a path in it, or an absolute one), whose library is put into the wheel;
2. pkg-config's jwtkeep-c: the library that is installed on this machine is used where it is;
3. the repository around this folder: the library is built there (build/python) and put into the wheel.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from wheel.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
ABI = "cp311"  # METH_FASTCALL and the buffer protocol are in the stable ABI from 3.11 on

sys.path.insert(0, str(HERE))
import c_library  # noqa: E402


def pkg_config(*options):
    try:
        done = subprocess.run([os.environ.get("PKG_CONFIG", "pkg-config"), *options, "jwtkeep-c"], capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.split() if done.returncode == 0 else None


class BuildNative(build_ext):
    """Knows where the library is, and takes it along where nothing else would find it."""

    def run(self):
        extension = self.extensions[0]
        header = Path(sysconfig.get_path("include"), "Python.h").is_file()
        try:
            chosen = c_library.choose(os.environ, pkg_config("--cflags", "--libs"), REPOSITORY, header)
            if isinstance(chosen, c_library.ToBuild):
                chosen = c_library.build(chosen.repository, REPOSITORY / "build" / "python", os.environ)
        except c_library.Missing as missing:
            raise SystemExit(f"jwtkeep: {missing}")
        taken_along = None
        if isinstance(chosen, c_library.Installed):
            extension.extra_compile_args += chosen.compile_flags
            extension.extra_link_args += chosen.link_flags
        else:
            taken_along = chosen.library
            extension.include_dirs.append(str(REPOSITORY / "jwtkeep" / "capi"))
            # By the name that is asked for at run time, beside the extension.
            extension.extra_link_args += [str(taken_along), "-Wl,-rpath,$ORIGIN"]
        self.force = True  # an earlier build may have had another library
        super().run()
        package = Path(self.get_ext_fullpath("jwtkeep._native")).parent
        (package / c_library.NAME).unlink(missing_ok=True)
        if taken_along is not None:
            shutil.copyfile(taken_along, package / c_library.NAME)
            subprocess.run(["strip", "--strip-debug", package / c_library.NAME], check=False)


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
