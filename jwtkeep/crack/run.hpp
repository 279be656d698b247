// Tries everything on all targets, by several threads.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crack/attack.hpp"
#include "jwtkeep/crack/cracker.hpp"

namespace jwtkeep::crack {

/// How far a run has come. Going on from `stage` and `position` misses nothing, and repeats at most one piece a thread.
struct Standing {
  std::size_t stage = 0;         ///< the number of stages that are over
  Position position = {};        ///< within the next one
  std::uint64_t candidates = 0;  ///< tried in this run

  friend bool operator==(const Standing&, const Standing&) = default;
};

/// A target's secret.
struct Found {
  std::size_t target;
  std::size_t stage;
  base::SecretBytes secret;  ///< the HMAC key's bytes
};

struct RunOptions {
  unsigned threads = 1;
  Standing from = {};                   ///< where to begin
  std::vector<std::size_t> known = {};  ///< targets that are not tried any more
  /// Once true, the run ends; it is set by the run itself when there is nothing left to do, so that whoever waits for a
  /// word list gives up. The one that `make_stages` was given.
  std::atomic<bool>* stop = nullptr;
  std::chrono::milliseconds every{200};
  /// Called by the calling thread, every so often.
  std::function<void(const Standing&)> tick = {};
  /// Called by the calling thread for each secret, soon after it was found.
  std::function<void(Found)> found = {};
};

struct Outcome {
  Standing standing;
  bool exhausted = false;  ///< every candidate was tried, or every target has fallen; else it was stopped
  /// What ended the run: a word list that could not be read any more.
  std::optional<base::Error> failed;
};

/// Begins where `options.from` says, and ends when all stages are over, all targets have fallen, or it is stopped.
/// Errors: those of `Cracker::create`; `bad_value` where `from` is not within the stages; `io_failed`.
base::Result<Outcome> run(const Cracker& cracker, std::span<const Stage> stages, const RunOptions& options);

}  // namespace jwtkeep::crack
