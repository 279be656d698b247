#include "jwtkeep/scan/setting.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/name_words.hpp"

namespace jwtkeep::scan {
namespace {

std::string_view last_part(std::string_view path) noexcept {
  const auto at = path.find_last_of("/!");
  return at == std::string_view::npos ? path : path.substr(at + 1);
}

/// Calls `is` with each part of the path but the last.
bool any_folder(std::string_view path, auto&& is) noexcept {
  for (auto at = path.find_first_of("/!"); at != std::string_view::npos; at = path.find_first_of("/!")) {
    if (is(path.substr(0, at))) return true;
    path.remove_prefix(at + 1);
  }
  return false;
}

bool is_one_of(std::string_view text, std::span<const std::string_view> words) noexcept {
  return std::ranges::any_of(words, [&](auto one) { return same_letters(text, one); });
}

/// A word of the name, as `NameWords` has them, is among these.
bool names(std::string_view text, std::initializer_list<std::string_view> words) noexcept {
  return NameWords(text).has(words);
}

bool is_test(std::string_view path) noexcept {
  constexpr auto kFolders = std::to_array<std::string_view>({"test", "tests", "__tests__", "spec", "specs", "e2e",
                                                             "fixtures", "fixture", "testdata", "mocks", "__mocks__",
                                                             "cypress", "testing", "test-data", "integration-tests"});
  if (any_folder(path, [&](auto folder) { return is_one_of(folder, kFolders); })) return true;
  const auto name = last_part(path);
  return names(name, {"test", "tests", "spec", "conftest", "phpunit", "fixture", "fixtures", "mock", "mocks"});
}

bool is_documentation(std::string_view path) noexcept {
  constexpr auto kFolders = std::to_array<std::string_view>(
      {"doc", "docs", "documentation", "wiki", "tutorial", "tutorials", "guide", "guides", "blog", "website", "man"});
  if (any_folder(path, [&](auto folder) { return is_one_of(folder, kFolders); })) return true;
  const auto name = last_part(path);
  return ends_with_letters(name, ".md") || ends_with_letters(name, ".rst") || ends_with_letters(name, ".adoc") ||
         ends_with_letters(name, ".mdx") || starts_with_letters(name, "readme") ||
         starts_with_letters(name, "changelog");
}

bool is_production(std::string_view path) noexcept {
  if (any_folder(path, [](auto folder) { return names(folder, {"prod", "production", "live"}); })) return true;
  return names(last_part(path), {"prod", "production", "live"});
}

}  // namespace

bool is_example_file(std::string_view path) noexcept {
  return names(last_part(path),
               {"example", "examples", "sample", "samples", "dist", "template", "tmpl", "tpl", "skeleton"});
}

bool is_example(std::string_view path) noexcept {
  if (is_example_file(path)) return true;
  constexpr auto kFolders =
      std::to_array<std::string_view>({"examples", "example", "samples", "sample", "demo", "demos", "template",
                                       "templates", "skeleton", "boilerplate"});
  // Java's packages are called com.example, and what they are folders of stands before.
  if (has_letters(path, "com/example/") || has_letters(path, "org/example/")) return false;
  for (const std::string_view packages : {"/java/", "/kotlin/", "/scala/"}) {
    if (const auto at = path.find(packages); at != std::string_view::npos) path = path.substr(0, at + 1);
  }
  return any_folder(path, [&](auto folder) { return is_one_of(folder, kFolders); });
}

bool is_translation(std::string_view path) noexcept {
  constexpr auto kFolders = std::to_array<std::string_view>({"i18n", "l10n", "locale", "locales", "lang", "langs",
                                                             "languages", "translations", "translation", "messages",
                                                             "intl", "resources/strings", "nls", "lproj"});
  if (any_folder(path, [&](auto folder) {
        return is_one_of(folder, kFolders) || ends_with_letters(folder, ".lproj") ||
               starts_with_letters(folder, "values-");
      })) {
    return true;
  }
  const auto name = last_part(path);
  return starts_with_letters(name, "messages") || starts_with_letters(name, "strings.") ||
         ends_with_letters(name, ".po") || ends_with_letters(name, ".resx") || ends_with_letters(name, ".xlf") ||
         ends_with_letters(name, ".arb") || ends_with_letters(name, ".strings") ||
         starts_with_letters(name, "translation");
}

Setting setting_of(std::string_view path) noexcept {
  if (is_documentation(path)) return Setting::documentation;
  if (is_test(path)) return Setting::test;
  if (is_example(path)) return Setting::example;
  if (is_production(path)) return Setting::production;
  return Setting::source;
}

}  // namespace jwtkeep::scan
