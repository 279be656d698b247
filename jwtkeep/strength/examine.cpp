#include "jwtkeep/strength/examine.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>

#include "jwtkeep/strength/byte_estimate.hpp"
#include "jwtkeep/strength/decode.hpp"
#include "jwtkeep/strength/json_values.hpp"
#include "jwtkeep/strength/typing_model.hpp"

namespace jwtkeep::strength {
namespace {

constexpr int kDeepestEncoding = 4;
constexpr std::size_t kMostPatterns = 64;
constexpr double kBitsPerPrintable = 6.57;  // log2 of the 95 printable ASCII characters
// Only time is at stake here: one random encoding in 250 gains so much by chance and is looked at for words too.
constexpr double kWorthALook = 8;
// What the choice between two codes and a few encodings costs (typing_model.hpp).
constexpr double kChoice = 5;
// Short of 32 bytes a secret is refused for its length in any case. In sizes that nobody generates, less evidence
// will then do to call it typed; and one of 2^24 that a decoded text is meant as text.
constexpr std::size_t kFullSize = 32;
constexpr double kTypedGainOfOddSize = 20;
constexpr double kTextGain = 24;

bool is_usual_size(std::size_t bytes) { return bytes >= kFullSize || bytes == 16 || bytes == 20 || bytes == 24; }

double needed_gain(std::size_t decoded_bytes) {
  return is_usual_size(decoded_bytes) ? kTypedGain : kTypedGainOfOddSize;
}

/// What random digits of an encoding hold; padding and line breaks hold nothing.
double bits_of_digits(base::ByteView text, Encoding encoding) {
  const auto others = std::ranges::count_if(text, [](std::uint8_t c) { return c == '=' || c == '\n' || c == '\r'; });
  return (encoding == Encoding::hex ? 4 : 6) * (static_cast<double>(text.size()) - static_cast<double>(others));
}

base::ByteView judged_part(base::ByteView bytes) { return bytes.first(std::min(bytes.size(), kJudgedBytes)); }

double per_byte(base::ByteView bytes, double bits) { return bits * static_cast<double>(judged_part(bytes).size()); }

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

/// The shortest block that, repeated (the last time perhaps cut short), gives all of `bytes` at least twice; else all.
/// Quadratic at worst, and so not asked of longer secrets, whose estimates fall by their copies alone.
std::size_t repeated_block(base::ByteView bytes) {
  if (bytes.size() > kJudgedBytes) return bytes.size();
  for (std::size_t period = 1; period * 2 <= bytes.size(); ++period) {
    if (std::equal(bytes.begin() + static_cast<std::ptrdiff_t>(period), bytes.end(), bytes.begin())) return period;
  }
  return bytes.size();
}

/// Whether what an encoding held is a text, and not random bytes that happen to be one.
bool is_meant_as_text(base::ByteView inside) {
  return is_text(inside) && quick_gain(judged_part(inside), per_byte(inside, 8)) >=
                                (inside.size() % 4 == 0 ? kTextGain : kTypedGainOfOddSize);
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
  // Vertical tabs and form feeds too: nobody ends a line of a secret by one, but random bytes do.
  const auto is_control = [](std::uint8_t c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f; };
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

void Examination::note_all(const std::vector<Pattern>& patterns, const Layer& layer) {
  for (const Pattern& pattern : patterns) note(pattern, layer);
}

void Examination::add_published(const std::optional<Published>& found, base::ByteView bytes, const Layer& layer,
                                Opinion& opinion) {
  if (!found) return;
  note({found->is_same ? FindingKind::known_secret : FindingKind::known_variant, 0, bytes.size()}, layer);
  opinion.bits = std::min(opinion.bits, found->bits);
  if (found->is_same && !published_) published_ = found;
}

void Examination::examine_whole(base::ByteView whole) {
  const auto known = published_counts_ ? find_known(whole) : std::nullopt;
  if (!known || !known->same_case) return;
  published_ = Published{.known = *known, .bits = std::log2(known->number + 1), .is_same = true};
  patterns_.push_back({FindingKind::known_secret, 0, whole.size()});
}

Opinion Examination::examine(base::ByteView bytes, const Layer& layer) {
  return is_text(bytes) ? examine_text(bytes, layer) : examine_raw(bytes, layer);
}

Opinion Examination::examine_raw(base::ByteView bytes, const Layer& layer) {
  const base::ByteView part = judged_part(bytes);
  const Estimate estimate = estimate_bytes(part, 8);
  note_all(estimate.patterns, layer);
  Opinion opinion{estimate.bits, bytes.size(), Encoding::raw};
  if (is_mostly_printable(part) && quick_gain(part, per_byte(part, 8)) >= kTypedGain) {
    add_typed(read_typed(part, per_byte(part, 8), personal_, published_counts_), layer, opinion);
  }
  if (published_counts_ && is_digest_of_word(bytes)) {
    note({FindingKind::hash_of_word, 0, bytes.size()}, layer);
    opinion.bits = std::min(opinion.bits, kBitsOfDigest);
  }
  if (is_der_key(bytes)) note({FindingKind::pem_or_jwt, 0, bytes.size()}, layer);
  if (published_counts_) {
    const auto found = published_key(bytes);
    add_published(found ? found : published_text(core_of(bytes).text), bytes, layer, opinion);
  }
  if (const std::size_t block = repeated_block(bytes); block < bytes.size()) {
    opinion.length_bytes = block;
    opinion.bits = std::min(opinion.bits, 8 * static_cast<double>(block));
  }
  return opinion;
}

Opinion Examination::examine_text(base::ByteView text, const Layer& layer) {
  Opinion opinion{per_byte(text, 8), text.size(), Encoding::text};
  const auto cap = [&](double bits) { opinion.bits = std::min(opinion.bits, bits); };
  if (published_counts_) {
    const auto found = published_text(text);
    add_published(found, text, layer, opinion);
    // Of what is published there is nothing more to say; what encodes it has the same length.
    if (found && found->is_same) return opinion;
  }
  const auto shape = shape_of(text);
  if (shape) {
    note({shape->kind, 0, text.size()}, layer);
    cap(shape->most_bits);
    opinion.length_bytes = shape->length_bytes;
    // What zxcvbn would say of a token's or an identifier's characters would only distract.
    if (shape->kind == FindingKind::pem_or_jwt || shape->kind == FindingKind::uuid) return opinion;
  }

  const auto decoded = !shape && layer.depth < kDeepestEncoding ? decode(text) : std::nullopt;
  const base::ByteView part = judged_part(text);
  bool typed = !decoded;
  if (!decoded) {
    cap(kBitsPerPrintable * static_cast<double>(part.size()));
    add_typed(read_typed(part, 0, personal_, published_counts_), layer, opinion);
    add_json(text, layer, opinion);
  } else if (const double held = bits_of_digits(part, decoded->encoding);
             !is_usual_size(decoded->bytes.size()) || quick_gain(part, held) >= kWorthALook ||
             (published_counts_ && holds_published(part))) {
    const TypedReading reading = read_typed(part, held, personal_, published_counts_);
    cap(held - reading.gain + kChoice);
    typed = reading.gain >= needed_gain(decoded->bytes.size());
    if (typed) add_typed(reading, layer, opinion);
  }
  if (decoded) {
    decoded->bytes.reveal([&](base::ByteView inside) { add_decoded(text, *decoded, inside, typed, layer, opinion); });
  }
  if (const std::size_t block = repeated_block(text); block < text.size()) {
    const auto before = published_;
    const Opinion once = examine(text.first(block), layer);
    published_ = before;
    cap(once.bits);
    opinion.length_bytes = std::min(opinion.length_bytes, once.length_bytes);
  }
  return opinion;
}

void Examination::add_typed(const TypedReading& reading, const Layer& layer, Opinion& opinion) {
  opinion.bits = std::min(opinion.bits, reading.bits);
  // Of what is published there is nothing more to say.
  if (reading.bits < kRequiredBits && !published_) note_all(reading.patterns, layer);
}

/// What a JSON text holds is its strings and numbers; around them everybody writes the same.
void Examination::add_json(base::ByteView text, const Layer& layer, Opinion& opinion) {
  constexpr double kBitsOfAround = 8;  // names of members and how they are set
  const auto values = json_values(text);
  if (values.empty() || layer.depth >= kDeepestEncoding) return;
  const auto before = published_;
  double bits = kBitsOfAround;
  std::size_t length = 0;
  for (const JsonValue& value : values) {
    const Layer inside{&layer, value.offset, value.length, Encoding::text, layer.depth + 1};
    const Opinion inner = examine(text.subspan(value.offset, value.length), inside);
    bits += inner.bits;
    length += inner.length_bytes;
  }
  published_ = before;  // a piece of it may be, but not the whole
  if (bits < kRequiredBits) note({FindingKind::encoded_text, 0, text.size()}, layer);
  opinion.bits = std::min(opinion.bits, bits);
  opinion.length_bytes = std::min(opinion.length_bytes, std::max<std::size_t>(length, 1));
}

void Examination::add_decoded(base::ByteView text, const Decoded& decoded, base::ByteView inside, bool typed,
                              const Layer& layer, Opinion& opinion) {
  const bool holds_text = is_meant_as_text(inside);
  // A typed text may be base64 by chance; hex or a pad at its end is no chance.
  if (typed && !holds_text && decoded.encoding != Encoding::hex && text.back() != '=') {
    opinion.bits = std::min(opinion.bits, per_byte(inside, 8));
    return;
  }
  const Layer whole{&layer, decoded.prefix, text.size() - decoded.prefix, decoded.encoding, layer.depth + 1};
  const Core core = holds_text ? core_of(inside) : Core{.text = inside};
  const Layer part{&whole, core.offset, core.text.size(), Encoding::text, whole.depth};
  const Opinion inner = holds_text ? examine(core.text, part) : examine_raw(inside, part);
  if (holds_text && inner.bits < kRequiredBits) note({FindingKind::encoded_text, 0, text.size()}, layer);
  opinion.bits = std::min(opinion.bits, inner.bits);
  opinion.length_bytes = inner.length_bytes;
  opinion.encoding = decoded.encoding;
}

}  // namespace jwtkeep::strength
