// What a file is written in: how its strings, comments and values are told.
#pragma once

#include <cstdint>
#include <string_view>

namespace jwtkeep::scan {

enum class Language : std::uint8_t {
  // Code: strings, calls and assignments.
  javascript,  ///< with JSX and Vue
  typescript,
  python,
  go,
  java,
  kotlin,
  scala,
  groovy,
  csharp,
  php,
  ruby,
  rust,
  cpp,  ///< with C and Objective-C
  elixir,
  erlang,
  swift,
  dart,
  lua,
  perl,
  shell,
  sql,
  // Configuration: names and values.
  env,
  yaml,
  json,  ///< with comments, too
  toml,
  ini,
  properties,
  xml,  ///< with property lists and project files
  hcl,  ///< Terraform
  dockerfile,
  makefile,
  nginx,  ///< and what is alike: Caddy, HAProxy, Apache
  // Text that has the others within it.
  markdown,  ///< with reStructuredText and AsciiDoc
  html,
  http,  ///< requests as editors keep them
  unknown,
};

/// By the path's last part, and by the first line where that says nothing (`#!/usr/bin/env node`).
Language language_of(std::string_view path, std::string_view text) noexcept;

/// Whether it is of the enumeration's first part.
bool is_code(Language language) noexcept;

/// Lower case, e.g. `javascript`.
std::string_view word(Language language) noexcept;

}  // namespace jwtkeep::scan
