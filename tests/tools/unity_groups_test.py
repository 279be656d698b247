#!/usr/bin/env python3
"""Which sources may be compiled as one: those of which none has a word that another keeps to itself."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import unity_groups


class Groups(unittest.TestCase):
    def groups(self, *sources, most=8):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for number, text in enumerate(sources):
                files.append(str(Path(folder) / f"{number}.cpp"))
                Path(files[-1]).write_text(text, encoding="utf-8")
            return [[int(Path(file).stem) for file in group] for group in unity_groups.groups(most, files)]

    def test_what_shares_no_name_is_together(self):
        self.assertEqual(self.groups("namespace a { namespace { int one() { return 1; } } int f() { return one(); } }",
                                     "namespace a { namespace { int two() { return 2; } } int g() { return two(); } }"), [[0, 1]])

    def test_what_keeps_the_same_name_to_itself_is_apart(self):
        for own in ("struct Row { int x; };", "int row() { return 1; }", "constexpr int kRow = 1;", "enum class Row { a };",
                    "std::array<int, 2> rows{{1, 2}};", "template <class T> T row(T t) { return t; }"):
            source = "namespace a { namespace { %s } }" % own
            self.assertEqual(self.groups(source, source), [[0], [1]], own)

    def test_a_name_that_means_something_else_elsewhere_keeps_apart(self):
        kept = "namespace a { namespace { int row(int x) { return x; } constexpr int kMost = 3; } }"
        self.assertEqual(self.groups(kept, "namespace a { int f() { return row(1); } }"), [[0], [1]])
        self.assertEqual(self.groups(kept, "namespace a { int f(int kMost) { return kMost; } }"), [[0], [1]])
        self.assertEqual(self.groups("#define MOST 3", "int f() { return MOST; }"), [[0], [1]])

    def test_members_and_names_with_their_namespace_do_not(self):
        kept = "namespace a { namespace { int row(int x) { return x; } } }"
        self.assertEqual(self.groups(kept, "namespace a { int f(T t) { return t.row(1) + p->row(2) + b::row(3); } }"), [[0, 1]])
        self.assertEqual(self.groups(kept, 'const char* f() { return "row("; }  // row(1)'), [[0, 1]])

    def test_the_same_using_is_shared_and_another_is_not(self):
        one, other = ("namespace a { namespace { using %s::Json; } Json f(); }" % name for name in ("base", "other"))
        self.assertEqual(self.groups(one, one), [[0, 1]])
        self.assertEqual(self.groups(one, other), [[0], [1]])

    def test_an_imported_name_that_a_header_gives_to_something_else_keeps_apart(self):
        importing = "namespace a { using b::Row; Row f(); }"
        with tempfile.TemporaryDirectory() as folder:
            for number, (header, text) in enumerate((("enum class Row { x };", '#include "0.hpp"\n'), ("int other();", '#include "1.hpp"\n'))):
                (Path(folder) / f"{number}.hpp").write_text("namespace a { %s }" % header, encoding="utf-8")
                for file, content in (("one.cpp", importing), ("two.cpp", text)):
                    (Path(folder) / file).write_text(content, encoding="utf-8")
                found = unity_groups.groups(8, [str(Path(folder) / "one.cpp"), str(Path(folder) / "two.cpp")])
                self.assertEqual([len(group) for group in found], [[1, 1], [2]][number], header)

    def test_a_tests_suite_is_shared_and_a_test_is_not(self):
        one, other, suite = ("namespace a { namespace { TEST(Row, %s) { use(%s); } } }" % names
                             for names in (("Reads", "Row()"), ("Writes", "Row()"), ("Reads", "1")))
        self.assertEqual(self.groups(one, other), [[0, 1]])
        self.assertEqual(self.groups(one, suite), [[0], [1]])

    def test_an_import_out_of_a_namespace_within_the_rooms_is_shared(self):
        importing = '#include "own.hpp"\nnamespace a::b { namespace { using made::kRow; } int %s() { return kRow; } }'
        with tempfile.TemporaryDirectory() as folder:
            for within, found in (("a::b::made", 1), ("a::b", 2)):
                (Path(folder) / "own.hpp").write_text("namespace %s {\ninline constexpr int kRow = 1;\n}" % within, encoding="utf-8")
                files = [str(Path(folder) / f"{name}.cpp") for name in ("one", "two")]
                for file in files:
                    Path(file).write_text(importing % Path(file).stem, encoding="utf-8")
                self.assertEqual(len(unity_groups.groups(8, files)), found, within)

    def test_no_group_is_larger_than_asked_for(self):
        self.assertEqual(self.groups(*["int f%d() { return 1; }" % number for number in range(5)], most=2), [[0, 1], [2, 3], [4]])


if __name__ == "__main__":
    unittest.main()
