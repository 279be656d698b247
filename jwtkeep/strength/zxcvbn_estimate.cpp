#include "jwtkeep/strength/zxcvbn_estimate.hpp"

#include <zxcvbn.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <memory>
#include <optional>

namespace jwtkeep::strength {
namespace {

// zxcvbn looks at 100 characters in detail and takes the rest for granted; its time grows faster than its input.
constexpr std::size_t kWindow = 100;
constexpr std::size_t kLongestPersonalWord = 64;

bool is_printable(std::uint8_t byte) { return byte >= 0x20 && byte <= 0x7e; }
bool is_letter(std::uint8_t byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

std::optional<FindingKind> kind_of(int type) {
  if ((type & MULTIPLE_MATCH) != 0) return FindingKind::repeat;
  switch (type) {
    case DICTIONARY_MATCH:
    case DICT_LEET_MATCH: return FindingKind::dictionary_word;
    case USER_MATCH:
    case USER_LEET_MATCH: return FindingKind::personal;
    case REPEATS_MATCH: return FindingKind::repeat;
    case SEQUENCE_MATCH: return FindingKind::sequence;
    case SPATIAL_MATCH: return FindingKind::keyboard_walk;
    case DATE_MATCH:
    case YEAR_MATCH: return FindingKind::date;
    default: return std::nullopt;
  }
}

Part::Make make_of(int type) {
  if (type == BRUTE_MATCH) return Part::Make::literal;
  return type == DICTIONARY_MATCH || type == USER_MATCH ? Part::Make::word : Part::Make::other;
}

/// Words that stand in JWT secrets far more often than in any dictionary of passwords.
constexpr std::array kTradeWords{
    "secret",  "jwt",     "key",        "token",  "api",   "app",     "auth",    "access",  "refresh",
    "prod",    "dev",     "test",       "super",  "my",    "your",    "signing", "private", "hmac",
    "hs256",   "hs512",   "sha256",     "change", "long",  "random",  "string",  "service", "staging",
    "server",  "backend", "admin",      "user",   "login", "session", "config",  "env",     "default",
    "example", "company", "production", "bits",   "chars", "secure",  "not",     "this",
};

/// Feeds windows of printable ASCII to zxcvbn from one guarded, NUL-terminated buffer.
///
/// What zxcvbn-c 2.5 keeps while it runs, by its source: a reversed copy in a malloc block, which it overwrites with
/// marks before freeing it, and single characters on the stack. A search of the heap and the whole stack after a call
/// (Debian's 2.5+dfsg-1, one text of words, a date and random characters) found no three neighbouring characters of it
/// in either order. The copy is in ordinary memory for the time of the call: not locked, and in a core dump made then.
class Matcher {
 public:
  explicit Matcher(const std::vector<std::string>& personal) : buffer_(kWindow + 1) {
    // First, so that the context makes nothing dearer.
    words_.assign(kTradeWords.begin(), kTradeWords.end());
    for (const std::string& entry : personal) words_.push_back(entry.c_str());
    words_.push_back(nullptr);
  }

  void match(base::ByteView window, std::size_t offset, Estimate& into) {
    buffer_.fill([&](base::MutableByteView target) {
      std::fill(std::ranges::copy(window, target.begin()).out, target.end(), std::uint8_t{0});
    });
    ZxcMatch_t* matches = nullptr;
    into.bits += buffer_.reveal([&](base::ByteView text) {
      return ZxcvbnMatch(reinterpret_cast<const char*>(text.data()), words_.data(), &matches);
    });
    const std::unique_ptr<ZxcMatch_t, void (*)(ZxcMatch_t*)> owner(matches, ZxcvbnFreeInfo);
    for (const ZxcMatch_t* match = matches; match != nullptr; match = match->Next) {
      const auto begin = static_cast<std::size_t>(match->Begin);
      const auto length = static_cast<std::size_t>(match->Length);
      into.parts.push_back({make_of(match->Type), offset + begin, length, match->Entrpy});
      note(*match, window.subspan(begin, length), offset, into);
    }
  }

 private:
  static void note(const ZxcMatch_t& match, base::ByteView piece, std::size_t offset, Estimate& into) {
    auto kind = kind_of(match.Type);
    // Three letters make a word of almost anything.
    if (!kind || match.Length < 4) return;
    if (kind == FindingKind::personal && is_trade_word(piece)) kind = FindingKind::dictionary_word;
    into.patterns.push_back({*kind, offset + static_cast<std::size_t>(match.Begin), piece.size()});
  }

  /// Case aside, or with a replaced letter.
  static bool is_trade_word(base::ByteView piece) {
    const auto same = [](char a, std::uint8_t b) { return a == (b | 0x20) || !is_letter(b); };
    return std::ranges::any_of(kTradeWords, [&](std::string_view known) {
      return known.size() == piece.size() && std::equal(known.begin(), known.end(), piece.begin(), same);
    });
  }

  base::SecretBytes buffer_;
  std::vector<const char*> words_;
};

/// The length of the UTF-8 sequence that starts with `lead`; 1 for what starts none.
std::size_t sequence_length(std::uint8_t lead) {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0) return lead < 0xf0 ? 3 : 1;
  return lead >= 0xc2 ? 2 : 1;
}

/// People write words outside ASCII too, and zxcvbn has no dictionary for them. Shannon's 1 to 2.5 bits a letter are
/// rounded up; ideographs carry about a syllable each.
double price_of_letter(std::size_t utf8_length) { return utf8_length == 2 ? 3.0 : 6.0; }

std::size_t printable_run(base::ByteView text, std::size_t from) {
  const auto begin = text.begin() + static_cast<std::ptrdiff_t>(from);
  const auto limit = begin + static_cast<std::ptrdiff_t>(std::min(kWindow, text.size() - from));
  return static_cast<std::size_t>(std::find_if_not(begin, limit, is_printable) - begin);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

void add_word(std::vector<std::string>& words, std::string_view candidate) {
  if (candidate.size() < 3 || candidate.size() > kLongestPersonalWord) return;
  if (!base::is_printable_ascii(base::as_bytes(candidate))) return;
  std::string entry = lower(candidate);
  if (std::ranges::find(words, entry) == words.end()) words.push_back(std::move(entry));
}

}  // namespace

std::vector<std::string> personal_words(const std::vector<std::string>& context) {
  constexpr std::string_view kSeparators = " .-_@/:,+";
  std::vector<std::string> words;
  for (const std::string& entry : context) {
    add_word(words, entry);
    std::string joined;
    for (std::size_t begin = 0; begin <= entry.size();) {
      const std::size_t end = std::min(entry.find_first_of(kSeparators, begin), entry.size());
      add_word(words, std::string_view(entry).substr(begin, end - begin));
      joined.append(entry, begin, end - begin);
      begin = end + 1;
    }
    add_word(words, joined);
  }
  return words;
}

Estimate estimate_text(base::ByteView text, const std::vector<std::string>& personal) {
  Estimate estimate;
  Matcher matcher(personal);
  std::bitset<256> controls;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t run = printable_run(text, i); run > 0) {
      matcher.match(text.subspan(i, run), i, estimate);
      i += run;
      continue;
    }
    const std::size_t length = std::min(sequence_length(text[i]), text.size() - i);
    if (length > 1) {
      estimate.bits += price_of_letter(length);
    } else {
      // Padding repeats one byte; each new one may be random.
      estimate.bits += controls.test(text[i]) ? 1 : 8;
      controls.set(text[i]);
    }
    i += length;
  }
  return estimate;
}

}  // namespace jwtkeep::strength
