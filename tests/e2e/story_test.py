#!/usr/bin/env python3
"""The demonstration's story, with its counts asserted."""

import json
import subprocess
import unittest

import keep


class Story(unittest.TestCase):
    def test_three_rotations_and_a_compromise_under_load(self):
        done = subprocess.run(["/usr/bin/python3", keep.SOURCE / "demo" / "story.py", keep.BINARY, "--json"],
                              capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        counts = json.loads(done.stdout)
        print(json.dumps(counts))
        self.assertEqual(counts["rotations"], 3)
        self.assertEqual(counts["refused"], 0)
        self.assertGreater(counts["sent"], 300)
        self.assertGreater(counts["logins"], 50)
        # The first key, three rotations, and the one that replaced the stolen key: each has signed.
        self.assertEqual(counts["signing_keys"], 5)
        self.assertEqual(counts["forged_refused"], 20)
        self.assertGreater(counts["logged_out"], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
