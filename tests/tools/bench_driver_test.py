"""The pure parts of bench/peers: arithmetic, verdicts, the rewritten section, keys and tokens. Nothing is measured."""

import base64
import json
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "peers"))

import honest  # noqa: E402
import material  # noqa: E402
import plot  # noqa: E402
import report  # noqa: E402
from figures import Figure, Results, bound_text, ratio, ratio_text, time_text  # noqa: E402
from measure import calibrate, measure  # noqa: E402
from musts import MUSTS, judge, judge_all  # noqa: E402
from peer import Peer, PeerFailed, Unsupported  # noqa: E402
from roster import JWTKEEP, LIMIT, PEERS, ROSTER, Entry  # noqa: E402


def results_of(work, alg, **ns):
    """Three equal rounds for each; `_` in a name stands for a space."""
    results = Results()
    for name, value in ns.items():
        results.add(work, alg, name.replace("_", " "), [value] * 3)
    return results


def must(work, alg, against):
    (found,) = [each for each in MUSTS if (each.work, each.alg, each.against) == (work, alg, against)]
    return found


class FiguresTest(unittest.TestCase):
    def test_the_median_ignores_one_disturbed_round(self):
        self.assertEqual(Figure((100, 102, 98, 5000, 101)).ns, 101)

    def test_the_spread_is_half_the_middle_half(self):
        self.assertAlmostEqual(Figure((90, 95, 100, 105, 110)).spread, 0.05)
        self.assertEqual(Figure((7,)).spread, 0)

    def test_the_ratio_pairs_rounds_so_that_a_slow_minute_cancels(self):
        self.assertEqual(ratio(Figure((200, 2000, 200)), Figure((100, 1000, 100))), 2)

    def test_rounds_that_were_not_side_by_side_have_no_ratio(self):
        with self.assertRaises(ValueError):
            ratio(Figure((1, 2)), Figure((1,)))

    def test_texts(self):
        texts = {388.4: "388 ns", 999.6: "1.00 us", 3310: "3.31 us", 9999: "10.0 us", 48900: "48.9 us", 412345: "412 us"}
        self.assertEqual({ns: time_text(ns) for ns in texts}, texts)
        self.assertEqual(time_text(1_080_000), "1.08 ms")
        self.assertEqual([bound_text(400), bound_text(50_000)], ["400 ns", "50 us"])
        self.assertEqual([ratio_text(5.318), ratio_text(12.34), ratio_text(123.4)], ["5.32", "12.3", "123"])

    def test_a_lacking_algorithm_explains_every_work(self):
        results = Results()
        results.lack("verify", "PS256", JWTKEEP, "not there")
        self.assertEqual(results.why_not("hit", "PS256", JWTKEEP), "not there")
        self.assertEqual(results.why_not("hit", "RS256", JWTKEEP), "not measured")


class MustsTest(unittest.TestCase):
    def test_a_limit_bounds_the_time_from_above(self):
        line = must("verify", "HS256", LIMIT)
        self.assertEqual(judge(line, results_of("verify", "HS256", jwtkeep=480, bare_operation=300)).state, "held")
        self.assertEqual(judge(line, results_of("verify", "HS256", jwtkeep=481, bare_operation=300)).state, "missed")

    def test_the_fastest_peer_is_found_among_peers_alone(self):
        results = results_of("verify", "HS256", jwtkeep=100, bare_operation=1, cjose=500, libjwt=390)
        verdict = judge(must("verify", "HS256", "fastest peer"), results)
        self.assertEqual((verdict.state, verdict.number), ("missed", "3.90 x (libjwt)"))

    def test_a_peer_on_another_library_does_not_count_among_those_on_libcrypto(self):
        results = results_of("verify", "ES256", jwtkeep=60, Rust_jsonwebtoken=50, cjose=65)
        self.assertEqual(judge(must("verify", "ES256", "fastest on libcrypto"), results).state, "held")

    def test_ahead_is_more_than_equal(self):
        results = results_of("sign", "EdDSA", jwtkeep=20, Rust_jsonwebtoken=20)
        self.assertEqual(judge(must("sign", "EdDSA", "Rust jsonwebtoken"), results).state, "missed")

    def test_a_batch_is_held_against_one_at_a_time(self):
        results = results_of("verify", "HS256", jwtkeep=500)
        results.add("batch", "HS256", JWTKEEP, [200] * 3)
        verdict = judge(must("batch", "HS256", "itself, one at a time"), results)
        self.assertEqual((verdict.state, verdict.number), ("held", "2.50 x"))

    def test_the_slowest_hostile_token_counts(self):
        results = results_of("hostile.dots", "HS256", jwtkeep=100)
        results.add("hostile.header", "HS256", JWTKEEP, [60_000] * 3)
        verdict = judge(must("hostile", "HS256", None), results)
        self.assertEqual((verdict.state, verdict.number), ("missed", "60.0 us (header)"))

    def test_what_was_not_measured_is_neither_held_nor_missed(self):
        self.assertEqual({verdict.state for verdict in judge_all(Results())}, {"not measured"})
        alone = judge(must("verify", "HS256", "fastest peer"), results_of("verify", "HS256", jwtkeep=1))
        self.assertEqual(alone.state, "not measured")

    def test_every_must_names_somebody_who_is_measured(self):
        words = {LIMIT, "fastest peer", "fastest on libcrypto", "itself, one at a time", None, *PEERS}
        self.assertEqual([each for each in MUSTS if each.against not in words], [])


class SectionTest(unittest.TestCase):
    def test_only_what_stands_between_the_marks_is_replaced(self):
        page = f"# Title\n\nbefore\n\n{report.BEGIN}\nold\n{report.END}\n\nafter\n"
        self.assertEqual(report.rewritten(page, "new"), page.replace("old", "new"))
        self.assertEqual(report.rewritten(report.rewritten(page, "new"), "old"), page)

    def test_a_page_without_marks_gets_them_at_its_end(self):
        page = report.rewritten("# Title\n", "new")
        self.assertEqual(page, f"# Title\n\n{report.BEGIN}\nnew\n{report.END}\n")

    def test_torn_marks_are_refused(self):
        for page in (f"{report.BEGIN}\n", f"{report.END}\n{report.BEGIN}\n", f"{report.BEGIN}{report.BEGIN}{report.END}"):
            with self.assertRaises(ValueError):
                report.rewritten(page, "new")

    def test_the_section_says_what_is_missing_and_why(self):
        results = results_of("verify", "HS256", jwtkeep=500, cjose=2000)
        results.lack("verify", "EdDSA", "cjose", "it has none")
        results.lack("sign", "EdDSA", "cjose", "it has none")
        text = report.section(results, judge_all(results), ["cjose: 0.6"], "make x", {"PyJWT": "not built"})
        self.assertIn("| cjose | 2.00 us (4.00) | - | - | - | - |", text)
        self.assertIn("- cjose, EdDSA: it has none", text)
        self.assertIn("- PyJWT: not built", text)
        self.assertIn("| HS256 verify: at least 4 x as fast as the fastest peer | 4.00 x (cjose) | held |", text)

    def test_the_plot_is_well_formed_and_holds_every_name(self):
        results = results_of("verify", "HS256", jwtkeep=500, cjose=2000, bare_operation=300)
        results.add("sign", "HS256", "a < b & c", [1e9] * 3)
        drawn = "".join(xml.etree.ElementTree.fromstring(plot.svg(results)).itertext())
        for word in ("jwtkeep", "cjose", "a < b & c", "500 ns", "HS256 sign"):
            self.assertIn(word, drawn)


class Answering:
    """Stands for a program that takes `ns` for everything and may lack a work."""

    def __init__(self, name, ns, lacking=()):
        self.name, self.ns, self.lacking, self.warm_up_s, self.asked = name, ns, lacking, 0.001, []

    def nanoseconds(self, work, alg, times):
        if work in self.lacking:
            raise Unsupported("it has none")
        self.asked.append(times)
        return self.ns


class MeasureTest(unittest.TestCase):
    def test_a_slice_is_filled(self):
        self.assertEqual(calibrate(Answering("fast", 1000), "verify", "HS256", 0.01), 10_000)
        self.assertEqual(calibrate(Answering("slow", 1e9), "verify", "HS256", 0.01), 1)

    def test_who_lacks_a_work_is_noted_and_the_others_are_measured(self):
        results = Results()
        measure(results, [Answering("a", 10), Answering("b", 20, ["sign"])], "sign", "HS256", 3, 0.0001)
        self.assertEqual(results.of("sign", "HS256", "a").rounds, (10, 10, 10))
        self.assertEqual(results.why_not("sign", "HS256", "b"), "it has none")


class MaterialTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        material.write_all(cls.folder, now=1_800_000_000)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def jwk(self, name):
        return json.loads((self.folder / name).read_text())

    def test_the_token_is_as_promised(self):
        signing_input = (self.folder / "HS256.good.jwt").read_text().rpartition(".")[0]
        header, payload = (json.loads(material.decode(part)) for part in signing_input.split("."))
        self.assertAlmostEqual(len(signing_input), 330, delta=10)
        self.assertEqual((len(payload), header["kid"]), (8, material.KID))

    def test_a_tampered_token_differs_in_its_payload_alone(self):
        good, bad = ((self.folder / f"ES256.{name}.jwt").read_text().split(".") for name in ("good", "tampered"))
        self.assertEqual([a == b for a, b in zip(good, bad)], [True, False, True])

    def test_jwk_and_pem_are_the_same_key(self):
        text = subprocess.run(["openssl", "rsa", "-in", self.folder / "rsa.pem", "-noout", "-modulus"], check=True,
                              capture_output=True, text=True).stdout
        self.assertEqual(material.decode(self.jwk("rsa.jwk")["n"]).hex().upper(), text.strip().removeprefix("Modulus="))
        spki = base64.b64decode("".join((self.folder / "ec.pub.pem").read_text().splitlines()[1:-1]))
        point = material.decode(self.jwk("ec.jwk")["x"]) + material.decode(self.jwk("ec.jwk")["y"])
        self.assertTrue(spki.endswith(b"\x04" + point))

    def test_public_keys_hold_nothing_private(self):
        for name in ("rsa", "ec", "ed25519"):
            self.assertIn("d", self.jwk(f"{name}.jwk"))
            self.assertFalse({"d", "p", "q", "dp", "dq", "qi"} & set(self.jwk(f"{name}.pub.jwk")))

    def test_ecdsa_signatures_are_padded_to_their_width(self):
        short = bytes([0x30, 7, 2, 1, 5, 2, 2, 0, 0x80])
        self.assertEqual(material.raw_ecdsa(short), bytes(31) + b"\x05" + bytes(31) + b"\x80")

    def test_hostile_tokens_have_a_mebibyte(self):
        for file in self.folder.glob("hostile.*.jwt"):
            self.assertAlmostEqual(file.stat().st_size, material.HOSTILE_BYTES, delta=200_000)


PROGRAM = """
import sys
for line in sys.stdin:
    command, alg, argument = (line.split() + ["", "", ""])[:3]
    if command == "quit": break
    answers = {"check": "accepted user-58213907", "verify": "ns 12.5", "sign": "unsupported cannot", "token": "what?"}
    if command == "hit": sys.exit(3)
    print(answers.get(command, "0.1"), flush=True)
"""


class PeerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = Path(folder.name) / "careless.py"
        program.write_text(PROGRAM)
        self.peer = Peer(Entry("careless", (sys.executable, str(program))), {}, folder.name)
        self.addCleanup(self.peer.close)

    def test_answers(self):
        self.assertEqual(self.peer.nanoseconds("verify", "HS256", 10), 12.5)
        with self.assertRaisesRegex(Unsupported, "cannot"):
            self.peer.nanoseconds("sign", "HS256", 10)
        with self.assertRaises(PeerFailed):
            self.peer.token("HS256")

    def test_a_program_that_dies_is_noticed(self):
        with self.assertRaises(PeerFailed):
            self.peer.nanoseconds("hit", "HS256", 10)

    def test_a_verifier_that_accepts_everything_is_left_out(self):
        self.assertEqual(honest.why_not_verifier(self.peer, "HS256"), "it accepts a token that is bad: tampered")


class RosterTest(unittest.TestCase):
    def test_the_first_two_are_the_limit_and_jwtkeep(self):
        self.assertEqual([entry.name for entry in ROSTER[:2]], [LIMIT, JWTKEEP])

    def test_what_is_not_built_is_seen(self):
        self.assertFalse(ROSTER[2].is_built({"built": "/nonexistent", "release": "", "source": ""}))


if __name__ == "__main__":
    unittest.main()
