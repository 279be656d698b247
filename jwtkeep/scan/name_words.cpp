#include "jwtkeep/scan/name_words.hpp"

#include <algorithm>
#include <span>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan {
namespace {

// Of a longer name only the end counts: what it is within may be any path.
constexpr std::size_t kReadBytes = 160;

// Written in one, for lack of anything between them.
struct Joined {
  std::string_view text;
  std::string_view first;
  std::string_view second;
};
constexpr auto kJoined = std::to_array<Joined>({{"jwtsecret", "jwt", "secret"},
                                                {"jwtkey", "jwt", "key"},
                                                {"secretkey", "secret", "key"},
                                                {"tokensecret", "token", "secret"},
                                                {"tokenkey", "token", "key"},
                                                {"signingkey", "signing", "key"},
                                                {"signkey", "sign", "key"},
                                                {"privatekey", "private", "key"},
                                                {"publickey", "public", "key"},
                                                {"authsecret", "auth", "secret"},
                                                {"authkey", "auth", "key"},
                                                {"accesstoken", "access", "token"},
                                                {"refreshtoken", "refresh", "token"},
                                                {"nextauth", "next", "auth"},
                                                {"appkey", "app", "key"},
                                                {"hmackey", "hmac", "key"},
                                                {"hmacsecret", "hmac", "secret"},
                                                {"clientsecret", "client", "secret"},
                                                {"apikey", "api", "key"},
                                                {"jwttoken", "jwt", "token"},
                                                {"mysecret", "my", "secret"},
                                                {"mysecretkey", "secret", "key"},
                                                {"jwtsecretkey", "jwt", "secret"},
                                                {"secretorkey", "secret", "key"},
                                                {"secretorprivatekey", "secret", "key"}});

}  // namespace

// NOLINTNEXTLINE(*-member-init): words are filled as they come
NameWords::NameWords(std::string_view name) noexcept {
  if (name.size() > kReadBytes) name.remove_prefix(name.size() - kReadBytes);
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin) add(name.substr(begin, end - begin));
    begin = end;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const char before = i > 0 ? name[i - 1] : '\0';
    const char behind = i + 1 < name.size() ? name[i + 1] : '\0';
    const bool letter = is_upper(c) || is_lower(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (!letter) {
      end_word(i);
      begin = i + 1;
      const bool segment = c == '.' || c == ':' || c == '/' || (c == '_' && before == '_') || c == '[' || c == '>';
      if (segment && i + 1 < name.size()) last_segment_ = count_;
    } else if (is_upper(c) && i > begin && (!is_upper(before) || is_lower(behind))) {
      end_word(i);  // `jwtSecret`, `JWTSecret`
    }
  }
  end_word(name.size());
  if (last_segment_ >= count_) last_segment_ = 0;
}

void NameWords::add(std::string_view word) noexcept {
  Word next{};
  next.size = std::min(word.size(), kWordBytes);
  std::ranges::transform(word.substr(0, next.size), next.characters.begin(), to_lower);
  for (const auto& joined : kJoined) {
    if (next.view() == joined.text) {
      add(joined.first);
      add(joined.second);
      return;
    }
  }
  // `secret2`, `key1`: digits at a word's end number it.
  while (next.size > 1 && is_digit(next.characters[next.size - 1]) && !next.view().starts_with("hs")) --next.size;
  if (next.view() == "jwts") next.size = 3;
  if (next.view() == "secrets") next.size = 6;
  if (next.view() == "tokens") next.size = 5;
  if (count_ == kMostWords) {
    // The last ones say what it is.
    std::ranges::move(std::span(words_).subspan(1), words_.begin());
    --count_;
    if (last_segment_ > 0) --last_segment_;
  }
  words_[count_++] = next;
}

bool NameWords::has(std::initializer_list<std::string_view> any, std::size_t from) const noexcept {
  for (std::size_t i = from; i < count_; ++i) {
    if (std::ranges::find(any, words_[i].view()) != any.end()) return true;
  }
  return false;
}

bool NameWords::has_run(std::initializer_list<std::string_view> run, std::size_t from) const noexcept {
  for (std::size_t i = from; i + run.size() <= count_; ++i) {
    if (std::ranges::equal(run, std::span(words_).subspan(i, run.size()), {}, {}, &Word::view)) return true;
  }
  return false;
}

}  // namespace jwtkeep::scan
