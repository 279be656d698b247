// The environment of a child, built in guarded memory. Internal to this room.
#pragma once

#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/variable.hpp"

namespace jwtkeep::destination {

/// Whether an environment can hold them. Errors: `bad_value` for a name that is none, a name given twice and a NUL.
base::Result<void> check_variables(const std::vector<Variable>& variables);

/// `NAME=value` strings for execve: the inherited ones where they stand, the new ones in guarded memory.
class EnvironmentBlock {
 public:
  /// Inherited entries of a new name, and the variables that open a store (`JWTKEEP_PASSPHRASE`,
  /// `JWTKEEP_KEYFILE`, `JWTKEEP_MASTER_KEY`, `JWTKEEP_PIN`) are left out.
  EnvironmentBlock(const char* const* inherited, const std::vector<Variable>& variables);
  EnvironmentBlock(const EnvironmentBlock&) = delete;
  EnvironmentBlock& operator=(const EnvironmentBlock&) = delete;
  ~EnvironmentBlock() = default;

  /// As execve takes it; valid as long as this and the inherited environment.
  [[nodiscard]] char* const* get() const noexcept { return entries_.data(); }

 private:
  base::SecretBytes text_;  ///< the new entries, each with its NUL
  std::vector<char*> entries_;
};

}  // namespace jwtkeep::destination
