// How far each webhook has been told, and which server tells it: kept in the store, so that of any number of servers
// one sends each message, and another goes on where that one ends.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::webhook {

/// Who tells it at the moment. It is short, so that another server goes on soon where that one is gone.
struct Lease {
  std::string of;  ///< a server
  base::Instant until{};
  friend bool operator==(const Lease&, const Lease&) = default;
};

struct Progress {
  std::uint64_t told = 0;      ///< the trail's entries up to this one are behind it
  std::uint32_t failures = 0;  ///< in a row
  base::Instant next_try{};    ///< not before, after a failure
  std::optional<Lease> lease = {};
  friend bool operator==(const Progress&, const Progress&) = default;
};

/// By webhook's name. Errors of reading: `malformed`.
using ProgressOfAll = std::map<std::string, Progress, std::less<>>;
base::Json to_json(const ProgressOfAll& all);
base::Result<ProgressOfAll> progress_from_json(const base::Json& json);

/// Nothing where it was never told of anything. Errors: those of the store.
base::Result<std::optional<Progress>> read_progress(store::Store& store, std::string_view hook);

/// One change with its record, in one transaction. `work` gives the record's action and detail, or nothing where
/// nothing is to be changed. Errors: those of the store.
struct ProgressRecord {
  std::string action;
  base::Json detail;
};
base::Result<void> change_progress(store::Store& store, std::string_view hook, base::Instant now,
                                   const std::function<std::optional<ProgressRecord>(Progress&)>& work);

/// How long to wait after so many failures in a row: a second, then four times as long each time, an hour at most.
base::Seconds wait_after(std::uint32_t failures) noexcept;

}  // namespace jwtkeep::webhook
