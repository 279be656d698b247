#include "jwtkeep/crack/candidates/mask_list.hpp"

#include <fmt/format.h>

#include "jwtkeep/crack/candidates/listed.hpp"

namespace jwtkeep::crack {
namespace {

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escaped = line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == ',' || (i == 0 && line[1] == '#'));
    if (escaped) {
      fields.back() += line[++i];
    } else if (line[i] == ',') {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

base::Result<Mask> parse_line(std::string_view line, CustomCharsets custom) {
  const auto fields = fields_of(line);
  if (fields.size() > kCustomCharsets + 1) {
    return base::fail(
        base::Reason::bad_value,
        fmt::format("{} fields where at most {} charsets and a mask may stand", fields.size(), kCustomCharsets),
        "a comma that is meant as a character is written \\,");
  }
  for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
    if (fields[i].empty()) continue;  // what is defined outside stays
    JWTKEEP_TRY(custom[i], parse_charset(fields[i], custom));
  }
  return Mask::parse(fields.back(), custom);
}

}  // namespace

base::Result<std::vector<Mask>> parse_mask_list(std::string_view text, const CustomCharsets& custom,
                                                std::string_view name) {
  return read_listed(text, name, [&](std::string_view line) { return parse_line(line, custom); });
}

}  // namespace jwtkeep::crack
