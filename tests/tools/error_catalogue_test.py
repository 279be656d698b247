#!/usr/bin/env python3
"""tools/error_catalogue.py: a word without its text is refused, and a page that lacks a table."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import error_catalogue  # noqa: E402

ROW = {"code": "busy", "of_token": False, "means": "a", "why": "b | c", "mend": "d", "exit": 3, "http": 503}


class Catalogue(unittest.TestCase):
    def test_an_enum_gives_its_words_with_their_comments(self):
        text = "enum class Rule : int {\n  weak,  ///< can be guessed\n  held   ///< waits\n};\n"
        self.assertEqual(error_catalogue.enum_rows(text, "Rule"), [("weak", "can be guessed"), ("held", "waits")])

    def test_a_word_without_a_text_is_refused(self):
        with self.assertRaisesRegex(ValueError, "held"):
            error_catalogue.enum_rows("enum class Rule : int {\n  weak,  ///< a\n  held,\n};\n", "Rule")
        with self.assertRaisesRegex(ValueError, "busy"):
            error_catalogue.reason_table([{**ROW, "mend": ""}], False)
        with self.assertRaisesRegex(ValueError, "no enum"):
            error_catalogue.enum_rows("", "Rule")

    def test_a_bar_does_not_end_a_cell(self):
        self.assertIn("| b \\| c |", error_catalogue.reason_table([ROW], False))
        self.assertNotIn("busy", error_catalogue.reason_table([ROW], True))

    def test_a_page_has_each_table_once(self):
        page = "x\n<!-- errors: one -->\nold\n<!-- /errors -->\ny\n"
        self.assertEqual(error_catalogue.with_tables(page, {"one": "new\n"}), page.replace("old", "new"))
        with self.assertRaises(ValueError):
            error_catalogue.with_tables(page, {"one": "", "two": ""})

    def test_the_sources_of_the_tree_are_whole(self):
        made = error_catalogue.tables([ROW])
        self.assertEqual(sorted(made), ["doctor", "judge", "others", "token"])
        self.assertIn("`too_short`", made["judge"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
