// Which route a request takes. Pure: methods and paths in, a number out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/answer.hpp"
#include "jwtkeep/web/target.hpp"

namespace jwtkeep::web {

/// What the `{names}` of a pattern stand for in one path. Its views are of the router and of the target.
class Parameters {
 public:
  static constexpr std::size_t kMost = 4;  ///< of one pattern

  /// The value; empty where the pattern has no such name (a value never is empty).
  [[nodiscard]] std::string_view operator[](std::string_view name) const noexcept;

 private:
  friend class Router;
  struct Parameter {
    std::string_view name;
    std::string_view value;
  };
  std::array<Parameter, kMost> all_{};
  std::size_t count_ = 0;
};

struct Routed {
  enum class Kind : std::uint8_t {
    found,
    no_path,    ///< 404
    no_method,  ///< 405 with `allow`
    options,    ///< OPTIONS, to be answered with `allow`
  };
  Kind kind = Kind::no_path;
  std::size_t route = 0;  ///< the number that `add` was given
  Parameters parameters = {};
  std::string allow = {};  ///< a value for Allow
};

/// Patterns such as `/v1/keyrings/{keyring...}/rotate`: a `{name}` is one segment, a `{name...}` one or more (once in a
/// pattern). Where several fit, the one wins whose first segment to differ is the narrower: a word before `{name}`,
/// `{name}` before `{name...}`; and of several ways to fill `{name...}` there is only one. HEAD takes the route of GET.
/// A trailing slash fits no pattern but `/`.
class Router {
 public:
  /// Errors: `bad_value` for a malformed pattern, `already_exists` for one that is there with the same method.
  base::Result<void> add(std::string_view method, std::string_view pattern, std::size_t route);

  [[nodiscard]] Routed find(std::string_view method, const Target& target) const;

 private:
  struct Piece {
    enum class Kind : std::uint8_t { word, one, many };
    Kind kind = Kind::word;
    std::string text;  ///< the word, or the name
  };
  struct Method {
    std::string word;
    std::size_t route;
  };
  struct Pattern {
    std::vector<Piece> pieces;
    std::vector<Method> methods;
    bool many = false;  ///< has a `{name...}`
    [[nodiscard]] bool takes(const Target& target) const noexcept;
    [[nodiscard]] Parameters parameters(const Target& target) const noexcept;
    [[nodiscard]] const Method* method(std::string_view word) const noexcept;
  };
  static base::Result<std::vector<Piece>> parse(std::string_view pattern);
  static base::Result<Piece> parse_piece(std::string_view text);
  static bool is_narrower(const Pattern& a, const Pattern& b) noexcept;
  static bool same_shape(const Piece& a, const Piece& b) noexcept;

  std::vector<Pattern> patterns_;  ///< the narrower ones first
};

/// 404, 405 or the answer to OPTIONS, for what was not found.
Answer answer_unrouted(const Routed& routed);

}  // namespace jwtkeep::web
