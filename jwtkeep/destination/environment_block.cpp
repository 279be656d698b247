#include "jwtkeep/destination/environment_block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;

bool is_the_stores_own(std::string_view name) {
  return name == "JWTKEEP_PASSPHRASE" || name == "JWTKEEP_NEW_PASSPHRASE" || name == "JWTKEEP_KEYFILE" ||
         name == "JWTKEEP_MASTER_KEY" || name == "JWTKEEP_PIN";
}

std::string_view name_of(std::string_view entry) { return entry.substr(0, entry.find('=')); }

}  // namespace

base::Result<void> check_variables(const std::vector<Variable>& variables) {
  std::set<std::string_view> names;
  for (const auto& variable : variables) {
    if (!is_variable_name(variable.name)) {
      return fail(Reason::bad_value, fmt::format("`{}` is no name of an environment variable", variable.name),
                  "use letters, digits and `_`, not beginning with a digit");
    }
    if (!names.insert(variable.name).second) {
      return fail(Reason::bad_value, fmt::format("the variable {} is given twice", variable.name),
                  "leave one of the two out");
    }
    if (variable.value.reveal([](base::ByteView value) { return std::ranges::count(value, 0) != 0; })) {
      return fail(Reason::bad_value,
                  fmt::format("the value of {} has a NUL, which no environment can hold", variable.name),
                  "give the keyring the form `bytes`, so that its text is base64url");
    }
  }
  return {};
}

EnvironmentBlock::EnvironmentBlock(const char* const* inherited, const std::vector<Variable>& variables) {
  for (; inherited != nullptr && *inherited != nullptr; ++inherited) {
    const auto name = name_of(*inherited);
    const bool replaced = std::ranges::find(variables, name, &Variable::name) != variables.end();
    // execve's signature is older than const; it writes nothing.
    if (!replaced && !is_the_stores_own(name)) entries_.push_back(const_cast<char*>(*inherited));
  }
  base::SecretBuilder builder;
  std::vector<std::size_t> starts;
  for (const auto& variable : variables) {
    starts.push_back(builder.size());
    builder.append(variable.name).append("=").append(variable.value).append(std::string_view("\0", 1));
  }
  text_ = builder.take();
  text_.fill([&](base::MutableByteView text) {
    for (const auto start : starts) entries_.push_back(reinterpret_cast<char*>(text.data() + start));
  });
  entries_.push_back(nullptr);
}

}  // namespace jwtkeep::destination
