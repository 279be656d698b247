#!/usr/bin/env python3
"""Makes the tables that the judge maps from the lists in jwtkeep/strength/data, as a step of the build.

    tools/strength_data.py jwtkeep/strength/data OUT

Tables lie in the binary as they are used: nothing is parsed when a program starts. All numbers are little-endian.
  known.list     every published secret on a line of its own: the defaults of products first, as an attacker tries them
  known.index    where each stands: 2^18 slots of 32 bits, by the hash of its text without case
  known.starts   2^18 bits: which hashes the first five bytes of a secret have
  known.origins  for each default, product and source: a table of 32-bit offsets, then `product TAB source` lines
  words.edges    the words of data/words as one minimal automaton: 32-bit edges (class Automaton)
  words.skips    for each edge, how many words its elder siblings lead to: walking sums up to the word's number
  words.costs    for each word by its number: bits in quarters (7 bits), and whether it is one that sentences are made of
  phrases.edges  the same automaton of data/phrases.txt, without the spaces
  digests.first  2^16 + 1 numbers: where the digests that begin with each 16 bits begin
  digests.middle, digests.last  their next 32 and 16 bits: digests of known secrets and of the commonest words
  tables.inc     the assembler's lines that embed them, with their digest: what compiles them sees every change
"""
import hashlib
import math
import struct
import sys
import unicodedata
from pathlib import Path

SLOT_BITS = 18
OFFSET_BITS = 21
START_BYTES = 5
START_BITS = 18
FNV_OFFSET = 0xcbf29ce484222325
FNV_PRIME = 0x100000001b3
MASK = (1 << 64) - 1


def hash_of(text: bytes) -> int:
    """FNV-1a without regard to ASCII case, with a last multiplication: jwtkeep/strength/known_index.cpp does the same."""
    value = FNV_OFFSET
    for byte in text.lower():
        value = ((value ^ byte) * FNV_PRIME) & MASK
    return ((value ^ (value >> 32)) * 0x9e3779b97f4a7c15) & MASK


def read_defaults(path: Path):
    """(secret, product, source), in the file's order."""
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
        fields = line.split(b"\t")
        if len(fields) != 3:
            sys.exit(f"{path}:{number}: {len(fields)} fields, not secret, product and source")
        yield tuple(fields)


def known_tables(data: Path):
    defaults = list(read_defaults(data / "defaults.tsv"))
    texts = list(dict.fromkeys([secret for secret, _, _ in defaults] +
                               (data / "jwt.secrets.list").read_bytes().split(b"\n")[:-1]))
    slots = [0] * (1 << SLOT_BITS)
    starts = bytearray(1 << (START_BITS - 3))
    offset = 0
    for text in texts:
        if len(text) >= START_BYTES:
            start = hash_of(text[:START_BYTES]) >> (64 - START_BITS)
            starts[start >> 3] |= 1 << (start & 7)
        hashed = hash_of(text)
        slot = hashed >> (64 - SLOT_BITS)
        mark = (hashed >> (64 - SLOT_BITS - 32 + OFFSET_BITS)) & ((1 << (32 - OFFSET_BITS)) - 1)
        while slots[slot]:
            slot = (slot + 1) % len(slots)
        slots[slot] = mark << OFFSET_BITS | (offset + 1)
        offset += len(text) + 1
    if offset >= 1 << OFFSET_BITS or len(texts) * 4 > len(slots) * 3:
        sys.exit("the published secrets have outgrown their index")
    origins, table = b"", []
    for _, product, source in defaults:
        table.append(len(origins))
        origins += product + b"\t" + source + b"\n"
    table.append(len(origins))
    return {
        "known.list": b"".join(text + b"\n" for text in texts),
        "known.index": struct.pack(f"<{len(slots)}I", *slots),
        "known.starts": bytes(starts),
        "known.origins": struct.pack(f"<{len(table) + 1}I", len(defaults), *table) + origins,
    }


# How much of what people type comes from which list, to tell the words' probabilities. The numbers only make words
# cheaper or dearer; what the judge concludes holds for any that sum to at most one.
SHARES = {"en": 0.33, "passwords": 0.17, "trade": 0.30, "first_names": 0.03, "surnames": 0.02, "diceware": 0.10,
          "de": 0.05, "fr": 0.04, "es": 0.04, "it": 0.03, "pt": 0.02, "nl": 0.02, "pl": 0.02}
LANGUAGES = {"en", "de", "fr", "es", "it", "pt", "nl", "pl"}
EVEN = {"diceware"}  # lists whose words are as likely as each other
SENTENCE_WORDS = 150  # the commonest words of each language: articles, pronouns, prepositions, auxiliaries
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"})


def spellings(word: str):
    """The word, and as it is typed where there are no accents: `schön`, `schoen`, `schon`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.replace("ß", "ss").replace("ł", "l"))
                    if not unicodedata.combining(c))
    return {form.encode() for form in (word, word.translate(UMLAUTS), plain)
            if form == word or form.isascii()}


def read_words(data: Path):
    """Each word's probability, and the words that sentences are made of."""
    shares, glue = {}, set()
    for name, share in SHARES.items():
        words = (data / "words" / f"{name}.txt").read_text().splitlines()
        weights = [1.0 if name in EVEN else 1 / (rank + 1.5) for rank in range(len(words))]
        total = sum(weights)
        for rank, (word, weight) in enumerate(zip(words, weights)):
            for form in spellings(word):
                shares[form] = shares.get(form, 0) + share * weight / total
                if name in LANGUAGES and rank < SENTENCE_WORDS:
                    glue.add(form)
    total = sum(shares.values())
    return {word: share / total for word, share in shares.items()}, glue


class Automaton:
    """A minimal acyclic automaton. An edge is label | last << 8 | word << 9 | target << 10: the byte, whether it is its
    node's last, whether a word ends with it, and the number of the first edge of the node behind it (0 for none).
    """

    def __init__(self, words):
        self.edges, self.skips, self.order = [0], [0], []
        self._nodes = {(): (0, 0)}  # a node's edges -> its number, and how many words it leads to
        sys.setrecursionlimit(10000)
        self.root, _ = self._node(sorted(words), 0)
        # A walk begins at edge 0, which is therefore the way into the root.
        self.edges[0] = 1 << 8 | self.root << 10
        self._enumerate(self.root, b"")

    def _node(self, words, depth):
        edges, at = [], 0
        while at < len(words):
            label, end = words[at][depth], at
            while end < len(words) and words[end][depth] == label:
                end += 1
            is_word = len(words[at]) == depth + 1
            rest = words[at + 1 if is_word else at:end]
            target, count = self._node(rest, depth + 1) if rest else (0, 0)
            edges.append((-count - is_word, label, is_word, target))
            at = end
        edges.sort()  # those with most words are found first
        key = tuple(edges)
        if key not in self._nodes:
            first, skip = len(self.edges), 0
            for number, (count, label, is_word, target) in enumerate(edges):
                self.edges.append(label | (number == len(edges) - 1) << 8 | is_word << 9 | target << 10)
                self.skips.append(skip)
                skip -= count
            self._nodes[key] = (first, skip)
        return self._nodes[key]

    def _enumerate(self, node, prefix):
        at = node
        while True:
            edge = self.edges[at]
            word = prefix + bytes([edge & 0xff])
            if edge >> 9 & 1:
                self.order.append(word)
            if edge >> 10:
                self._enumerate(edge >> 10, word)
            if edge >> 8 & 1:
                return
            at += 1


def word_tables(words, glue):
    automaton = Automaton(words)
    costs = bytearray()
    for word in automaton.order:
        quarters = math.ceil(-4 * math.log2(words[word]))
        costs.append(min(quarters, 127) | (0x80 if word in glue else 0))
    return {
        "words.edges": struct.pack(f"<{len(automaton.edges)}I", *automaton.edges),
        "words.skips": struct.pack(f"<{len(automaton.skips)}I", *automaton.skips),
        "words.costs": bytes(costs),
    }


def phrase_tables(data: Path):
    phrases = {line.replace(" ", "").encode() for line in (data / "phrases.txt").read_text().splitlines()}
    automaton = Automaton(phrases)
    return {"phrases.edges": struct.pack(f"<{len(automaton.edges)}I", *automaton.edges)}


HASHED_WORDS = 25000


def digest_tables(known, words):
    """Eight bytes of each digest tell it from a random one but for a chance of one in 10^13."""
    common = sorted(words, key=words.get, reverse=True)[:HASHED_WORDS]
    found = {hashlib.new(name, text).digest()[:8] for name in ("md5", "sha1", "sha256", "sha512") for text in common}
    found |= {hashlib.new(name, text).digest()[:8] for name in ("md5", "sha256") for text in known}
    ordered = sorted(found)
    first, at = [], 0
    for prefix in range((1 << 16) + 1):
        while at < len(ordered) and int.from_bytes(ordered[at][:2], "big") < prefix:
            at += 1
        first.append(at)
    return {
        "digests.first": struct.pack(f"<{len(first)}I", *first),
        "digests.middle": struct.pack(f"<{len(ordered)}I", *(int.from_bytes(d[2:6], "big") for d in ordered)),
        "digests.last": struct.pack(f"<{len(ordered)}H", *(int.from_bytes(d[6:8], "big") for d in ordered)),
    }


def embedding(tables, out: Path) -> str:
    """An `asm` statement: each table between jwtkeep_NAME_begin and jwtkeep_NAME_end, 64-byte aligned."""
    digest = hashlib.sha256()
    lines = ['.section .rodata.jwtkeep,\\"a\\"']
    for name, content in tables.items():
        digest.update(hashlib.sha256(content).digest())
        symbol = "jwtkeep_" + name.replace(".", "_")
        lines += [".balign 64", f".globl {symbol}_begin", f".hidden {symbol}_begin", f"{symbol}_begin:",
                  f'.incbin \\"{out / name}\\"', f".globl {symbol}_end", f".hidden {symbol}_end", f"{symbol}_end:",
                  ".byte 0"]
    lines += [f"# {digest.hexdigest()}", ".text"]
    return "asm(\n" + "".join(f'    "{line}\\n"\n' for line in lines) + ");\n"


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    tables = known_tables(data)
    words, glue = read_words(data)
    tables |= word_tables(words, glue) | phrase_tables(data)
    tables |= digest_tables(tables["known.list"].split(b"\n")[:-1], words)
    for name, content in tables.items():
        (out / name).write_bytes(content)
    (out / "tables.inc").write_text(embedding(tables, out))


if __name__ == "__main__":
    main()
