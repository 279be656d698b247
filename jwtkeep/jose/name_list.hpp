// The names in a table of algorithms (`algs`, `jwe_algs`, `encs`): for messages and help.
#pragma once

#include <string>
#include <vector>

namespace jwtkeep::jose {

template <class Rows>
std::vector<std::string> names_of(const Rows& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.emplace_back(row.name);
  return names;
}

/// All of them, with commas.
template <class Rows>
std::string name_list(const Rows& rows) {
  std::string list;
  for (const auto& row : rows) list.append(list.empty() ? "" : ", ").append(row.name);
  return list;
}

}  // namespace jwtkeep::jose
