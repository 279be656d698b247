#include "jwtkeep/strength/examine.hpp"

#include <algorithm>
#include <bitset>

#include "jwtkeep/strength/byte_estimate.hpp"
#include "jwtkeep/strength/decode.hpp"
#include "jwtkeep/strength/known_secrets.hpp"
#include "jwtkeep/strength/letter_pairs.hpp"

namespace jwtkeep::strength {
namespace {

constexpr int kDeepestEncoding = 4;
constexpr std::size_t kMostPatterns = 64;
constexpr double kKnownBits = 10;           // a thousand words and variants are tried at once
constexpr double kBitsPerPrintable = 6.57;  // log2 of the 95 printable ASCII characters
constexpr double kBitsPerLetter = 3;        // of words in a language whose dictionary zxcvbn lacks, generously
// Random text loses up to a third of its bits to words and dates that zxcvbn sees in it by chance; below these shares
// of what its alphabet could hold, somebody wrote it.
constexpr double kWrittenShareOfText = 0.65;

/// The same for what may be an encoding. In a short one chance words weigh more; it is too short anyway.
double written_share(std::size_t characters) { return characters < 36 ? 0.34 : 0.55; }

base::ByteView judged_part(base::ByteView bytes) { return bytes.first(std::min(bytes.size(), kJudgedBytes)); }

double per_byte(base::ByteView bytes, double bits) { return bits * static_cast<double>(judged_part(bytes).size()); }

bool is_mixed_case(base::ByteView text) {
  return std::ranges::any_of(text, [](std::uint8_t c) { return c >= 'a' && c <= 'z'; }) &&
         std::ranges::any_of(text, [](std::uint8_t c) { return c >= 'A' && c <= 'Z'; });
}

/// Text with binary around it, e.g. a password padded with zeros. Of random bytes 37 % are printable.
bool is_mostly_printable(base::ByteView bytes) {
  std::size_t printable = 0;
  std::bitset<256> others;
  for (const std::uint8_t c : bytes) {
    if (c >= 0x20 && c <= 0x7e)
      ++printable;
    else
      others.set(c);
  }
  return printable >= 8 &&
         (others.count() <= 2 || static_cast<double>(printable) >= 0.9 * static_cast<double>(bytes.size()));
}

/// Bits at most, where the letters run as language does.
double language_cap(base::ByteView text) {
  const LetterPairs pairs = count_letter_pairs(text);
  const auto all = per_byte(text, kBitsPerPrintable);
  if (pairs.pairs < 20 || static_cast<double>(pairs.common) < 0.5 * static_cast<double>(pairs.pairs)) return all;
  return all - static_cast<double>(pairs.pairs) * (kBitsPerPrintable - kBitsPerLetter);
}

void merge_smaller(Estimate& into, Estimate&& other) {
  into.bits = std::min(into.bits, other.bits);
  into.patterns.insert(into.patterns.end(), other.patterns.begin(), other.patterns.end());
}

/// A span of decoded bytes as the span of the characters that encode it.
Pattern to_outer(Pattern pattern, const Layer& layer) {
  std::size_t begin = pattern.offset;
  std::size_t end = pattern.offset + pattern.length;
  if (layer.encoding == Encoding::hex) {
    begin *= 2;
    end *= 2;
  } else if (layer.encoding == Encoding::base64 || layer.encoding == Encoding::base64url) {
    begin = begin * 4 / 3;
    end = (end * 4 + 2) / 3;
  }
  begin = std::min(begin, layer.extent);
  end = std::clamp(end, begin, layer.extent);
  return {pattern.kind, layer.offset + begin, end - begin};
}

}  // namespace

bool is_text(base::ByteView bytes) {
  const auto is_control = [](std::uint8_t c) { return (c < 0x20 && (c < '\t' || c > '\r')) || c == 0x7f; };
  if (std::ranges::any_of(bytes, is_control) || !base::is_utf8(bytes)) return false;
  // One of 15,000 random 16-byte keys is UTF-8 by chance, but mixes scripts as nobody writes.
  const auto size = static_cast<double>(bytes.size());
  const auto foreign = static_cast<double>(std::ranges::count_if(bytes, [](std::uint8_t c) { return c >= 0x80; }));
  return bytes.size() >= 24 || foreign <= 0.15 * size || foreign >= 0.8 * size;
}

Core significant_part(base::ByteView whole) {
  if (is_text(whole)) return core_of(whole);
  Core core{.text = whole, .tail_start = whole.size()};
  if (whole.size() % 8 == 1 && whole.back() == '\n') {
    core.newline = true;
    core.text = whole.first(whole.size() - 1);
    core.tail_start = core.text.size();
  }
  return core;
}

void Examination::note(Pattern pattern, const Layer& layer) {
  if (patterns_.size() >= kMostPatterns) return;
  for (const Layer* at = &layer; at != nullptr; at = at->outer) pattern = to_outer(pattern, *at);
  const auto is_it = [&](const Pattern& other) {
    return other.kind == pattern.kind && other.offset == pattern.offset && other.length == pattern.length;
  };
  if (std::ranges::none_of(patterns_, is_it)) patterns_.push_back(pattern);
}

void Examination::note_all(const Estimate& estimate, const Layer& layer) {
  for (const Pattern& pattern : estimate.patterns) note(pattern, layer);
}

Estimate Examination::estimate_plain(base::ByteView text) const {
  const base::ByteView part = judged_part(text);
  Estimate estimate = estimate_text(part, personal_);
  merge_smaller(estimate, estimate_bytes(part, kBitsPerPrintable));
  return estimate;
}

Opinion Examination::examine(base::ByteView bytes, const Layer& layer) {
  return is_text(bytes) ? examine_text(bytes, layer) : examine_raw(bytes, layer);
}

Opinion Examination::examine_raw(base::ByteView bytes, const Layer& layer) {
  const base::ByteView part = judged_part(bytes);
  Estimate estimate = estimate_bytes(part, 8);
  if (is_mostly_printable(part)) {
    Estimate text = estimate_text(part, personal_);
    if (text.bits >= written_share(part.size()) * per_byte(part, 8)) text.patterns.clear();
    merge_smaller(estimate, std::move(text));
  }
  if (is_known_key(bytes) || is_known_text(core_of(bytes).text)) {
    estimate.bits = std::min(estimate.bits, kKnownBits);
    estimate.patterns.push_back({FindingKind::known_secret, 0, bytes.size()});
  }
  note_all(estimate, layer);
  return {estimate.bits, bytes.size(), Encoding::raw};
}

Opinion Examination::examine_text(base::ByteView text, const Layer& layer) {
  Opinion opinion{per_byte(text, 8), text.size(), Encoding::text};
  const auto cap = [&](double bits) { opinion.bits = std::min(opinion.bits, bits); };
  if (is_known_text(text)) {
    note({FindingKind::known_secret, 0, text.size()}, layer);
    cap(kKnownBits);
  }
  const auto shape = shape_of(text);
  if (shape) {
    note({shape->kind, 0, text.size()}, layer);
    cap(shape->most_bits);
    opinion.length_bytes = shape->length_bytes;
    // What zxcvbn would say of a token's or an identifier's characters would only distract.
    if (shape->kind == FindingKind::pem_or_jwt || shape->kind == FindingKind::uuid) return opinion;
  }

  auto decoded = !shape && layer.depth < kDeepestEncoding ? decode(text) : std::nullopt;
  const bool at_random = decoded && looks_random(text, decoded->encoding);
  bool written = false;
  if (!at_random) {
    const Estimate plain = estimate_plain(text);
    const double held = decoded
                            ? written_share(text.size()) * per_byte(text, decoded->encoding == Encoding::hex ? 4 : 6)
                            : kWrittenShareOfText * per_byte(text, kBitsPerPrintable);
    written = plain.bits < held;
    if (!decoded || written) cap(plain.bits);
    // Not for what may be an encoding: in hex, digits that may stand for letters make words of anything.
    if (!decoded) cap(language_cap(judged_part(text)));
    if (written && plain.bits < kRequiredBits) note_all(plain, layer);
  }
  if (!decoded) return opinion;

  return decoded->bytes.reveal([&](base::ByteView inside) {
    const bool holds_text = is_text(inside);
    const bool meant = at_random || holds_text || decoded->encoding == Encoding::hex || text.back() == '=' ||
                       (!written && is_mixed_case(text));
    if (!meant) {
      cap(std::min(per_byte(inside, 8), language_cap(judged_part(text))));
      return opinion;
    }
    const Layer whole{&layer, decoded->prefix, text.size() - decoded->prefix, decoded->encoding, layer.depth + 1};
    const Core core = holds_text ? core_of(inside) : Core{.text = inside};
    const Layer part{&whole, core.offset, core.text.size(), Encoding::text, whole.depth};
    const Opinion inner = examine(core.text, part);
    if (holds_text && inner.bits < kRequiredBits) note({FindingKind::encoded_text, 0, text.size()}, layer);
    cap(inner.bits);
    opinion.length_bytes = inner.length_bytes;
    opinion.encoding = decoded->encoding;
    return opinion;
  });
}

}  // namespace jwtkeep::strength
