#include <algorithm>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

/// Whether a file that INI's ending was given has its objects in braces, as HOCON and nginx do.
bool has_braces(std::string_view text) noexcept {
  for (auto at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const auto end = std::min(text.find_first_not_of(" \t\r", at + 1), text.size());
    if (end < text.size() && text[end] != '\n') continue;
    if (at == 0 || text[at - 1] != '$') return true;
  }
  return false;
}

/// nginx ends each directive with a semicolon, HOCON does not.
bool has_directives(std::string_view text) noexcept { return text.contains(";\n") || text.contains(";\r\n"); }

bool is_cmake(std::string_view path) noexcept {
  return ends_with_letters(path, "cmakelists.txt") || ends_with_letters(path, ".cmake");
}

Commands commands_of(const SourceText& source, Language language) noexcept {
  if (language == Language::makefile) return Commands::make;
  if (language == Language::dockerfile) return Commands::docker;
  return source.path.ends_with(".ps1") || source.path.ends_with(".psm1") ? Commands::powershell : Commands::shell;
}

}  // namespace

Language guessed_language(std::string_view text) noexcept {
  text = trimmed(text);
  if (text.starts_with('{') || text.starts_with('['))
    return text.contains("\":") || text.starts_with('{') ? Language::json : Language::ini;
  if (text.starts_with('<')) return Language::xml;
  if (text.starts_with("#!") || text.starts_with("$ ") || text.starts_with("curl ") || text.starts_with("docker ") ||
      text.starts_with("set -")) {
    return Language::shell;
  }
  // The first line that says something.
  for (int lines = 0; !text.empty() && lines < 16; ++lines) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#') || line.starts_with("//") || line == "---") continue;
    const auto equals = line.find('=');
    const auto colon = line.find(": ");
    if (line.ends_with(':') || (colon != std::string_view::npos && colon < equals)) return Language::yaml;
    if (line.starts_with("- ")) return Language::yaml;
    if (equals == std::string_view::npos) return Language::shell;
    const auto name = trimmed(line.substr(0, equals));
    if (line.starts_with("export ") || name.find(' ') != std::string_view::npos) return Language::shell;
    return name.find_first_of(".-") != std::string_view::npos ? Language::properties : Language::env;
  }
  return Language::unknown;
}

void read_config(Reading& reading, Span range, NamePath& path, Language language) {
  const auto text = range.of(reading.text());
  switch (language) {
    case Language::env: read_lines(reading, range, path, Lined::env); break;
    case Language::properties: read_lines(reading, range, path, Lined::properties); break;
    case Language::ini:
      if (has_braces(text)) {
        read_braced(reading, range, path, has_directives(text) ? Braced::nginx : Braced::hcl);
      } else {
        read_lines(reading, range, path, Lined::ini);
      }
      break;
    case Language::yaml: read_yaml(reading, range, path); break;
    case Language::json: read_braced(reading, range, path, Braced::json); break;
    case Language::toml: read_braced(reading, range, path, Braced::toml); break;
    case Language::hcl: read_braced(reading, range, path, Braced::hcl); break;
    case Language::nginx:
      read_braced(reading, range, path, Braced::nginx);
      read_jwt_verify(reading, range);
      break;
    case Language::xml:
      // `.config` is Erlang's and others', too.
      if (!trimmed(text.substr(0, 4096)).starts_with('<') && !text.starts_with("\xef\xbb\xbf")) {
        read_lines(reading, range, path, Lined::unknown);
      } else {
        read_xml(reading, range, path);
      }
      break;
    case Language::shell:
    case Language::dockerfile:
    case Language::makefile: read_commands(reading, range, path, commands_of(reading.source(), language)); break;
    case Language::sql: read_sql(reading, range, path); break;
    case Language::markdown: read_markdown(reading, range, path); break;
    case Language::http:
    case Language::unknown:
      if (is_cmake(reading.source().path)) {
        read_cmake(reading, range, path);
        break;
      }
      read_lines(reading, range, path, Lined::unknown);
      break;
    default: break;  // code has extractors of its own
  }
}

void extract_from_config(const SourceText& source, Candidates& found) {
  const bool is_config =
      !is_code(source.language) || source.language == Language::shell || source.language == Language::sql;
  if (!is_config || !source.has_names()) return;
  Reading reading(source, found);
  NamePath path;
  read_config(reading, reading.all(), path, source.language);
  if (source.path.ends_with(".ipynb")) read_notebook(reading, reading.all());
}

}  // namespace jwtkeep::scan
