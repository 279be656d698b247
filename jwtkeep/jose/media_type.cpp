#include "jwtkeep/jose/media_type.hpp"

#include <algorithm>
#include <string>

namespace jwtkeep::jose {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// Without a leading `application/`, which is left out where no other slash follows.
std::string short_form(std::string_view type) {
  constexpr std::string_view kPrefix = "application/";
  auto text = lower(type);
  if (text.starts_with(kPrefix) && text.find('/', kPrefix.size()) == std::string::npos) text.erase(0, kPrefix.size());
  return text;
}

}  // namespace

bool same_media_type(std::string_view a, std::string_view b) { return short_form(a) == short_form(b); }

}  // namespace jwtkeep::jose
