// Private keys' DER, encoded or as bytes.
#include "jwtkeep/scan/detect/der.hpp"

#include "jwtkeep/scan/detect/budget.hpp"
#include "jwtkeep/scan/detect/byte_list.hpp"
#include "jwtkeep/scan/detect/joined_base64.hpp"
#include "jwtkeep/scan/detect/loose_base64.hpp"
#include "jwtkeep/scan/extract.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLargest = std::size_t{16} << 10;  // RSA of 16384 bits takes 9.3 KB

/// How long a key is that begins with these bytes: a SEQUENCE, and an INTEGER of one byte in it. Certificates and
/// public keys have a SEQUENCE, or a number of hundreds of bytes.
std::optional<std::size_t> size_by_head(base::ByteView head) noexcept {
  const auto size = der_sequence_size(head);
  if (!size || *size > kLargest || *size < 40) return std::nullopt;
  const std::size_t header = head[1] < 0x80 ? 2 : head[1] == 0x81 ? 3 : 4;
  if (head.size() < header + 3 || head[header] != 0x02 || head[header + 1] != 0x01 || head[header + 2] > 1) {
    return std::nullopt;
  }
  return size;
}

Candidate key_candidate(Span span, std::string_view written, Characters der) {
  Candidate key{.rule = "der-private-key", .kind = Kind::der, .certainty = Certainty::sink, .span = span};
  key.value = Characters(written);
  key.decoded = std::move(der);
  key.quoted = true;
  return key;
}

/// Base64 that goes on before a trigger is another text's.
bool begins_run(std::string_view text, std::size_t at) noexcept {
  return at == 0 || sextet(text[at - 1]) < 0 || (text[at - 1] == 'n' && at >= 2 && text[at - 2] == '\\');
}

/// Whether a marker stands before it with nothing but line breaks and quotation marks between: a key in PEM is told as
/// such.
bool is_in_pem(std::string_view text, std::size_t at) noexcept {
  constexpr std::string_view kMarker = "KEY-----";
  constexpr std::size_t kReach = 60;
  const auto from = at > kReach ? at - kReach : 0;
  const auto before = text.substr(from, at - from);
  const auto marker = before.rfind(kMarker);
  if (marker == std::string_view::npos) return false;
  const auto between = before.substr(marker + kMarker.size());
  return between.find_first_not_of(" \t\r\n\\nr\"'`+,.&()#/*>|") == std::string_view::npos;
}

std::optional<Candidate> base64_key(std::string_view text, std::size_t at, Budget& budget) {
  constexpr std::size_t kHeadCharacters = 12;
  if (!begins_run(text, at)) return std::nullopt;
  const auto head = loose_base64_decode(text.substr(at, kHeadCharacters));
  if (!head) return std::nullopt;
  const auto size = size_by_head(head->bytes());
  if (!size) return std::nullopt;
  const auto body = read_joined_base64(text, at, {}, (*size * 4 + 2) / 3);
  budget.take(body.stop - at);
  auto der = loose_base64_decode(body.text.view());
  if (!der || !is_private_key_der(der->bytes())) return std::nullopt;
  return key_candidate({at, body.end}, body.text.view(), *std::move(der));
}

std::optional<Candidate> listed_key(std::string_view text, std::size_t at, Budget& budget) {
  constexpr std::size_t kHeadBytes = 8;
  ByteList list(text, at);
  Characters der;
  if (!list.read(kHeadBytes, der)) return std::nullopt;
  const auto size = size_by_head(der.bytes());
  if (!size) return std::nullopt;
  der.reserve(*size);
  const bool whole = list.read(*size - kHeadBytes, der);
  budget.take(list.end() - at);
  if (!whole || !is_private_key_der(der.bytes())) return std::nullopt;
  return key_candidate({at, list.end()}, text.substr(at, list.end() - at), std::move(der));
}

}  // namespace

void extract_der(const SourceText& source, Candidates& found) {
  const auto text = source.text;
  if (text.starts_with('\x30') && is_private_key_der(base::as_bytes(text))) {
    found.push_back(key_candidate({0, text.size()}, text, Characters(text)));
    return;
  }
  Budget budget(text.size());
  std::size_t done = 0;
  for (const auto& trigger : source.triggers) {
    if (trigger.sign != Sign::der || trigger.offset < done) continue;
    if (budget.is_spent()) return;
    const auto at = trigger.offset;
    if (is_in_pem(text, at)) continue;
    auto key = text.substr(at).starts_with('M') ? base64_key(text, at, budget) : listed_key(text, at, budget);
    if (!key) continue;
    done = key->span.end;
    found.push_back(*std::move(key));
  }
}

}  // namespace jwtkeep::scan
