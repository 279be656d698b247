#include "cli/raw_verify.hpp"

#include "cli/input.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

/// Whether a payload that was not given may be what is wrong.
bool lacks_payload(const base::Error& error, const std::string& token, bool is_given) {
  if (error.hint.starts_with("if its payload is sent apart")) return true;
  if (is_given || error.reason != Reason::bad_signature) return false;
  const auto parsed = jose::UnverifiedJws::parse(token, {.size_bytes = kMostRawTokenBytes});
  return parsed && parsed->untrusted_payload().empty();
}

}  // namespace

base::Result<jose::JwsPolicy> raw_policy(const Expectations& expectations, const RawOptions& options,
                                         std::vector<jose::Alg> algs) {
  if (expectations.given()) {
    return fail(Reason::bad_value, "a raw payload has no claims: with --raw only --typ can be demanded",
                "leave --raw out if the token is a JWT");
  }
  jose::JwsPolicy policy{.algs = std::move(algs), .allow_json = true, .allow_unencoded = true};
  policy.limits.size_bytes = kMostRawTokenBytes;
  policy.allow_any_type = expectations.type.empty() || expectations.type == "any";
  if (!policy.allow_any_type) policy.type = expectations.type;
  if (options.signatures == "any") {
    policy.signatures = jose::SignatureRule::any;
  } else if (options.signatures == "all") {
    policy.signatures = jose::SignatureRule::all;
  } else if (!options.signatures.empty()) {
    return fail(Reason::bad_value, "--signatures \"" + options.signatures + "\" is neither any nor all",
                "leave it out where a token has one signature");
  }
  return policy;
}

base::Result<jose::VerifiedPayload> verify_raw(const std::string& token,
                                               const std::optional<base::SecretBytes>& payload,
                                               const jose::JwsKeyLookup& lookup, const jose::JwsPolicy& policy) {
  auto verified =
      payload
          ? payload->reveal([&](base::ByteView bytes) { return jose::verify_detached(token, bytes, lookup, policy); })
          : jose::verify_payload(token, lookup, policy);
  if (verified) return verified;
  auto error = std::move(verified).error();
  if (policy.signatures == jose::SignatureRule::only_one && error.hint.starts_with("say in the policy")) {
    error.hint = "say which have to hold: --signatures any, or --signatures all";
  } else if (lacks_payload(error, token, payload.has_value())) {
    error.hint = "if its payload is sent apart (detached), give it by --payload FILE";
  }
  return std::unexpected(std::move(error));
}

}  // namespace jwtkeep::cli
