#include "jwtkeep/scan/language.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan {
namespace {

struct Named {
  std::string_view text;
  Language language;
};

// By extension.
constexpr auto kExtensions = std::to_array<Named>({
    {"adoc", Language::markdown},
    {"asp", Language::csharp},
    {"aspx", Language::html},
    {"asciidoc", Language::markdown},
    {"astro", Language::typescript},
    {"babelrc", Language::json},
    {"bash", Language::shell},
    {"bat", Language::shell},
    {"c", Language::cpp},
    {"cc", Language::cpp},
    {"cfg", Language::ini},
    {"cjs", Language::javascript},
    {"clj", Language::unknown},
    {"cmd", Language::shell},
    {"cnf", Language::ini},
    {"code-workspace", Language::json},
    {"coffee", Language::javascript},
    {"conf", Language::ini},
    {"config", Language::xml},
    {"cpp", Language::cpp},
    {"cs", Language::csharp},
    {"cshtml", Language::html},
    {"csproj", Language::xml},
    {"csx", Language::csharp},
    {"cts", Language::typescript},
    {"cxx", Language::cpp},
    {"dart", Language::dart},
    {"dockerfile", Language::dockerfile},
    {"eex", Language::html},
    {"ejs", Language::html},
    {"env", Language::env},
    {"envrc", Language::shell},
    {"erb", Language::html},
    {"erl", Language::erlang},
    {"es6", Language::javascript},
    {"ex", Language::elixir},
    {"exs", Language::elixir},
    {"fish", Language::shell},
    {"fs", Language::csharp},
    {"go", Language::go},
    {"gradle", Language::groovy},
    {"graphql", Language::unknown},
    {"groovy", Language::groovy},
    {"h", Language::cpp},
    {"har", Language::json},
    {"hbs", Language::html},
    {"hcl", Language::hcl},
    {"heex", Language::html},
    {"hpp", Language::cpp},
    {"hrl", Language::erlang},
    {"htm", Language::html},
    {"html", Language::html},
    {"http", Language::http},
    {"hxx", Language::cpp},
    {"ini", Language::ini},
    {"ino", Language::cpp},
    {"ipynb", Language::json},
    {"iml", Language::xml},
    {"java", Language::java},
    {"jl", Language::python},
    {"js", Language::javascript},
    {"json", Language::json},
    {"json5", Language::json},
    {"jsonc", Language::json},
    {"jsonl", Language::json},
    {"jsonnet", Language::json},
    {"jsp", Language::html},
    {"jsx", Language::javascript},
    {"ksh", Language::shell},
    {"kt", Language::kotlin},
    {"kts", Language::kotlin},
    {"lua", Language::lua},
    {"m", Language::cpp},
    {"markdown", Language::markdown},
    {"md", Language::markdown},
    {"mdx", Language::markdown},
    {"mjs", Language::javascript},
    {"mk", Language::makefile},
    {"mm", Language::cpp},
    {"mts", Language::typescript},
    {"nix", Language::hcl},
    {"nomad", Language::hcl},
    {"php", Language::php},
    {"phtml", Language::php},
    {"pl", Language::perl},
    {"plist", Language::xml},
    {"pm", Language::perl},
    {"postman_collection", Language::json},
    {"props", Language::xml},
    {"properties", Language::properties},
    {"proto", Language::unknown},
    {"ps1", Language::shell},
    {"psm1", Language::shell},
    {"py", Language::python},
    {"pyi", Language::python},
    {"pyw", Language::python},
    {"r", Language::python},
    {"rake", Language::ruby},
    {"rb", Language::ruby},
    {"rest", Language::http},
    {"rs", Language::rust},
    {"rst", Language::markdown},
    {"ru", Language::ruby},
    {"sbt", Language::scala},
    {"sc", Language::scala},
    {"scala", Language::scala},
    {"service", Language::ini},
    {"sh", Language::shell},
    {"sql", Language::sql},
    {"svelte", Language::typescript},
    {"swift", Language::swift},
    {"targets", Language::xml},
    {"tf", Language::hcl},
    {"tfstate", Language::json},
    {"tfvars", Language::hcl},
    {"toml", Language::toml},
    {"ts", Language::typescript},
    {"tsx", Language::typescript},
    {"twig", Language::html},
    {"txt", Language::unknown},
    {"vb", Language::csharp},
    {"vue", Language::typescript},
    {"webmanifest", Language::json},
    {"xhtml", Language::html},
    {"xml", Language::xml},
    {"xsd", Language::xml},
    {"xsl", Language::xml},
    {"yaml", Language::yaml},
    {"yml", Language::yaml},
    {"zsh", Language::shell},
});

// By the whole name.
constexpr auto kNames = std::to_array<Named>({
    {"dockerfile", Language::dockerfile}, {"containerfile", Language::dockerfile},
    {"makefile", Language::makefile},     {"gnumakefile", Language::makefile},
    {"justfile", Language::makefile},     {"rakefile", Language::ruby},
    {"gemfile", Language::ruby},          {"guardfile", Language::ruby},
    {"vagrantfile", Language::ruby},      {"podfile", Language::ruby},
    {"fastfile", Language::ruby},         {"jenkinsfile", Language::groovy},
    {"caddyfile", Language::nginx},       {"procfile", Language::yaml},
    {"nginx.conf", Language::nginx},      {"haproxy.cfg", Language::nginx},
    {"httpd.conf", Language::nginx},      {".htaccess", Language::nginx},
    {".bashrc", Language::shell},         {".zshrc", Language::shell},
    {".profile", Language::shell},        {".bash_profile", Language::shell},
    {".bash_history", Language::shell},   {".envrc", Language::shell},
    {"tiltfile", Language::python},       {"pipfile", Language::toml},
    {"readme", Language::markdown},       {".npmrc", Language::properties},
    {"application.conf", Language::hcl},  {"reference.conf", Language::hcl},
});

Language find(std::span<const Named> table, std::string_view text) noexcept {
  for (const auto& [name, language] : table) {
    if (same_letters(text, name)) return language;
  }
  return Language::unknown;
}

/// `.env`, `.env.production`, `prod.env`, `env.example`, but neither `environment.ts` nor `env.ts`.
bool is_env(std::string_view name) noexcept {
  if (starts_with_letters(name, "env.") && is_code(find(kExtensions, name.substr(name.rfind('.') + 1)))) return false;
  return starts_with_letters(name, ".env") || starts_with_letters(name, "env.") || same_letters(name, "env") ||
         same_letters(name, ".flaskenv") || name.ends_with(".env") || name.find(".env.") != std::string_view::npos;
}

/// `#!/usr/bin/env node`, `#!/bin/sh -e`.
Language by_first_line(std::string_view text) noexcept {
  if (!text.starts_with("#!")) {
    if (text.starts_with("<?php")) return Language::php;
    if (text.starts_with("<?xml")) return Language::xml;
    if (text.starts_with("<!DOCTYPE html") || text.starts_with("<html")) return Language::html;
    return Language::unknown;
  }
  const auto line = text.substr(0, std::min(text.find('\n'), std::size_t{120}));
  constexpr auto kPrograms = std::to_array<Named>({{"node", Language::javascript},
                                                   {"deno", Language::typescript},
                                                   {"bun", Language::typescript},
                                                   {"ts-node", Language::typescript},
                                                   {"python", Language::python},
                                                   {"ruby", Language::ruby},
                                                   {"php", Language::php},
                                                   {"perl", Language::perl},
                                                   {"lua", Language::lua},
                                                   {"elixir", Language::elixir},
                                                   {"escript", Language::erlang},
                                                   {"groovy", Language::groovy},
                                                   {"sh", Language::shell}});
  for (const auto& [program, language] : kPrograms) {
    if (line.find(program) != std::string_view::npos) return language;
  }
  return Language::unknown;
}

/// What many files without a telling name look like: an object or a list in braces.
Language by_look(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) {
    const auto next = text.find_first_not_of(" \t\r\n", first + 1);
    if (next != std::string_view::npos && (text[next] == '"' || text[next] == '{')) return Language::json;
  }
  return Language::unknown;
}

/// Suffixes that leave what a file is written in as it is.
std::string_view without_suffixes(std::string_view name) noexcept {
  constexpr auto kSuffixes =
      std::to_array<std::string_view>({".example", ".sample", ".dist", ".template", ".tmpl", ".tpl", ".bak", ".old",
                                       ".orig", ".default", ".local", ".j2", ".in", ".swp", "~"});
  for (bool again = true; again;) {
    again = false;
    for (const auto suffix : kSuffixes) {
      if (name.size() > suffix.size() && same_letters(name.substr(name.size() - suffix.size()), suffix)) {
        name.remove_suffix(suffix.size());
        again = true;
      }
    }
  }
  return name;
}

}  // namespace

Language language_of(std::string_view path, std::string_view text) noexcept {
  const auto slash = path.find_last_of("/!");
  const auto whole = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (is_env(whole)) return Language::env;
  const auto name = without_suffixes(whole);
  if (is_env(name)) return Language::env;
  if (const auto named = find(kNames, name); named != Language::unknown) return named;
  if (starts_with_letters(name, "dockerfile.") || starts_with_letters(name, "containerfile."))
    return Language::dockerfile;
  const auto dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    auto language = find(kExtensions, name.substr(dot + 1));
    // nginx writes `.conf` as systemd, PHP and Python do.
    if (language == Language::ini && path.find("nginx") != std::string_view::npos) language = Language::nginx;
    if (language != Language::unknown) return language;
  }
  const auto first_line = by_first_line(text);
  return first_line != Language::unknown ? first_line : by_look(text);
}

bool is_code(Language language) noexcept { return language <= Language::sql; }

std::string_view word(Language language) noexcept {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"javascript", "typescript", "python",     "go",       "java",   "kotlin",   "scala", "groovy", "csharp",
       "php",        "ruby",       "rust",       "cpp",      "elixir", "erlang",   "swift", "dart",   "lua",
       "perl",       "shell",      "sql",        "env",      "yaml",   "json",     "toml",  "ini",    "properties",
       "xml",        "hcl",        "dockerfile", "makefile", "nginx",  "markdown", "html",  "http",   "unknown"});
  return kWords[static_cast<std::size_t>(language)];
}

}  // namespace jwtkeep::scan
