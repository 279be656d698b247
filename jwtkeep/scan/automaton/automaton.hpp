// Finds all triggers of a text in one pass: the one door to Vectorscan.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/trigger.hpp"

namespace jwtkeep::scan {

/// One thread's; what it is made of is shared.
class Automaton {
 public:
  /// Errors: `io_failed` where memory is short, or this processor is none that Vectorscan runs on.
  static base::Result<Automaton> create();

  /// Replaces `triggers` by those of `text`, by their offsets; of words within others all. A text of at most 4 GiB.
  void find(std::string_view text, std::vector<Trigger>& triggers) const;

 private:
  struct Scratch;
  explicit Automaton(std::shared_ptr<Scratch> scratch) noexcept;
  std::shared_ptr<Scratch> scratch_;
};

}  // namespace jwtkeep::scan
