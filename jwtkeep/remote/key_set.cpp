#include "jwtkeep/remote/key_set.hpp"

#include <algorithm>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::remote {
namespace {

using base::fail;
using base::Reason;

std::string_view kid_of(const jose::VerifyKey& key) { return key.kid(); }

/// For a message: a stranger chose it, so it is shown only where it is short and plain.
std::string shown(std::optional<std::string_view> kid) {
  if (!kid) return "without kid";
  if (kid->size() > 64 || !base::is_printable_ascii(base::as_bytes(*kid))) {
    return "with a kid of " + std::to_string(kid->size()) + " bytes";
  }
  return "\"" + std::string(*kid) + "\"";
}

/// Where in the set the entries stood that were not skipped.
std::vector<std::size_t> indices_of(std::size_t count, const std::vector<jose::SkippedJwk>& skipped) {
  std::vector<std::size_t> indices;
  for (std::size_t index = 0; indices.size() < count; ++index) {
    const bool left_out = std::ranges::any_of(skipped, [&](const auto& each) { return each.index == index; });
    if (!left_out) indices.push_back(index);
  }
  return indices;
}

}  // namespace

base::Result<KeySet> KeySet::parse(std::string_view text, std::size_t most_keys) {
  auto read = jose::parse_jwks(text);
  if (!read) {
    // parse_jwks has `bad_value` for one thing alone: private members where public keys belong.
    if (read.error().reason != Reason::bad_value) return std::unexpected(std::move(read).error());
    return fail(Reason::key_compromised, "the key set holds a private or symmetric key: whoever can fetch it can sign",
                "tell its operator; no token is verified with this set's keys until it is mended");
  }
  if (read->keys.size() + read->skipped.size() > most_keys) {
    return fail(Reason::too_large, "the key set has more than " + std::to_string(most_keys) + " keys");
  }
  KeySet set;
  set.skipped_ = std::move(read->skipped);
  const auto indices = indices_of(read->keys.size(), set.skipped_);
  for (std::size_t i = 0; i < read->keys.size(); ++i) set.add(read->keys[i], indices[i]);
  std::ranges::sort(set.keys_, {}, kid_of);
  return set;
}

void KeySet::add(const jose::Jwk& jwk, std::size_t index) {
  const auto before = keys_.size();
  for (const auto& row : jose::algs()) {
    if (auto key = jose::verify_key(jwk, row.alg)) keys_.push_back(*std::move(key));
  }
  if (keys_.size() != before) {
    ++size_;
    return;
  }
  // Well formed, and still good for nothing: too short, as a rule.
  const auto key = jose::verify_key(jwk);
  skipped_.push_back({index, jwk.kid.value_or(""), key ? "no algorithm is supported with it" : key.error().what});
}

KeySet::Found KeySet::look(std::optional<std::string_view> kid, jose::Alg alg) const noexcept {
  auto from = keys_.begin();
  auto to = keys_.end();
  if (kid) {
    const auto same = std::ranges::equal_range(keys_, *kid, {}, kid_of);
    from = same.begin();
    to = same.end();
  }
  const jose::VerifyKey* found = nullptr;
  for (auto at = from; at != to; ++at) {
    if (at->alg() != alg) continue;
    if (found != nullptr) return {Match::several, nullptr};
    found = &*at;
  }
  if (found != nullptr) return {Match::one, found};
  return {kid && from != to ? Match::other_alg : Match::none, nullptr};
}

Match KeySet::match(std::optional<std::string_view> kid, jose::Alg alg) const noexcept { return look(kid, alg).match; }

base::Result<jose::VerifyKey> KeySet::find(std::optional<std::string_view> kid, jose::Alg alg) const {
  const auto found = look(kid, alg);
  const std::string name(jose::name(alg));
  switch (found.match) {
    case Match::one: return *found.key;
    case Match::other_alg:
      return fail(Reason::alg_not_allowed, "the key " + shown(kid) + " of the key set is not for " + name);
    case Match::several:
      return fail(Reason::key_unknown, "the key set has several keys for " + name + " and a token " + shown(kid),
                  "its issuer has to give every key a kid of its own and name it in the token");
    case Match::none: break;
  }
  const auto left_out = std::ranges::find_if(skipped_, [&](const auto& each) { return kid && each.kid == *kid; });
  if (left_out != skipped_.end()) {
    return fail(Reason::key_unknown, "the key " + shown(kid) + " of the key set cannot be used: " + left_out->why);
  }
  return fail(Reason::key_unknown, "the key set has no key for " + name + " and a token " + shown(kid));
}

}  // namespace jwtkeep::remote
