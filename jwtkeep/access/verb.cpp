#include "jwtkeep/access/verb.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::access {
namespace {

struct Row {
  Verb verb;
  std::string_view word;
  std::string_view meaning;
};

constexpr std::array kRows{
    Row{Verb::read, "read", "see keyrings, their keys' states and times, and their destinations"},
    Row{Verb::sign, "sign", "have tokens signed"},
    Row{Verb::verify, "verify", "have tokens verified"},
    Row{Verb::encrypt, "encrypt", "have content encrypted to the keyring's keys"},
    Row{Verb::decrypt, "decrypt", "have content decrypted"},
    Row{Verb::create, "create", "make keyrings"},
    Row{Verb::rotate, "rotate", "take the steps of a rotation that are safe"},
    Row{Verb::compromise, "compromise", "have a key refused from now on"},
    Row{Verb::sync, "sync", "add, remove and write destinations"},
    Row{Verb::report, "report", "say what a scan has found of them"},
    Row{Verb::audit, "audit", "read the audit trail"},
    Row{Verb::export_keys, "export", "get private material out"},
    Row{Verb::admin, "admin", "say who may do what"},
};

constexpr auto kVerbs = [] {
  std::array<Verb, kRows.size()> verbs{};
  std::ranges::transform(kRows, verbs.begin(), &Row::verb);
  return verbs;
}();

const Row& row(Verb verb) noexcept { return *std::ranges::find(kRows, verb, &Row::verb); }

}  // namespace

std::string_view word(Verb verb) noexcept { return row(verb).word; }

std::optional<Verb> verb_from_word(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(kRows, text, &Row::word);
  if (found == kRows.end()) return std::nullopt;
  return found->verb;
}

std::string_view meaning(Verb verb) noexcept { return row(verb).meaning; }

std::span<const Verb> verbs() noexcept { return kVerbs; }

}  // namespace jwtkeep::access
