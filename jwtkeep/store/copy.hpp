// A whole store from one backend to another, row by row, and the proof that nothing was lost.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {

/// All rows of one moment, in short.
struct Tally {
  std::array<std::uint64_t, kSpaces.size()> rows{};  ///< how many each space has, in the order of `kSpaces`
  base::Bytes digest;  ///< SHA-256, chained over every row's space, key and value in order

  [[nodiscard]] std::uint64_t all() const;
  bool operator==(const Tally&) const = default;
};

/// Told after every thousand rows or so: how many so far.
using RowsDone = std::function<void(std::uint64_t)>;

/// Errors: those of the backend.
base::Result<Tally> tally(Backend& backend, const RowsDone& progress = {});

/// Copies every row of one moment of `from` into `into`, in one transaction, then reads `into` again and compares.
/// `from` is not written to. Errors: `no_store` (no rows to copy), `already_exists` (`into` has rows), `tampered` (what
/// was read back differs), those of both backends.
base::Result<Tally> copy_rows(Backend& from, Backend& into, const RowsDone& progress = {});

}  // namespace jwtkeep::store
