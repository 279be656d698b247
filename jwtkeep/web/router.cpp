#include "jwtkeep/web/router.hpp"

#include <algorithm>
#include <ranges>

#include "jwtkeep/base/reason.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/web/problem.hpp"
#include "jwtkeep/web/status.hpp"

namespace jwtkeep::web {
namespace {

using base::fail;
using base::Reason;

constexpr std::string_view kEllipsis = "...";

/// The value of Allow (RFC 9110 section 10.2.1).
std::string allow_text(const std::vector<std::string_view>& methods) {
  std::string text;
  const auto append = [&text](std::string_view word) {
    if (!text.empty()) text += ", ";
    text += word;
  };
  for (const auto method : methods) {
    append(method);
    if (method == "GET") append("HEAD");
  }
  append("OPTIONS");
  return text;
}

bool is_segment_text(std::string_view text) {
  return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, [](char c) {
    return http::is_digit(c) || http::is_letter(c) || std::string_view("-._~").contains(c);
  });
}

}  // namespace

std::string_view Parameters::operator[](std::string_view name) const noexcept {
  const auto end = all_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto* const found = std::find_if(all_.begin(), end, [&](const Parameter& each) { return each.name == name; });
  return found == end ? std::string_view{} : found->value;
}

base::Result<Router::Piece> Router::parse_piece(std::string_view text) {
  if (!text.starts_with('{')) {
    if (!is_segment_text(text)) return fail(Reason::bad_value, "a pattern's segment is a word or {name}");
    return Piece{.kind = Piece::Kind::word, .text = std::string(text)};
  }
  if (!text.ends_with('}')) return fail(Reason::bad_value, "a pattern's {name} is a whole segment");
  auto name = text.substr(1, text.size() - 2);
  const bool many = name.ends_with(kEllipsis);
  if (many) name.remove_suffix(kEllipsis.size());
  if (name.empty() || !std::ranges::all_of(name, [](char c) { return http::is_letter(c) || c == '_'; })) {
    return fail(Reason::bad_value, "a pattern's {name} is letters and underscores");
  }
  return Piece{.kind = many ? Piece::Kind::many : Piece::Kind::one, .text = std::string(name)};
}

base::Result<std::vector<Router::Piece>> Router::parse(std::string_view pattern) {
  if (!pattern.starts_with('/')) return fail(Reason::bad_value, "a pattern begins with a slash");
  std::vector<Piece> pieces;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto end = std::min(pattern.find('/'), pattern.size());
    JWTKEEP_TRY(auto piece, parse_piece(pattern.substr(0, end)));
    pieces.push_back(std::move(piece));
    if (end + 1 == pattern.size()) return fail(Reason::bad_value, "a pattern does not end in a slash");
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
  }
  const auto count_of = [&pieces](auto wanted) { return std::ranges::count_if(pieces, wanted); };
  if (count_of([](const Piece& piece) { return piece.kind == Piece::Kind::many; }) > 1) {
    return fail(Reason::bad_value, "a pattern has {name...} once");
  }
  if (count_of([](const Piece& piece) { return piece.kind != Piece::Kind::word; }) >
      static_cast<std::ptrdiff_t>(Parameters::kMost)) {
    return fail(Reason::bad_value, "a pattern has at most 4 names");
  }
  return pieces;
}

bool Router::same_shape(const Piece& a, const Piece& b) noexcept {
  return a.kind == b.kind && (a.kind != Piece::Kind::word || a.text == b.text);
}

bool Router::is_narrower(const Pattern& a, const Pattern& b) noexcept {
  const auto [at, other] = std::ranges::mismatch(a.pieces, b.pieces, same_shape);
  if (at == a.pieces.end() || other == b.pieces.end()) return a.pieces.size() > b.pieces.size();
  // Words among themselves have an order too, so that all patterns have one.
  const bool words = at->kind == Piece::Kind::word && other->kind == Piece::Kind::word;
  return words ? at->text < other->text : at->kind < other->kind;
}

base::Result<void> Router::add(std::string_view method, std::string_view pattern, std::size_t route) {
  JWTKEEP_TRY(auto pieces, parse(pattern));
  auto found = std::ranges::find_if(
      patterns_, [&](const Pattern& each) { return std::ranges::equal(each.pieces, pieces, same_shape); });
  if (found == patterns_.end()) {
    const bool many = std::ranges::find(pieces, Piece::Kind::many, &Piece::kind) != pieces.end();
    Pattern added{.pieces = std::move(pieces), .methods = {}, .many = many};
    const auto at = std::ranges::find_if(patterns_, [&](const Pattern& each) { return is_narrower(added, each); });
    found = patterns_.insert(at, std::move(added));
  } else if (!std::ranges::equal(found->pieces, pieces, {}, &Piece::text, &Piece::text)) {
    return fail(Reason::bad_value,
                "the pattern " + std::string(pattern) + " has other names than one of the same shape");
  }
  if (found->method(method) != nullptr) {
    return fail(Reason::already_exists, "there is a route for " + std::string(method) + " " + std::string(pattern));
  }
  found->methods.push_back({.word = std::string(method), .route = route});
  return {};
}

bool Router::Pattern::takes(const Target& target) const noexcept {
  const auto have = target.segment_count();
  if (many ? have < pieces.size() : have != pieces.size()) return false;
  // From the end, where those of one family differ.
  auto end = have;
  for (const auto& piece : std::views::reverse(pieces)) {
    if (piece.kind == Piece::Kind::word && piece.text != target.segment(end - 1)) return false;
    end -= piece.kind == Piece::Kind::many ? have - pieces.size() + 1 : 1;
  }
  return true;
}

Parameters Router::Pattern::parameters(const Target& target) const noexcept {
  Parameters found;
  std::size_t at = 0;
  for (const auto& piece : pieces) {
    const auto size = piece.kind == Piece::Kind::many ? target.segment_count() - pieces.size() + 1 : 1;
    if (piece.kind != Piece::Kind::word) {
      found.all_[found.count_++] = {.name = piece.text, .value = target.segments(at, size)};
    }
    at += size;
  }
  return found;
}

const Router::Method* Router::Pattern::method(std::string_view word) const noexcept {
  const auto found = std::ranges::find(methods, word, &Method::word);
  return found == methods.end() ? nullptr : &*found;
}

Routed Router::find(std::string_view method, const Target& target) const {
  std::vector<std::string_view> others;
  if (target.trailing_slash()) return {};
  for (const auto& pattern : patterns_) {
    if (!pattern.takes(target)) continue;
    const auto* found = pattern.method(method);
    if (found == nullptr && method == "HEAD") found = pattern.method("GET");
    if (found != nullptr) {
      return {.kind = Routed::Kind::found, .route = found->route, .parameters = pattern.parameters(target)};
    }
    for (const auto& other : pattern.methods) {
      if (std::ranges::find(others, other.word) == others.end()) others.emplace_back(other.word);
    }
  }
  if (others.empty()) return {};
  return {.kind = method == "OPTIONS" ? Routed::Kind::options : Routed::Kind::no_method, .allow = allow_text(others)};
}

Answer answer_unrouted(const Routed& routed) {
  switch (routed.kind) {
    case Routed::Kind::options: return Answer(204).with("Allow", routed.allow);
    case Routed::Kind::no_method:
      return problem(405, base::word(Reason::bad_value), phrase(405), "that method is not for this path",
                     "it takes " + routed.allow)
          .with("Allow", routed.allow);
    case Routed::Kind::found:
    case Routed::Kind::no_path: break;
  }
  return problem(404, base::word(Reason::not_found), phrase(404), "there is nothing at this path");
}

}  // namespace jwtkeep::web
