// What kind of file a path names.
#pragma once

#include <string_view>

#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// By folders and names: `test/`, `*_spec.rb`, `.env.example`, `docs/`, `deploy/prod.yaml`. What nothing else is said
/// of is source.
Setting setting_of(std::string_view path) noexcept;

/// `.env.example`, `config.sample.php`, `values.yaml.dist`, and what stands in `examples/`: to be copied and filled in.
bool is_example(std::string_view path) noexcept;
/// The same by the file's own name alone.
bool is_example_file(std::string_view path) noexcept;

/// `locales/fr.json`, `i18n/en.js`, `messages_de.properties`, `strings.xml`: texts for people.
bool is_translation(std::string_view path) noexcept;

}  // namespace jwtkeep::scan
