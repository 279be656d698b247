// Restoring arbitrary bytes: either nothing is written, or the rows are those of the bytes.
#include <cstdlib>

#include "jwtkeep/store/memory/memory_backend.hpp"
#include "jwtkeep/store/store.hpp"

using namespace jwtkeep;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  store::MemoryBackend into;
  const bool restored = store::restore({data, size}, into).has_value();
  const auto read = into.read([&](store::Transaction& transaction) -> base::Result<void> {
    JWTKEEP_TRY(const auto row, transaction.get(store::Space::meta, "store"));
    if (row.has_value() != restored) std::abort();
    return {};
  });
  if (!read) std::abort();
  if (restored && store::restore({data, size}, into)) std::abort();
  return 0;
}
