#include "jwtkeep/scan/detect/token_text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/scan/detect/joined_base64.hpp"
#include "jwtkeep/scan/detect/loose_base64.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLongestHeader = std::size_t{16} << 10;  // with a chain of certificates
constexpr std::size_t kLongestPart = std::size_t{128} << 10;

/// The lengths, in characters, of the signatures of an algorithm (RFC 7518 section 3.1, RFC 8037, RFC 8812).
std::span<const std::size_t> signature_sizes(std::string_view alg) noexcept {
  static constexpr std::array<std::size_t, 1> kHs256{43}, kHs384{64}, kHs512{86}, kEs256{86}, kEs384{128}, kEs512{176};
  static constexpr std::array<std::size_t, 2> kEdwards{86, 152};
  static constexpr std::array<std::size_t, 5> kRsa{342, 512, 683, 171, 1366};  // of 2048, 3072, 4096, 1024, 8192 bits
  if (alg == "HS256") return kHs256;
  if (alg == "HS384") return kHs384;
  if (alg == "HS512") return kHs512;
  if (alg == "ES256" || alg == "ES256K") return kEs256;
  if (alg == "ES384") return kEs384;
  if (alg == "ES512") return kEs512;
  if (alg == "EdDSA" || alg == "Ed25519" || alg == "Ed448") return kEdwards;
  if (alg.starts_with("RS") || alg.starts_with("PS")) return kRsa;
  return {};
}

bool is_none(std::string_view alg) noexcept {
  return alg.size() == 4 && (alg[0] | 0x20) == 'n' && (alg[1] | 0x20) == 'o' && (alg[2] | 0x20) == 'n' &&
         (alg[3] | 0x20) == 'e';
}

struct Header {
  std::string alg;
  bool encrypted = false;
};

std::optional<Header> read_header(std::string_view part) {
  const auto json = loose_base64_decode(part);
  if (!json || !json->view().contains("\"alg\"")) return std::nullopt;
  const auto read = base::parse_json(json->view());
  if (!read) return std::nullopt;
  const auto* alg = read->find("alg");
  if (alg == nullptr || alg->string() == nullptr || alg->string()->empty()) return std::nullopt;
  const auto* enc = read->find("enc");
  return Header{*alg->string(), enc != nullptr && enc->string() != nullptr};
}

/// Whether it has what random text of its length has: a capital, a small letter and a digit, and many characters.
bool looks_random(std::string_view text) noexcept {
  bool capital = false, small = false, digit = false;
  for (const char c : text) {
    capital = capital || (c >= 'A' && c <= 'Z');
    small = small || (c >= 'a' && c <= 'z');
    digit = digit || (c >= '0' && c <= '9');
  }
  return capital && small && digit && is_varied(text);
}

/// Gives the token's parts one after the other.
class Parts {
 public:
  Parts(std::string_view text, std::size_t at) : text_(text), at_(at), end_(at) {}

  enum class Stop : std::uint8_t { dot, other, too_long };

  /// Appends a part's characters to what was read. With `sizes` it may go on in another literal or line only as long as
  /// it is shorter than the longest of them; without, as long as it does.
  Stop read(std::span<const std::size_t> sizes, bool is_last, std::size_t longest) {
    part_ = read_.size();
    for (;;) {
      if (read_.size() - part_ > longest) return Stop::too_long;
      if (at_ >= text_.size()) return Stop::other;
      const char c = text_[at_];
      if (is_base64url(c)) {
        read_.push_back(c);
        end_ = ++at_;
        continue;
      }
      const auto dot = dot_at();
      if (dot != 0) {
        if (is_last) return Stop::other;
        at_ += dot;
        end_ = at_;
        return Stop::dot;
      }
      if (!go_on(c, sizes, is_last)) return Stop::other;
    }
  }

  [[nodiscard]] std::string_view part() const noexcept { return read_.view().substr(part_); }
  void join() { read_.push_back('.'); }
  [[nodiscard]] std::size_t end() const noexcept { return end_; }
  [[nodiscard]] Characters take() noexcept { return std::move(read_); }

  /// Whether what stands behind it says that there was more: `...`, `…`, `<signature>`, `[truncated]`.
  [[nodiscard]] bool is_cut() const noexcept {
    auto behind = text_.substr(end_, 12);
    if (behind.starts_with('.')) behind.remove_prefix(1);
    constexpr auto kSigns =
        std::to_array<std::string_view>({"..", "\xe2\x80\xa6", "\\u2026", "&hellip;", "**", "<", "[", "{", "$"});
    return std::ranges::any_of(kSigns, [&](std::string_view sign) { return behind.starts_with(sign); });
  }

 private:
  /// How many characters the dot here is written with; 0 for none.
  [[nodiscard]] std::size_t dot_at() const noexcept {
    const auto rest = text_.substr(at_, 8);
    if (rest.starts_with('.')) return 1;
    for (const std::string_view dot :
         {"%2E", "%2e", "\\u002e", "\\u002E", "\\\\u002e", "\\x2e", "\\x2E", "&#46;", "\\."}) {
      if (rest.starts_with(dot)) return dot.size();
    }
    return 0;
  }

  bool go_on(char c, std::span<const std::size_t> sizes, bool is_last) {
    const auto size = read_.size() - part_;
    const auto most = sizes.empty() ? 0 : *std::ranges::max_element(sizes);
    if (is_last && (sizes.empty() || size >= most || std::ranges::find(sizes, size) != sizes.end())) return false;
    std::optional<std::size_t> next;
    if (c == '=') {  // a part with its padding, which some libraries leave
      std::size_t at = at_;
      while (at < text_.size() && text_[at] == '=') ++at;
      if (at - at_ > 2 || at == text_.size() || text_[at] != '.') return false;
      at_ = at;
      return true;
    }
    const bool escaped = c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\'');
    if (c == '"' || c == '\'' || c == '`' || escaped) next = joined_literal(text_, at_ + (escaped ? 1 : 0));
    if (c == '\n' || c == '\r' || (c == '\\' && !escaped)) next = next_line();
    if (!next || *next >= text_.size() || (!is_base64url(text_[*next]) && text_[*next] != '.')) return false;
    if (is_last) {
      // Nothing else may begin there: the piece has to end within the signature's length.
      std::size_t run = *next;
      while (run < text_.size() && run - *next <= most && is_base64url(text_[run])) ++run;
      if (size + (run - *next) > most) return false;
    }
    at_ = *next;
    return true;
  }

  /// Where the text goes on behind a line break, which a backslash or `\n` may stand before.
  [[nodiscard]] std::optional<std::size_t> next_line() const noexcept {
    auto rest = text_.substr(at_, 200);
    if (rest.starts_with('\\')) rest.remove_prefix(1);
    if (rest.starts_with('\r')) rest.remove_prefix(1);
    if (!rest.starts_with('\n')) return std::nullopt;
    rest.remove_prefix(1);
    const auto begin = rest.find_first_not_of(" \t>|#*/");
    if (begin == std::string_view::npos) return std::nullopt;
    return static_cast<std::size_t>(rest.data() - text_.data()) + begin;
  }

  std::string_view text_;
  std::size_t at_, end_;
  std::size_t part_ = 0;
  Characters read_;
};

bool has_bytes(std::string_view part) noexcept { return part.size() % 4 != 1; }

/// Whether the payload is no word that a sample has in its place.
bool is_payload(std::string_view part) {
  if (part.empty() || !has_bytes(part)) return false;
  return part.size() >= 16 || part.starts_with("ey");
}

std::optional<TokenText> read_signed(Parts& parts, const Header& header) {
  const auto sizes = signature_sizes(header.alg);
  if (parts.read({}, false, kLongestPart) != Parts::Stop::dot || !is_payload(parts.part())) return std::nullopt;
  parts.join();
  if (parts.read(sizes, true, kLongestPart) == Parts::Stop::too_long) return std::nullopt;
  const auto signature = parts.part();
  if (is_none(header.alg)) {
    if (!signature.empty() || parts.is_cut()) return std::nullopt;
  } else if (std::ranges::find(sizes, signature.size()) != sizes.end()) {
    if (!is_varied(signature)) return std::nullopt;
  } else if (signature.size() < 27 || !has_bytes(signature) || !looks_random(signature) || parts.is_cut()) {
    return std::nullopt;
  }
  return TokenText{.text = parts.take(), .end = parts.end(), .encrypted = false};
}

std::optional<TokenText> read_encrypted(Parts& parts) {
  constexpr std::size_t kIv = 1, kCiphertext = 2;
  for (std::size_t i = 0; i < 3; ++i) {  // the key, which may be empty, the IV, the ciphertext
    if (parts.read({}, false, kLongestPart) != Parts::Stop::dot) return std::nullopt;
    const auto part = parts.part();
    if (!has_bytes(part) || (i == kIv && part.size() < 16) || (i == kCiphertext && part.size() < 2))
      return std::nullopt;
    parts.join();
  }
  static constexpr std::array<std::size_t, 3> kTags{22, 32, 43};  // RFC 7518 section 5.1
  if (parts.read(kTags, true, kLongestPart) == Parts::Stop::too_long) return std::nullopt;
  if (std::ranges::find(kTags, parts.part().size()) == kTags.end() || !is_varied(parts.part())) return std::nullopt;
  return TokenText{.text = parts.take(), .end = parts.end(), .encrypted = true};
}

}  // namespace

std::optional<TokenText> token_at(std::string_view text, std::size_t at, Budget& budget) {
  Parts parts(text, at);
  const auto stop = parts.read({}, false, kLongestHeader);
  if (!budget.take(parts.end() - at)) return std::nullopt;
  if (stop != Parts::Stop::dot) return std::nullopt;
  const auto header = read_header(parts.part());
  if (!header) return std::nullopt;
  parts.join();
  auto token = header->encrypted ? read_encrypted(parts) : read_signed(parts, *header);
  budget.take(parts.end() - at);
  return token;
}

}  // namespace jwtkeep::scan
