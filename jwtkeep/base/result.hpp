// Errors are values: what went wrong, why, and what to do about it.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "jwtkeep/base/reason.hpp"

namespace jwtkeep::base {

/// A failure, written for a person. Never holds bytes of a secret.
struct Error {
  Reason reason;     ///< the machine's word
  std::string what;  ///< one sentence without a full stop: what, where, why
  std::string hint;  ///< what to do next, or empty
};

/// The value, or the reason why there is none.
template <class T>
using Result = std::expected<T, Error>;

/// Shorthand for `return fail(Reason::malformed, "...", "...")`.
[[nodiscard]] inline std::unexpected<Error> fail(Reason reason, std::string what, std::string hint = {}) {
  return std::unexpected<Error>(Error{reason, std::move(what), std::move(hint)});
}

}  // namespace jwtkeep::base

// g++ 12 has no monadic operations on std::expected; these two keep the happy path readable until it does. Their
// variables are numbered, because a lambda within one may use another.
#define JWTKEEP_JOIN_INNER(a, b) a##b
#define JWTKEEP_JOIN(a, b) JWTKEEP_JOIN_INNER(a, b)
#define JWTKEEP_TRY_AS(tmp, declaration, ...)                            \
  auto tmp = (__VA_ARGS__);                                              \
  if (!tmp) return std::unexpected(std::move(tmp).error()); /* NOLINT */ \
  declaration = *std::move(tmp)
#define JWTKEEP_CHECK_AS(tmp, ...)                                                                   \
  do {                                                                                               \
    if (auto tmp = (__VA_ARGS__); !tmp) return std::unexpected(std::move(tmp).error()); /* NOLINT */ \
  } while (false)

/// `JWTKEEP_TRY(auto key, parse(text));` declares `key`, or returns the error from the enclosing function.
#define JWTKEEP_TRY(declaration, ...) JWTKEEP_TRY_AS(JWTKEEP_JOIN(jwtkeep_try_, __COUNTER__), declaration, __VA_ARGS__)

/// `JWTKEEP_CHECK(store.save(row));` goes on, or returns the error from the enclosing function.
#define JWTKEEP_CHECK(...) JWTKEEP_CHECK_AS(JWTKEEP_JOIN(jwtkeep_check_, __COUNTER__), __VA_ARGS__)
