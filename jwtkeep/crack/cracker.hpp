// Tries candidates on tokens, as fast as this machine can.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crack/batch.hpp"
#include "jwtkeep/crack/target.hpp"

namespace jwtkeep::crack {

/// A candidate that is a target's secret, by their places in the batch and in the list of targets.
struct Hit {
  std::size_t candidate;
  std::size_t target;

  friend bool operator==(const Hit&, const Hit&) = default;
};

/// Tries batches on all targets. What depends on the targets alone is computed once, and shared by copies; each thread
/// needs a copy of its own.
class Cracker {
 public:
  /// With the fastest kernel that this machine has. Errors: `bad_value` without targets, and for a target that
  /// `target_of` would not give.
  static base::Result<Cracker> create(std::span<const Target> targets);
  /// With the kernel of this name: `avx512`, `avx2` or `portable`. Errors: `bad_value` also where there is no such
  /// kernel or this machine cannot run it.
  static base::Result<Cracker> create_with(std::string_view kernel, std::span<const Target> targets);

  ~Cracker();
  Cracker(Cracker&&) noexcept;
  Cracker& operator=(Cracker&&) noexcept;
  Cracker(const Cracker&);
  Cracker& operator=(const Cracker&);

  /// Appends what was found, each confirmed by libcrypto's HMAC; in the order of the candidates for each target.
  void run(const Batch& batch, std::vector<Hit>& hits);

  /// Its secret is known: try it no more. A second time changes nothing.
  void drop(std::size_t target);
  /// How many targets are still tried.
  [[nodiscard]] std::size_t left() const noexcept;

  [[nodiscard]] std::string_view kernel() const noexcept;

 private:
  struct State;
  explicit Cracker(std::unique_ptr<State> state) noexcept;

  std::unique_ptr<State> state_;
};

}  // namespace jwtkeep::crack
