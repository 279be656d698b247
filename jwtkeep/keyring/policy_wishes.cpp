#include "jwtkeep/keyring/policy_wishes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/jose/jwe_alg.hpp"
#include "jwtkeep/jose/name_list.hpp"
#include "jwtkeep/keyring/verifier_choice.hpp"

namespace jwtkeep::keyring {
namespace {

using base::fail;
using base::Reason;

base::Result<void> read_duration(std::string_view word, const std::string& text, base::Seconds& into) {
  if (text.empty()) return {};
  JWTKEEP_TRY(into, base::parse_duration_of(word, text));
  return {};
}

/// The verifiers, and the P that they and the wish give.
base::Result<void> read_propagation(const PolicyWishes& wishes, const PolicyWords& words, Policy& policy) {
  JWTKEEP_CHECK(read_duration(words.propagation, wishes.propagation, policy.propagation));
  if (wishes.verifiers.empty()) return {};
  for (const auto& text : wishes.verifiers) {
    JWTKEEP_TRY(const auto names, parse_verifiers(text));
    for (const auto& name : names) {
      if (std::ranges::find(policy.verifiers, name) == policy.verifiers.end()) policy.verifiers.push_back(name);
    }
  }
  std::optional<base::Seconds> given;
  if (!wishes.propagation.empty()) given = policy.propagation;
  JWTKEEP_TRY(policy.propagation, propagation_for(policy.verifiers, given));
  return {};
}

base::Result<void> read_form(const PolicyWishes& wishes, const PolicyWords& words, Policy& policy) {
  if (wishes.form.empty()) return {};
  JWTKEEP_TRY(const auto form, parse_form(wishes.form, words.form));
  if (!jose::is_symmetric(policy.alg)) {
    return fail(Reason::bad_value, fmt::format("{} is for symmetric secrets only", words.form),
                "leave it out, or choose HS256");
  }
  policy.form = form;
  return {};
}

}  // namespace

base::Result<jose::Alg> parse_alg(std::string_view name) {
  if (const auto alg = jose::alg_from_name(name)) return *alg;
  if (jose::jwe_alg_from_name(name)) {
    return fail(Reason::bad_value, fmt::format("{} encrypts and does not sign", name),
                "to sign, choose one of " + jose::name_list(jose::algs()));
  }
  return fail(Reason::bad_value, fmt::format("no algorithm is called \"{}\"", name),
              base::did_you_mean(base::near_words(jose::names_of(jose::algs()), name),
                                 "choose one of " + jose::name_list(jose::algs())));
}

base::Result<Form> parse_form(std::string_view word, std::string_view where) {
  if (const auto form = form_from_word(word)) return *form;
  return fail(Reason::bad_value, fmt::format("{} \"{}\" is neither text nor bytes", where, word),
              base::did_you_mean(
                  base::near_words({"text", "bytes"}, word),
                  "write text where your services use the characters as they are, bytes where they decode them first"));
}

base::Result<Policy> make_policy(const PolicyWishes& wishes, const PolicyWords& words) {
  Policy policy;
  if (!wishes.alg.empty()) {
    JWTKEEP_TRY(policy.alg, parse_alg(wishes.alg));
  }
  JWTKEEP_CHECK(read_form(wishes, words, policy));
  JWTKEEP_CHECK(read_duration(words.token_lifetime, wishes.token_lifetime, policy.token_lifetime));
  JWTKEEP_CHECK(read_duration(words.skew, wishes.skew, policy.skew));
  JWTKEEP_CHECK(read_propagation(wishes, words, policy));
  JWTKEEP_CHECK(read_duration(words.sign_propagation, wishes.sign_propagation, policy.sign_propagation));
  JWTKEEP_CHECK(read_duration(words.rotate_every, wishes.rotate_every, policy.rotate_every));
  JWTKEEP_CHECK(read_duration(words.retention, wishes.retention, policy.retention));
  policy.standby = !wishes.no_standby;
  if (!wishes.issuer.empty()) policy.issuer = wishes.issuer;
  if (!wishes.audience.empty()) policy.audience = wishes.audience;
  JWTKEEP_CHECK(check(policy));
  return policy;
}

}  // namespace jwtkeep::keyring
