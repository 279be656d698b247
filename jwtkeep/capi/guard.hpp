// The border: what comes over it is looked at first, and no exception goes back over it. Internal to this room.
#pragma once

#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/capi/jwtkeep.h"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::capi {

/// On the heap; the error for no memory stands ready and is never freed.
jwtkeep_error* new_error(base::Error error) noexcept;
jwtkeep_error* no_memory() noexcept;

/// Runs `work`, which gives a `base::Result<void>`.
template <class Work>
jwtkeep_error* guarded(Work&& work) noexcept {
  try {
    base::Result<void> done = std::forward<Work>(work)();
    return done ? nullptr : new_error(std::move(done).error());
  } catch (const std::bad_alloc&) {
    return no_memory();
  } catch (const std::exception& problem) {
    try {
      return new_error({base::Reason::internal, std::string("within jwtkeep: ") + problem.what(), {}});
    } catch (...) {
      return no_memory();
    }
  } catch (...) {
    return no_memory();
  }
}

// What came in. `what` is its name in jwtkeep.h. Errors: `bad_value`.

/// What no secret, key or set of keys is longer than.
inline constexpr std::size_t kMostSecretBytes = std::size_t{1} << 20;

/// Neither NULL with a size nor longer than memory can be. Errors also: `too_large`, above `most`.
base::Result<base::ByteView> bytes(const void* data, std::size_t size, const char* what,
                                   std::size_t most = PTRDIFF_MAX);
base::Result<std::string_view> text(const char* data, std::size_t size, const char* what,
                                    std::size_t most = PTRDIFF_MAX);
/// What no JSON that comes in is longer than.
inline constexpr std::size_t kMostJsonBytes = std::size_t{1} << 20;
/// A string that must be there.
base::Result<std::string> string(const char* text, const char* what);
/// One that is UTF-8 too, so that errors can repeat it. A path need not be.
base::Result<std::string> name(const char* text, const char* what);
base::Result<std::vector<std::string>> names(const char* const* texts, std::size_t count, const char* what);
base::Result<jose::Alg> alg(const char* name);
/// From 1970 to 9999, or the system's clock: the one place that asks it.
base::Result<base::Instant> instant(std::int64_t now_us);
/// A pointer that must be there.
base::Result<void> there(const void* pointer, const char* what);

}  // namespace jwtkeep::capi
