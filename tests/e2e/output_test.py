#!/usr/bin/env python3
"""What is printed: widths, ends of lines, times ahead, and what wrong use is told."""

import unittest

import keep

SECRET = "MARKmarkMARKmark0123456789"


class Output(keep.Case):
    def lines(self, *arguments, **options):
        done = self.keep.run(*arguments, **options)
        return (done.stdout + done.stderr).decode().splitlines()

    def test_help_fits_into_80_columns(self):
        commands = [[], *([name] for name in ("generate", "new", "import", "sign", "verify", "run", "rotate", "decrypt"))]
        for command in commands:
            text = self.lines(*command, "--help")
            self.assertEqual([line for line in text if len(line) > 80], [], command)
            self.assertNotIn(("", ""), list(zip(text, text[1:])), f"two empty lines in the help of {command}")
        whole = "\n".join(self.lines("--help"))
        for word in ("JWTKEEP_STORE", "JWTKEEP_KEYFILE", "JWTKEEP_PASSPHRASE", "Exit"):
            self.assertIn(word, whole)

    def test_no_line_ends_in_blanks(self):
        self.keep.run("new", "orders/prod")
        self.keep.run("new", "a-longer-name/prod/refresh")
        for command in (["list"], ["show", "orders/prod"], ["history", "orders/prod"], ["log"],
                        ["rotate", "orders/prod", "--dry-run"], ["rotate", "--help"], ["inspect", "a.b.c"]):
            text = self.lines(*command, code=None)
            self.assertEqual([line for line in text if line != line.rstrip()], [], command)

    def test_a_picture_fits_into_80_columns(self):
        """Also with a key in each state, when the legend is at its longest."""
        quick = ["--ttl", "1h", "--skew", "0s", "--propagation", "0s"]
        self.keep.run("new", "orders/prod", *quick)
        self.keep.run("rotate", "orders/prod")
        kid = next(key["kid"] for key in self.keep.json("show", "orders/prod")["keys"] if key["state"] == "active")
        self.keep.run("rotate", "orders/prod", "--compromised", kid)
        text = self.lines("show", "orders/prod")
        for word in ("pending (verifies)", "active (signs)", "retiring (verifies)", "compromised (refused)"):
            self.assertIn(word, "\n".join(text))
        self.assertEqual([line for line in text[:-1] if len(line) > 80], [])

    def test_times_ahead_are_rounded_up(self):
        """Whoever comes back when he was told to is not too early; and 30d are not called 29d23h."""
        shown = "\n".join(self.lines("new", "orders/prod"))
        self.assertIn("begins to sign in 30d (", shown)
        self.assertIn("in 30d", self.lines("list")[1])
        self.keep.run("new", "orders/dev", "--propagation", "2h", "--skew", "30m")
        self.assertIn("begins to sign in 2h30m (", "\n".join(self.lines("rotate", "orders/dev")))

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
