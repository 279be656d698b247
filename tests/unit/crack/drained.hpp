// All candidates of a space, as texts.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "jwtkeep/crack/candidates/space.hpp"

namespace jwtkeep::crack {

/// Of the pieces that nobody has taken yet, in order; `most` of them.
inline std::vector<std::string> drained(Space& space, std::size_t most = 10'000'000) {
  std::vector<std::string> all;
  const auto candidates = space.candidates();
  Batch batch;
  while (true) {
    const auto taken = candidates->take();
    EXPECT_TRUE(taken.has_value()) << (taken ? "" : taken.error().what);
    if (!taken || !*taken) return all;
    for (bool more = true; more;) {
      batch.clear();
      more = candidates->fill(batch);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        if (all.size() == most) return all;
        all.emplace_back(base::as_text(batch[i]));
      }
    }
  }
}

}  // namespace jwtkeep::crack
