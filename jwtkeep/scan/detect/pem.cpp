// Private keys in PEM (RFC 7468), however the text that holds them breaks and escapes their lines.
#include <algorithm>

#include "jwtkeep/scan/detect/budget.hpp"
#include "jwtkeep/scan/detect/der.hpp"
#include "jwtkeep/scan/detect/joined_base64.hpp"
#include "jwtkeep/scan/detect/loose_base64.hpp"
#include "jwtkeep/scan/extract.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";
constexpr std::string_view kTrigger = "PRIVATE KEY";
constexpr std::string_view kEncodedBegin = "LS0tLS1CRUdJTi";      // base64 of `-----BEGIN`
constexpr std::string_view kOpenSsh = "b3BlbnNzaC1rZXktdjE";      // base64 of `openssh-key-v1`
constexpr std::size_t kLongestBody = std::size_t{24} << 10;       // RSA of 16384 bits takes 12.3 KB
constexpr std::size_t kShortestBody = 44;                         // Ed25519 without its public half: 64
constexpr std::size_t kShortestDamaged = 200, kShortestCut = 64;  // of what is no key as it stands

/// Whether a marker's label ends with the trigger here; OpenPGP's goes on with `BLOCK`.
bool begins_label_end(std::string_view text, std::size_t at) noexcept {
  const auto rest = text.substr(at);
  return rest.starts_with(kTrigger) && rest.substr(kTrigger.size()).starts_with(kDashes);
}

struct Label {
  std::size_t begin;      // of `-----BEGIN`
  std::string_view name;  // `RSA PRIVATE KEY`
};

/// Where the trigger at `at` is the end of a label.
std::optional<Label> label_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongestWord = 24;  // before `PRIVATE KEY`: `RSA `, `ENCRYPTED `
  const auto reach = kBegin.size() + kLongestWord;
  const auto from = at > reach ? at - reach : 0;
  const auto before = text.substr(from, at - from);
  const auto begin = before.rfind(kBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto word = before.substr(begin + kBegin.size());
  const bool plain =
      std::ranges::all_of(word, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' '; });
  if (!plain) return std::nullopt;
  const auto name_at = from + begin + kBegin.size();
  return Label{from + begin, text.substr(name_at, at + kTrigger.size() - name_at)};
}

/// What stands before the marker on its line and may be repeated on each: a comment's or a diff's sign. Nothing where
/// other text stands there.
std::string_view line_prefix(std::string_view text, std::size_t begin) {
  constexpr std::string_view kSigns = "#/*>|!;%+'-";
  std::size_t at = begin;
  while (at > 0 && begin - at < 8 && (kSigns.contains(text[at - 1]) || text[at - 1] == ' ' || text[at - 1] == '\t')) {
    --at;
  }
  if (at > 0 && text[at - 1] != '\n') return {};
  auto prefix = text.substr(at, begin - at);
  while (!prefix.empty() && (prefix.front() == ' ' || prefix.front() == '\t')) prefix.remove_prefix(1);
  while (!prefix.empty() && (prefix.back() == ' ' || prefix.back() == '\t')) prefix.remove_suffix(1);
  return prefix;
}

/// Where the next line begins, be its break a real one or an escape.
std::size_t next_line(std::string_view text, std::size_t at) {
  for (const auto end = std::min(text.size(), at + 200); at < end; ++at) {
    if (text[at] == '\n') return at;
    if (text[at] == '\\' && at + 1 < end && (text[at + 1] == 'n' || text[at + 1] == 'r')) return at;
  }
  return at;
}

/// Passes over the headers of RFC 1421 (`Proc-Type: 4,ENCRYPTED`, `DEK-Info: ...`); true where they say that a
/// passphrase encrypts it.
bool pass_headers(std::string_view text, std::size_t& at, std::string_view prefix) {
  bool encrypted = false;
  for (int lines = 0; lines < 8; ++lines) {
    // A header begins with letters and `-`, which the reader takes or stops at; its colon tells.
    const auto joint = read_joined_base64(text, at, prefix, 0).stop;
    std::size_t name = joint;
    while (name < text.size() && name - joint < 40 && (is_base64url(text[name]))) ++name;
    if (name == joint || name == text.size() || text[name] != ':') return encrypted;
    const auto end = next_line(text, name);
    encrypted = encrypted || text.substr(name, end - name).contains("ENCRYPTED");
    at = end;
  }
  return encrypted;
}

struct Body {
  std::string_view rule;
  Certainty certainty;
};

/// What a block of this label with this body is, if it is a key at all.
std::optional<Body> judge_body(std::string_view label, std::string_view body, bool by_header, bool ended, bool cut) {
  constexpr Body kPlain{"pem-private-key", Certainty::sink};
  constexpr Body kSealed{"pem-encrypted-private-key", Certainty::named};
  if (body.size() < kShortestBody) return std::nullopt;
  if (body.starts_with(kOpenSsh)) {
    // Its head is lengths, mostly zeros.
    constexpr std::size_t kHead = 96;
    const bool key = body.size() >= 2 * kHead && is_varied(body.substr(kHead, kHead));
    return key ? std::optional(Body{"openssh-private-key", Certainty::sink}) : std::nullopt;
  }
  if (by_header) return is_varied(body) ? std::optional(kSealed) : std::nullopt;
  const auto der =
      loose_base64_decode(body.substr(0, body.size() / 4 * 4 + (body.size() % 4 == 1 ? 0 : body.size() % 4)));
  if (!der) return std::nullopt;
  const auto size = der_sequence_size(der->bytes());
  if (!size) return std::nullopt;
  const bool sealed = label.starts_with("ENCRYPTED");
  if (!sealed && is_private_key_der(der->bytes())) return kPlain;
  if (!is_varied(body)) return std::nullopt;
  if (sealed) return *size <= der->size() ? std::optional(kSealed) : std::nullopt;
  // What the file's end or its reader cut off; and a key with a damaged or an unknown structure.
  if (cut && body.size() >= kShortestCut) return kPlain;
  if (ended && body.size() >= kShortestDamaged && *size <= der->size() + der->size() / 4) return kPlain;
  return std::nullopt;
}

/// The block that begins at `label`.
std::optional<Candidate> read_block(std::string_view text, const Label& label, Budget& budget) {
  const auto prefix = line_prefix(text, label.begin);
  std::size_t at = label.begin + kBegin.size() + label.name.size() + kDashes.size();
  const auto start = at;
  const bool sealed = pass_headers(text, at, prefix);
  const auto body = read_joined_base64(text, at, prefix, kLongestBody);
  budget.take(body.stop - start);
  const bool ended = text.substr(body.stop).starts_with(kEnd);
  const auto kind = judge_body(label.name, body.text.view(), sealed, ended, body.at_text_end);
  if (!kind) return std::nullopt;
  Candidate key{.rule = kind->rule, .kind = Kind::pem, .certainty = kind->certainty, .quoted = true};
  key.span = {label.begin, body.end};
  if (ended) {
    const auto end = text.find(kDashes, body.stop + kEnd.size());
    if (end != std::string_view::npos && end - body.stop < 60) key.span.end = end + kDashes.size();
  }
  // As a file has it, for whoever reads the key.
  constexpr std::size_t kLine = 64;
  auto rest = body.text.view();
  key.value.reserve(rest.size() + rest.size() / kLine + 2 * (kBegin.size() + label.name.size() + kDashes.size()) + 8);
  for (const auto part : {kBegin, label.name, kDashes, std::string_view("\n")}) key.value.append(part);
  const auto padding = (4 - rest.size() % 4) % 4;
  for (; !rest.empty(); rest.remove_prefix(std::min(kLine, rest.size()))) {
    key.value.append(rest.substr(0, kLine));
    if (rest.size() <= kLine) key.value.append(std::string_view("===").substr(0, padding));
    key.value.push_back('\n');
  }
  for (const auto part : {kEnd, label.name, kDashes, std::string_view("\n")}) key.value.append(part);
  return key;
}

std::optional<Candidate> block_in(std::string_view text, Budget& budget) {
  const auto trigger = text.find(kTrigger);
  if (trigger == std::string_view::npos || !begins_label_end(text, trigger)) return std::nullopt;
  const auto label = label_at(text, trigger);
  return label ? read_block(text, *label, budget) : std::nullopt;
}

}  // namespace

void extract_pem(const SourceText& source, Candidates& found) {
  const auto text = source.text;
  Budget budget(text.size());
  std::size_t done = 0;
  for (const auto& trigger : source.triggers) {
    if (trigger.sign != Sign::pem || trigger.offset < done || budget.is_spent()) continue;
    const auto at = trigger.offset;
    std::optional<Candidate> key;
    if (begins_label_end(text, at)) {
      if (const auto label = label_at(text, at)) key = read_block(text, *label, budget);
    } else if (text.substr(at).starts_with(kEncodedBegin)) {
      // A whole PEM text in base64, as a Secret of Kubernetes or a variable holds it.
      const auto encoded = read_joined_base64(text, at, {}, kLongestBody * 3 / 2);
      budget.take(encoded.stop - at);
      done = encoded.end;
      const auto size = encoded.text.size() - (encoded.text.size() % 4 == 1 ? 1 : 0);
      if (const auto inner = loose_base64_decode(encoded.text.view().substr(0, size))) {
        key = block_in(inner->view(), budget);
        if (key) key->span = {at, encoded.end};
      }
    }
    if (!key) continue;
    done = key->span.end;
    found.push_back(*std::move(key));
  }
}

}  // namespace jwtkeep::scan
