// A policy as somebody asks for it, in texts: by `new`, by `import` and over HTTP.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::keyring {

/// Texts as given; empty: the default.
struct PolicyWishes {
  std::string alg;
  std::string form;
  std::string token_lifetime;
  std::string skew;
  std::string propagation;
  std::string sign_propagation;
  std::string rotate_every;
  std::string retention;
  std::string issuer;
  std::string audience;
  std::vector<std::string> verifiers;  ///< each may hold several names, with commas between them
  bool no_standby = false;
};

/// How the wishes are called where they come from, for messages.
struct PolicyWords {
  std::string_view form;
  std::string_view token_lifetime;
  std::string_view skew;
  std::string_view propagation;
  std::string_view sign_propagation;
  std::string_view rotate_every;
  std::string_view retention;
};

/// P is what the verifiers make necessary, unless the wished one is larger.
/// Errors: `bad_value`, and `bad_policy` with the arithmetic.
base::Result<Policy> make_policy(const PolicyWishes& wishes, const PolicyWords& words);

/// The algorithm of that name for signatures. Errors: `bad_value`, naming those that there are.
base::Result<jose::Alg> parse_alg(std::string_view name);

/// `text` or `bytes`, given as `where`, an option or a member. Errors: `bad_value`.
base::Result<Form> parse_form(std::string_view word, std::string_view where);

}  // namespace jwtkeep::keyring
