// What is to be tried, and how it is shared out among threads.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crack/batch.hpp"

namespace jwtkeep::crack {

/// Where in a space a piece begins: a number of a mask's candidate or a byte of a word list, and for a word with a mask
/// the number within that mask.
struct Position {
  std::uint64_t outer = 0;
  std::uint64_t inner = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

/// One thread's candidates, piece by piece.
class Candidates {
 public:
  Candidates() = default;
  Candidates(const Candidates&) = delete;
  Candidates& operator=(const Candidates&) = delete;
  virtual ~Candidates() = default;

  /// Takes the next piece that no other thread has taken; false when there is none.
  /// Errors: those of `WordSource::take`.
  virtual base::Result<bool> take() = 0;
  /// Where the piece in hand begins. Whoever begins there again misses nothing of it.
  [[nodiscard]] virtual Position begin() const noexcept = 0;
  /// Adds candidates of the piece until the batch is full; false once it has no more.
  virtual bool fill(Batch& batch) = 0;
};

/// A set of candidates: words, a mask, or words with a mask.
class Space {
 public:
  Space() = default;
  Space(const Space&) = delete;
  Space& operator=(const Space&) = delete;
  virtual ~Space() = default;

  /// For one more thread; the space outlives it.
  virtual std::unique_ptr<Candidates> candidates() = 0;
  /// Goes on where a piece began. Before any candidates are taken. Errors: `io_failed`.
  virtual base::Result<void> seek(Position position) = 0;
  /// How many steps there are, in candidates or bytes; 0 where nobody knows.
  [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
  /// How many of them have been given out.
  [[nodiscard]] virtual std::uint64_t taken() const noexcept = 0;
};

}  // namespace jwtkeep::crack
