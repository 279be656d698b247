#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/code/finds.hpp"
#include "jwtkeep/scan/rule.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::uint32_t kMostTypeArguments = 12;  // tokens
constexpr std::size_t kReadTimes = 20;            // how often a token is read on the average, at most
constexpr std::uint32_t kLongestCall = 4000;      // tokens in which a member is looked for

std::string_view last_part(std::string_view callee) {
  const auto dot = callee.rfind('.');
  return dot == std::string_view::npos ? callee : callee.substr(dot + 1);
}

struct Entry {
  std::uint32_t hash;
  const Rule* rule;
  const RuleCall* call;
};

/// All rules' calls by the hash of the callee's last part; in the rules' order where it is the same.
const std::vector<Entry>& entries() {
  static const std::vector<Entry> sorted = [] {
    std::vector<Entry> all;
    for (const auto& rule : all_rules()) {
      for (const auto& call : rule.calls) all.push_back({word_hash(last_part(call.callee)), &rule, &call});
    }
    std::ranges::sort(all, [](const Entry& a, const Entry& b) {
      return std::tie(a.hash, a.rule, a.call) < std::tie(b.hash, b.rule, b.call);
    });
    return all;
  }();
  return sorted;
}

/// Bits by a hash's last ones: most words are no callee, and this says so without a search.
const std::vector<bool>& filter() {
  static const std::vector<bool> filled = [] {
    std::vector<bool> bits(1U << 16U);
    for (const auto& entry : entries()) bits[entry.hash & 0xffffU] = true;
    return bits;
  }();
  return filled;
}

class Calls {
 public:
  explicit Calls(const Context& context) : context_(context), unit_(context.unit), evaluator_(unit_, context.budget) {}

  void run() {
    for (const auto& definition : unit_.definitions()) assigned(definition);
    if (unit_.language() == Language::go) key_functions();
    for (std::uint32_t i = 0; i < unit_.size(); ++i) {
      if (!unit_.is_word(i) || !filter()[unit_.at(i).value & 0xffffU]) continue;
      const auto matching = std::ranges::equal_range(entries(), unit_.at(i).value, {}, &Entry::hash);
      if (matching.empty()) continue;
      const auto taken = arguments_of(i);
      if (!taken) continue;
      for (const auto& entry : matching) {
        if (entry.call->assigned) continue;
        if (speaks(*entry.rule) && is_called(entry.call->callee, i) && has_needed(*entry.call)) look(entry, i, *taken);
      }
    }
  }

 private:
  /// Where arguments stand: between `begin` and `end`.
  struct Taken {
    std::uint32_t begin, end;
  };

  /// opts.secretOrKey = 'x'
  void assigned(const Definition& definition) {
    if (definition.value >= unit_.size() || !filter()[definition.hash & 0xffffU]) return;
    for (const auto& entry : std::ranges::equal_range(entries(), definition.hash, {}, &Entry::hash)) {
      if (!entry.call->assigned || !speaks(*entry.rule) || !has_needed(*entry.call)) continue;
      if (unit_.name_of(definition.name) != entry.call->callee) continue;
      emit(entry, evaluator_.value(definition.value, unit_.size()));
    }
  }

  /// func(t *jwt.Token) (interface{}, error) is one that gives the library its key, wherever it is passed.
  void key_functions() {
    static const auto* const rule = find_rule("go-jwt");
    const auto token = hash_of("Token");
    for (std::uint32_t i = 2; i < unit_.size(); ++i) {
      if (!unit_.is_word(i) || unit_.at(i).value != token || !unit_.is_close(i + 1, ')') || !unit_.is_op(i - 1, ".") ||
          !has_letters(unit_.text_of(i - 2), "jwt") || !unit_.is_open(i + 2, '(')) {
        continue;
      }
      if (!unit_.is_word(i + 3, "interface") && !unit_.is_word(i + 3, "any")) continue;
      const auto body = unit_.partner(i + 2, unit_.size()) + 1;
      if (!unit_.is_open(body, '{')) continue;
      add_candidates(context_, evaluator_.returned(body, unit_.size()), rule->id, Kind::call, Certainty::sink, {});
    }
  }

  [[nodiscard]] bool speaks(const Rule& rule) const {
    return std::ranges::find(rule.languages, unit_.language()) != rule.languages.end() ||
           unit_.language() == Language::unknown;
  }

  bool has_needed(const RuleCall& call) { return context_.needs.has(call.needs); }

  /// The bracket behind a callee, or what stands behind it where brackets are left out.
  [[nodiscard]] std::optional<Taken> arguments_of(std::uint32_t i) const {
    auto next = i + 1;
    if (unit_.is_op(next, "!") && (unit_.is_open(next + 1, '(') || unit_.is_open(next + 1, '['))) ++next;
    if (unit_.is_op(next, "?.")) ++next;
    if (unit_.is_op(next, "::") && unit_.is_op(next + 1, "<")) ++next;
    if (unit_.is_op(next, "<") || (unit_.is_open(next, '[') && unit_.language() == Language::scala)) {
      auto k = next + 1;
      while (k < next + kMostTypeArguments && k < unit_.size() && !unit_.is_open(k, '(') && !unit_.is_open(k, '{')) ++k;
      if (!unit_.is_op(k - 1, ">") && !unit_.is_op(k - 1, ">>") && !unit_.is_close(k - 1, ']')) return std::nullopt;
      next = k;
    }
    // std::string name("x") and jwt::verifier<T> name{...}: the callee is the type.
    if (unit_.language() == Language::cpp && unit_.is_word(next) &&
        (unit_.is_open(next + 1, '(') || unit_.is_open(next + 1, '{'))) {
      ++next;
    }
    if (unit_.is_open(next, '(') || unit_.is_open(next, '{')) {
      const auto close = unit_.partner(next, unit_.size());
      auto end = close;
      // new X() { Key = "x" }, X(...) { ... }
      if (unit_.is_open(close + 1, '{') && close == next + 1 && unit_.language() == Language::csharp) {
        return Taken{close + 2, unit_.partner(close + 1, unit_.size())};
      }
      return Taken{next + 1, end};
    }
    if (!unit_.is_any_of({Language::ruby, Language::elixir, Language::perl}) || unit_.at(next).first_of_line) {
      return std::nullopt;
    }
    if (unit_.at(next).kind == TokenKind::op && !unit_.is_op(next, ":") && !unit_.is_op(next, ",")) return std::nullopt;
    // To the line's end, over lines that end in a comma.
    auto k = next;
    while (k < unit_.size() && k < next + kLongestCall) {
      const auto& token = unit_.at(k);
      if (token.first_of_line && k > next && !unit_.is_op(k - 1, ",")) break;
      if (token.kind == TokenKind::close || unit_.is_word(k, "do")) break;
      k = token.kind == TokenKind::open ? unit_.partner(k, unit_.size()) + 1 : k + 1;
    }
    return Taken{next, std::min(k, unit_.size())};
  }

  /// Whether what stands before the word at `i` are the callee's other parts.
  [[nodiscard]] bool is_called(std::string_view callee, std::uint32_t i) const {
    auto at = i;
    for (auto dot = callee.rfind('.'); dot != std::string_view::npos; dot = callee.rfind('.')) {
      callee = callee.substr(0, dot);
      const auto part = last_part(callee);
      if (at < 2) return false;
      const auto& link = unit_.at(at - 1);
      if (link.kind != TokenKind::op) return false;
      const auto op = link.value;
      if (op != op_of(".") && op != op_of("::") && op != op_of("->") && op != op_of("?.") && op != op_of(":") &&
          op != op_of("\\")) {
        return false;
      }
      auto before = at - 2;
      // f(...).g: the part is f
      while (before > 0 && unit_.at(before).kind == TokenKind::close && unit_.at(before).value < before) {
        before = unit_.at(before).value - 1;
      }
      if (!unit_.is_word(before)) return false;
      if (part != "*" && unit_.name_of(before) != part) return false;
      at = before;
    }
    return true;
  }

  void emit(const Entry& entry, Values values) {
    add_candidates(context_, std::move(values), entry.rule->id, Kind::call, Certainty::sink, {});
  }

  void look(const Entry& entry, std::uint32_t i, const Taken& taken) {
    if (entry.call->argument >= 0) {
      auto wanted = static_cast<std::size_t>(entry.call->argument);
      // payload |> sign(secret)
      if (unit_.language() == Language::elixir && is_piped(i)) {
        if (wanted == 0) return;
        --wanted;
      }
      std::size_t place = 0;
      for (const auto& argument : evaluator_.arguments_between(taken.begin, taken.end)) {
        if (argument.keyword != kNone) {
          ++place;
          continue;
        }
        if (place++ != wanted) continue;
        emit(entry, evaluator_.argument(argument));
        break;
      }
    }
    if (!entry.call->keyword.empty()) by_keyword(entry, taken);
  }

  [[nodiscard]] bool is_piped(std::uint32_t i) const {
    auto at = i;
    while (at >= 2 && unit_.is_op(at - 1, ".") && unit_.is_word(at - 2)) at -= 2;
    return unit_.is_op(at - 1, "|>");
  }

  void by_keyword(const Entry& entry, const Taken& taken) {
    const auto hash = word_hash(entry.call->keyword);
    const auto last = std::min(taken.end, taken.begin + kLongestCall);
    // Of calls within calls within calls not each is read to its end.
    const auto length = static_cast<std::size_t>(last - std::min(last, taken.begin));
    if (length > left_) return;
    left_ -= length;
    for (auto k = taken.begin; k < last; ++k) {
      const auto& token = unit_.at(k);
      const bool same = token.kind == TokenKind::word ? token.value == hash
                                                      : token.kind == TokenKind::string && !token.has_hole &&
                                                            unit_.name_of(k) == entry.call->keyword;
      if (!same || unit_.is_op(k - 1, ".") || unit_.is_op(k - 1, "?.")) continue;
      auto next = k + 1;
      if (token.kind == TokenKind::string && unit_.is_close(next, ']')) ++next;
      if (unit_.is_op(next, ":") || unit_.is_op(next, "=") || unit_.is_op(next, "=>") || unit_.is_op(next, "?:")) {
        emit(entry, evaluator_.value(next + 1, taken.end));
      } else if (token.kind == TokenKind::word && (unit_.is_op(next, ",") || unit_.is_close(next, '}')) &&
                 (unit_.is_op(k - 1, ",") || unit_.is_open(k - 1, '{')) &&
                 unit_.is_any_of({Language::javascript, Language::typescript})) {
        emit(entry, evaluator_.value(k, k + 1));  // { secret }
      }
    }
  }

  const Context& context_;
  const Unit& unit_;
  Evaluator evaluator_;
  std::size_t left_ = kReadTimes * unit_.size() + kLongestCall;  ///< tokens in which members may yet be looked for
};

}  // namespace

void find_in_calls(const Context& context) { Calls(context).run(); }

}  // namespace jwtkeep::scan::code
