// What a configuration may say: keys, each of a kind, and tables of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::settings {

enum class Kind : std::uint8_t {
  text,
  path,    ///< a text; of a file in a configuration file it is taken from that one's folder
  list,    ///< of texts; where it comes from the environment, with commas between them
  number,  ///< whole, 0 or more
  flag,
};

struct Key {
  std::string name;  ///< as on the command line, without its dashes
  Kind kind = Kind::text;
};

/// `[[name]]`, any number of times.
struct Table {
  std::string name;
  std::vector<Key> keys;
};

struct Schema {
  std::vector<Key> keys;
  std::vector<Table> tables;
};

/// A configuration file that was read, judged: every key is one of the schema and of its kind, relative paths lead from
/// `folder`. Errors: `bad_value`, naming the key, and for one that is not known the nearest that is. `path` is for
/// messages.
base::Result<base::Json> check_file(base::Json file, const Schema& schema, std::string_view path,
                                    std::string_view folder);

/// `JWTKEEP_SERVE_` and the key in capitals, `-` as `_`.
std::string variable_of(std::string_view prefix, std::string_view key);
/// A variable's text as the key's kind means it. Errors: `bad_value`.
base::Result<base::Json> value_of_variable(const Key& key, std::string_view variable, std::string_view text);

}  // namespace jwtkeep::settings
