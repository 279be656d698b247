#include "jwtkeep/web/answer.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::web {
namespace {

/// They say where the message ends and what becomes of the connection.
constexpr std::array<std::string_view, 7> kOfTheServer{"connection", "content-length",    "date",   "keep-alive",
                                                       "trailer",    "transfer-encoding", "upgrade"};

/// Characters: what most answers have fits at once.
constexpr std::size_t kUsualLines = 128;

bool may_be_sent(std::string_view name, std::string_view value) {
  const auto is_clean = [](char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t'; };
  return !name.empty() && std::ranges::all_of(name, http::is_token_char) && std::ranges::all_of(value, is_clean) &&
         std::ranges::none_of(kOfTheServer, [&](std::string_view word) { return http::is_word(name, word); });
}

}  // namespace

Answer& Answer::with(std::string_view name, std::string_view value) & {
  if (may_be_sent(name, value)) {
    if (lines_.empty()) lines_.reserve(kUsualLines);
    lines_.append(name).append(": ").append(value).append("\r\n");
  } else {
    spoilt_ = true;
  }
  return *this;
}

base::ByteView Answer::body_bytes() const noexcept {
  if (const auto* text = std::get_if<std::string>(&body_)) return base::as_bytes(*text);
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body_)) return base::as_bytes(**shared);
  return std::get_if<base::SecretBytes>(&body_)->reveal([](base::ByteView bytes) { return bytes; });
}

std::size_t Answer::body_size() const noexcept { return body_bytes().size(); }

}  // namespace jwtkeep::web
