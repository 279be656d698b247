#!/usr/bin/env python3
"""What is printed: widths, ends of lines, times ahead, and what wrong use is told."""

import unittest

import keep

SECRET = "MARKmarkMARKmark0123456789"


class Output(keep.Case):
    def test_wrong_use_repeats_no_value(self):
        for command in (["judge", "--secret", SECRET], ["judge", f"--secret={SECRET}"], ["generate", SECRET],
                        ["generate", "--bits", SECRET], ["list", "orders", SECRET], ["list", f"-{SECRET}"],
                        ["show", "a/b", "--pass", SECRET], ["list", f"--json={SECRET}"], ["log", "--limit", SECRET]):
            done = self.keep.run(*command, code=2)
            self.assertTrue(done.stderr.startswith(b"error: "), done.stderr)
            self.assertIn(b"hint: ", done.stderr)
            self.assertNotIn(SECRET.encode(), done.stdout + done.stderr, command)


if __name__ == "__main__":
    unittest.main(verbosity=2)
