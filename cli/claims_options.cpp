#include "cli/claims_options.hpp"

#include "cli/claims_input.hpp"

namespace jwtkeep::cli {
namespace {

constexpr keyring::WishWords kWords{.claims = "--claims",
                                    .token_lifetime = "--ttl",
                                    .subject = "--sub",
                                    .issuer = "--iss",
                                    .audience = "--aud",
                                    .not_before_in = "--not-before",
                                    .id = "--jti"};

}  // namespace

void add_claims_options(Arguments& app, ClaimsOptions& options) {
  const auto add = [&](const char* name, auto& into, const char* help, const char* type) {
    app.add_option(name, into, help)->type_name(type)->group("Claims")->one_each();
  };
  add("--claims", options.claims, "the claims: JSON, @FILE, or - for standard input", "JSON");
  add("--ttl", options.wishes.token_lifetime,
      "how long the token lives (default, and at most: the keyring's T; key files: 1h)", "DURATION");
  add("--sub", options.wishes.subject, "the subject", "SUBJECT");
  add("--iss", options.wishes.issuer, "the issuer (default: the keyring's)", "ISSUER");
  add("--aud", options.wishes.audience, "the audience; may be given again (default: the keyring's)", "AUDIENCE");
  add("--not-before", options.wishes.not_before_in, "valid only after this much time", "DURATION");
  app.add_flag("--jti", options.wishes.id, "give the token an id of its own")->group("Claims");
}

base::Result<base::Json> make_claims(const ClaimsOptions& options, const keyring::ClaimRules& rules,
                                     base::Instant now) {
  JWTKEEP_TRY(auto claims, read_claims(options.claims));
  return keyring::complete_claims(std::move(claims), options.wishes, rules, kWords, now);
}

}  // namespace jwtkeep::cli
