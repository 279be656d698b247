// The formats, each with a reader of its own. They read `range` of the reading's text, with `path` before every name.
#pragma once

#include "jwtkeep/scan/config/reading.hpp"

namespace jwtkeep::scan {

void read_yaml(Reading& reading, Span range, NamePath& path);

/// What has its objects in braces.
enum class Braced : std::uint8_t {
  json,  ///< with comments, single quotes and bare names
  flow,  ///< within YAML
  hcl,   ///< and HOCON
  toml,
  nginx  ///< and Caddy, HAProxy, Apache
};
void read_braced(Reading& reading, Span range, NamePath& path, Braced flavour);

/// What has a name and a value in each line.
enum class Lined : std::uint8_t { env, properties, ini, unknown };
void read_lines(Reading& reading, Span range, NamePath& path, Lined flavour);

void read_xml(Reading& reading, Span range, NamePath& path);

/// Shells' and others' commands: `NAME=x`, `--name x`.
enum class Commands : std::uint8_t { shell, powershell, make, docker };
void read_commands(Reading& reading, Span range, NamePath& path, Commands flavour);

/// HAProxy's `jwt_verify(alg, "x")`, wherever in a line that stands.
void read_jwt_verify(Reading& reading, Span range);

/// CMake's commands: `set(NAME "x")`, `NAME="x"` among the arguments of others.
void read_cmake(Reading& reading, Span range, NamePath& path);

void read_sql(Reading& reading, Span range, NamePath& path);
void read_markdown(Reading& reading, Span range, NamePath& path);
void read_notebook(Reading& reading, Span range);

/// By the language; where that is code, nothing.
void read_config(Reading& reading, Span range, NamePath& path, Language language);
/// What a text looks like that has no name.
Language guessed_language(std::string_view text) noexcept;

}  // namespace jwtkeep::scan
