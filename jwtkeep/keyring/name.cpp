#include "jwtkeep/keyring/name.hpp"

#include <algorithm>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::keyring {
namespace {

constexpr std::size_t kLongestPart = 63;  // a DNS label, the tightest of the places a name has to fit

bool is_first(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_inner(char c) { return is_first(c) || c == '.' || c == '_' || c == '-'; }

bool is_part(std::string_view part) {
  return !part.empty() && part.size() <= kLongestPart && is_first(part.front()) && std::ranges::all_of(part, is_inner);
}

std::string_view part_at(std::string_view text, int index) {
  for (; index > 0; --index) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    text.remove_prefix(slash + 1);
  }
  return text.substr(0, text.find('/'));
}

}  // namespace

base::Result<Name> Name::parse(std::string_view text) {
  const auto slashes = std::ranges::count(text, '/');
  const bool fits = slashes >= 1 && slashes <= 2 && is_part(part_at(text, 0)) && is_part(part_at(text, 1)) &&
                    (slashes == 1 || is_part(part_at(text, 2)));
  if (!fits) {
    const bool tellable = text.size() <= 64 && base::is_printable_ascii(base::as_bytes(text));
    return base::fail(
        base::Reason::bad_value,
        (tellable ? "\"" + std::string(text) + "\" is" : std::string("this is")) + " not a keyring's name",
        "write service/environment or service/environment/use, such as orders/prod or "
        "orders/prod/refresh: a-z, 0-9, '.', '_' and '-', each part beginning with a letter or digit");
  }
  return Name(std::string(text));
}

std::string_view Name::service() const noexcept { return part_at(text_, 0); }
std::string_view Name::environment() const noexcept { return part_at(text_, 1); }
std::string_view Name::use() const noexcept { return part_at(text_, 2); }

}  // namespace jwtkeep::keyring
