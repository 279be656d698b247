#include "jwtkeep/destination/aws/profile_file.hpp"

#include <algorithm>
#include <optional>

#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;

std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins = line[i] == '#' || line[i] == ';';
    if (begins && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) return line.substr(0, i);
  }
  return line;
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

std::string_view without_quotes(std::string_view text) {
  if (text.size() < 2 || (text.front() != '"' && text.front() != '\'') || text.front() != text.back()) return text;
  return text.substr(1, text.size() - 2);
}

/// The profile that a section's text names; nothing for sections of other things.
std::optional<std::string> profile_name(std::string_view section, ProfileFileKind kind) {
  if (kind == ProfileFileKind::credentials || section == "default") return std::string(section);
  const auto space = section.find_first_of(" \t");
  if (space == std::string_view::npos || section.substr(0, space) != "profile") return std::nullopt;
  return std::string(without_quotes(http::trimmed(section.substr(space))));
}

bool is_setting_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return http::is_letter(c) || http::is_digit(c) || c == '_' || c == '-' || c == '.';
  });
}

class Reader {
 public:
  Reader(ProfileFileKind kind, std::string_view path) : kind_(kind), path_(path) {}

  base::Result<void> line(std::string_view line) {
    ++number_;
    while (line.ends_with('\r')) line.remove_suffix(1);
    // No setting has any, and no header could carry it.
    if (std::ranges::any_of(line, is_control)) return bad("holds a control character");
    const bool indented = line.starts_with(' ') || line.starts_with('\t');
    const auto text = http::trimmed(without_comment(line));
    if (text.empty() || (indented && in_setting_)) return {};
    return text.front() == '[' ? section(text) : setting(text);
  }
  std::map<std::string, Profile> take() { return std::move(profiles_); }

 private:
  base::Result<void> section(std::string_view text) {
    in_setting_ = false;
    if (text.back() != ']') return bad("begins a section and does not end it");
    seen_section_ = true;
    const auto name = profile_name(http::trimmed(text.substr(1, text.size() - 2)), kind_);
    now_ = name ? &profiles_[*name] : nullptr;
    return {};
  }

  base::Result<void> setting(std::string_view text) {
    const auto equals = text.find('=');
    const auto name = http::lower(http::trimmed(text.substr(0, equals)));
    if (equals == std::string_view::npos || !is_setting_name(name)) return bad("is no `name = value`");
    if (!seen_section_) return bad("stands in front of the first section");
    in_setting_ = true;
    if (now_ != nullptr) (*now_)[name] = base::SecretBytes::copy_of(http::trimmed(text.substr(equals + 1)));
    return {};
  }

  [[nodiscard]] std::unexpected<base::Error> bad(const char* why) const {
    return fail(Reason::malformed, "line " + std::to_string(number_) + " of " + std::string(path_) + " " + why,
                "mend that line: NAME = VALUE below [profile NAME]");
  }

  ProfileFileKind kind_;
  std::string_view path_;
  std::map<std::string, Profile> profiles_;
  Profile* now_ = nullptr;
  std::size_t number_ = 0;
  bool seen_section_ = false;
  bool in_setting_ = false;
};

}  // namespace

base::Result<std::map<std::string, Profile>> parse_profile_file(const base::SecretBytes& text, ProfileFileKind kind,
                                                                std::string_view path) {
  return text.reveal([&](base::ByteView bytes) -> base::Result<std::map<std::string, Profile>> {
    Reader reader(kind, path);
    auto rest = base::as_text(bytes);
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);  // a byte order mark, as some editors leave it
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      JWTKEEP_CHECK(reader.line(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return reader.take();
  });
}

}  // namespace jwtkeep::destination
