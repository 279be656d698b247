"""Small trees that tools/check_rooms.py has to pass or refuse."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "check_rooms.py"

RULES = """\
# a comment
room base:
room crypto: base
room store: crypto   # and base, through crypto
room cli: store
private jwtkeep/crypto/evp.hpp
system unistd.h sys/
door sodium: jwtkeep/base/bytes.cpp
door openssl/: jwtkeep/crypto/
door gtest/: tests/
"""
GOOD = {
    "rooms.txt": RULES,
    "jwtkeep/base/CMakeLists.txt": "jwtkeep_room(base LIBRARIES PkgConfig::sodium)\n",
    "jwtkeep/base/bytes.hpp": "#pragma once\n#include <vector>\n",
    "jwtkeep/base/bytes.cpp": '#include "jwtkeep/base/bytes.hpp"\n\n#include <sodium.h>\n#include <unistd.h>\n',
    "jwtkeep/crypto/CMakeLists.txt": "jwtkeep_room(crypto\n  USES base\n  LIBRARIES OpenSSL::Crypto)\n",
    "jwtkeep/crypto/evp.hpp": "#include <openssl/evp.h>\n",
    "jwtkeep/crypto/mac.hpp": '#include "jwtkeep/base/bytes.hpp"\n',
    "jwtkeep/crypto/mac.cpp": '#include "jwtkeep/crypto/evp.hpp"\n#include "jwtkeep/crypto/mac.hpp"\n',
    "jwtkeep/store/CMakeLists.txt": "jwtkeep_room(store USES crypto)\n",
    "jwtkeep/store/store.cpp": '#include "jwtkeep/base/bytes.hpp"\n#include <sys/stat.h>\n#include <string.h>\n',
    "cli/main.cpp": '#include "cli/output.hpp"\n#include "jwtkeep/crypto/mac.hpp"\n',
    "cli/output.hpp": "#include <string>\n",
    "tests/unit/base/bytes_test.cpp": '#include <gtest/gtest.h>\n#include "vectors.hpp"\n#include "jwtkeep/base/bytes.hpp"\n',
    "tests/unit/base/vectors.hpp": "#include <array>\n",
    "tests/fuzz/crypto_mac.cpp": '#include "jwtkeep/crypto/mac.hpp"\n',
    "tests/fuzz/replay.cpp": "#include <cstdio>\n",
}


def run(changes):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**GOOD, **changes}.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is not None:
                path.write_text(text)
        done = subprocess.run([sys.executable, TOOL, folder], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr


class CheckRooms(unittest.TestCase):
    def refused(self, changes, *expected):
        code, out, err = run(changes)
        self.assertEqual((code, err), (1, ""), out)
        self.assertEqual(len(out.splitlines()), len(expected), out)
        for line, (place, words) in zip(out.splitlines(), expected):
            self.assertTrue(line.startswith(place + ": "), line)
            self.assertIn(words, line)

    def test_a_sound_tree_passes(self):
        self.assertEqual(run({}), (0, "", ""))

    def test_upward_include(self):
        self.refused(
            {"jwtkeep/base/bytes.hpp": '#pragma once\n#include "jwtkeep/crypto/mac.hpp"\n'},
            ("jwtkeep/base/bytes.hpp:2", "room base may not include jwtkeep/crypto/mac.hpp"),
        )

    def test_the_library_may_not_include_the_command_line(self):
        self.refused({"jwtkeep/store/store.cpp": '#include "cli/output.hpp"\n'}, ("jwtkeep/store/store.cpp:1", "room store"))

    def test_spaces_do_not_hide_an_include(self):
        self.refused({"jwtkeep/base/bytes.hpp": '  #  include "jwtkeep/crypto/mac.hpp"\n'}, ("jwtkeep/base/bytes.hpp:1", "room base"))

    def test_a_test_may_use_what_its_room_may(self):
        self.refused({"tests/unit/base/bytes_test.cpp": '#include "jwtkeep/crypto/mac.hpp"\n'}, ("tests/unit/base/bytes_test.cpp:1", "room base"))
        self.refused({"tests/fuzz/base_x.cpp": '#include "jwtkeep/crypto/mac.hpp"\n'}, ("tests/fuzz/base_x.cpp:1", "room base"))
        self.refused({"tests/unit/attic/x_test.cpp": "#include <string>\n"}, ("tests/unit/attic/x_test.cpp:1", "room attic is not"))

    def test_headers_of_tests_are_for_tests(self):
        here = "tests/unit/base/vectors.hpp"
        self.assertEqual(run({"tests/unit/crypto/x_test.cpp": f'#include "{here}"\n'}), (0, "", ""))
        self.refused({"cli/main.cpp": f'#include "{here}"\n'}, ("cli/main.cpp:1", "for tests alone"))
        above = {"tests/unit/crypto/x.hpp": "#include <array>\n"}
        self.refused({**above, "tests/unit/base/y_test.cpp": '#include "tests/unit/crypto/x.hpp"\n'}, ("tests/unit/base/y_test.cpp:1", "tests of room base"))

    def test_a_library_outside_its_door(self):
        self.refused({"jwtkeep/store/store.cpp": "#include <openssl/evp.h>\n"}, ("jwtkeep/store/store.cpp:1", "its door elsewhere: jwtkeep/crypto/"))
        self.refused({"jwtkeep/base/other.cpp": "#include <sodium.h>\n"}, ("jwtkeep/base/other.cpp:1", "its door elsewhere"))

    def test_quotes_do_not_hide_a_library(self):
        self.refused({"jwtkeep/store/store.cpp": '#include "openssl/evp.h"\n'}, ("jwtkeep/store/store.cpp:1", "its door elsewhere"))

    def test_a_library_in_a_public_header(self):
        self.refused({"jwtkeep/crypto/mac.hpp": "#include <openssl/evp.h>\n"}, ("jwtkeep/crypto/mac.hpp:1", "a public header may not"))

    def test_a_private_header_stays_in_its_room(self):
        self.refused({"jwtkeep/store/store.cpp": '#include "jwtkeep/crypto/evp.hpp"\n'}, ("jwtkeep/store/store.cpp:1", "private to room crypto"))

    def test_an_unknown_library(self):
        self.refused({"cli/main.cpp": "#include <boost/json.hpp>\n"}, ("cli/main.cpp:1", "neither standard nor named"))
        self.refused({"cli/main.cpp": '#include "elsewhere.hpp"\n'}, ("cli/main.cpp:1", "neither standard nor named"))

    def test_relative_paths_are_for_tests_alone(self):
        self.refused({"cli/main.cpp": '#include "output.hpp"\n'}, ("cli/main.cpp:1", "write the path from the root"))

    def test_a_header_that_is_not_there(self):
        self.refused({"cli/main.cpp": '#include "jwtkeep/base/gone.hpp"\n'}, ("cli/main.cpp:1", "does not exist"))

    def test_cmake_and_rooms_agree(self):
        self.refused({"jwtkeep/store/CMakeLists.txt": "jwtkeep_room(store USES crypto base)\n"}, ("jwtkeep/store/CMakeLists.txt:1", "USES crypto base, but rooms.txt says crypto"))
        self.refused({"jwtkeep/store/CMakeLists.txt": "# x\njwtkeep_room(store)\n"}, ("jwtkeep/store/CMakeLists.txt:2", "USES nothing"))
        self.refused({"jwtkeep/store/CMakeLists.txt": "jwtkeep_room(crypto USES base)\n"}, ("jwtkeep/store/CMakeLists.txt:1", "stands in the folder store"))

    def test_a_room_that_is_not_listed(self):
        self.refused(
            {"jwtkeep/attic/CMakeLists.txt": "jwtkeep_room(attic)\n", "jwtkeep/attic/a.cpp": "#include <string>\n"},
            ("jwtkeep/attic/a.cpp:1", "room attic is not in rooms.txt"),
            ("jwtkeep/attic/CMakeLists.txt:1", "room attic is not in rooms.txt"),
        )

    def test_rules_name_only_rooms_above(self):
        self.refused(
            {
                "rooms.txt": RULES.replace("room base:", "room base: store", 1),
                "jwtkeep/base/CMakeLists.txt": "jwtkeep_room(base USES store)\n",
            },
            ("rooms.txt:2", "not a room above"),
        )

    def test_rules_name_only_what_exists(self):
        self.refused({"rooms.txt": RULES + "door zlib.h: jwtkeep/jose/zip.cpp\n"}, ("rooms.txt:11", "does not exist"))
        self.refused({"rooms.txt": RULES + "private jwtkeep/base/gone.hpp\n"}, ("rooms.txt:11", "does not exist"))

    def test_a_line_that_is_not_understood(self):
        self.refused({"rooms.txt": RULES + "rooms x: y\n"}, ("rooms.txt:11", "not a line of the form"))


if __name__ == "__main__":
    unittest.main()
