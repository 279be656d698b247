#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <set>

#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/capi/verifying.hpp"
#include "jwtkeep/jose/verified_cache.hpp"

namespace {

using namespace jwtkeep;
using base::fail;
using base::Reason;

constexpr std::int64_t kMostLeeway = 86400;
/// Each is asked in turn for a token that none of the others knows.
constexpr std::size_t kMostGroups = 64;
constexpr std::size_t kMostRemembered = 65'536;

/// Programs that were compiled before `remembered` was added end the structure there.
base::Result<jwtkeep_expectations> whole(const jwtkeep_expectations& given) {
  jwtkeep_expectations all = JWTKEEP_EXPECTATIONS;
  const auto size = given.struct_size;
  if (size != sizeof all && size != offsetof(jwtkeep_expectations, remembered)) {
    return fail(Reason::bad_value, "expectations has a struct_size that this library does not know",
                "begin with JWTKEEP_EXPECTATIONS");
  }
  std::memcpy(&all, &given, size);
  return all;
}

base::Result<jose::VerifyPolicy> policy_of(const jwtkeep_expectations& wanted, std::vector<jose::Alg> algs) {
  constexpr std::uint32_t kKnown = JWTKEEP_ANY_ISSUER | JWTKEEP_ANY_AUDIENCE | JWTKEEP_ANY_TYPE | JWTKEEP_NO_EXPIRATION;
  if ((wanted.flags & ~kKnown) != 0) return fail(Reason::bad_value, "flags has bits that mean nothing here");
  const auto longest = base::kLongestDuration.count();
  if (wanted.leeway_s < 0 || wanted.leeway_s > kMostLeeway) {
    return fail(Reason::bad_value, "leeway_s is not between 0 and 86400");
  }
  if (wanted.max_lifetime_s < 0 || wanted.max_lifetime_s > longest) {
    return fail(Reason::bad_value, fmt::format("max_lifetime_s is not between 0 and {}", longest));
  }
  JWTKEEP_TRY(const auto issuers, capi::names(wanted.issuers, wanted.issuers_count, "issuers"));
  JWTKEEP_TRY(const auto audiences, capi::names(wanted.audiences, wanted.audiences_count, "audiences"));
  JWTKEEP_TRY(const auto required, capi::names(wanted.required, wanted.required_count, "required"));
  jose::VerifyPolicy::Builder builder;
  builder.algs(std::move(algs)).leeway(base::Seconds{wanted.leeway_s});
  if ((wanted.flags & JWTKEEP_ANY_ISSUER) != 0) builder.allow_any_issuer();
  for (const auto& issuer : issuers) builder.issuer(issuer);
  if ((wanted.flags & JWTKEEP_ANY_AUDIENCE) != 0) builder.allow_any_audience();
  for (const auto& audience : audiences) builder.audience(audience);
  for (const auto& claim : required) builder.require(claim);
  if (wanted.subject != nullptr) {
    JWTKEEP_TRY(auto subject, capi::name(wanted.subject, "subject"));
    builder.subject(std::move(subject));
  }
  if ((wanted.flags & JWTKEEP_ANY_TYPE) != 0) builder.allow_any_type();
  if (wanted.type != nullptr) {
    JWTKEEP_TRY(auto type, capi::name(wanted.type, "type"));
    builder.type(std::move(type));
  } else if ((wanted.flags & JWTKEEP_ANY_TYPE) == 0) {
    builder.type("JWT");
  }
  wanted.max_lifetime_s == 0 ? builder.allow_any_lifetime()
                             : builder.max_lifetime(base::Seconds{wanted.max_lifetime_s});
  if ((wanted.flags & JWTKEEP_NO_EXPIRATION) != 0) builder.allow_missing_expiration();
  return builder.build();
}

/// Every key that may verify under one of `algs` (none: its own or usual algorithm), once for each. A key without a
/// `kid` of its own has none here, so that it is compared with no token's. Errors: why the last one did not, when no
/// key remains.
base::Result<std::vector<jose::VerifyKey>> verify_keys(const jwtkeep_keys& keys, const std::vector<jose::Alg>& algs) {
  std::vector<jose::VerifyKey> made;
  base::Result<void> last = fail(Reason::bad_value, "there is no key");
  for (const auto& jwk : keys.jwks) {
    std::vector<std::optional<jose::Alg>> tried(algs.begin(), algs.end());
    if (jwk.alg || algs.empty()) tried = {keys.is_secret ? std::optional(jose::Alg::HS256) : std::nullopt};
    for (const auto& alg : tried) {
      auto key = jose::verify_key(jwk, alg);
      if (!key) {
        last = std::unexpected(std::move(key).error());
      } else if (!algs.empty() && std::ranges::find(algs, key->alg()) == algs.end()) {
        last = fail(Reason::alg_not_allowed,
                    fmt::format("the key is for {}, which is not among the algorithms that "
                                "are expected",
                                name(key->alg())),
                    "name its algorithm too, or give another key");
      } else {
        made.push_back(jwk.kid ? *std::move(key) : key->named(""));
      }
    }
  }
  if (made.empty()) return std::unexpected(std::move(last).error());
  return made;
}

/// A `jose::Verifier` has keys of different names, or one key. So the keys are put into groups, of which the first has
/// one key of each name, the others what is left, key by key.
base::Result<std::vector<jose::Verifier>> groups_of(std::vector<jose::VerifyKey> keys, const jose::VerifyPolicy& policy,
                                                    const jose::VerifierOptions& options) {
  std::vector<jose::VerifyKey> named;
  std::vector<jose::VerifyKey> alone;
  std::set<std::string> kids;
  for (auto& key : keys) {
    const bool fits = !key.kid().empty() && kids.insert(key.kid()).second;
    (fits ? named : alone).push_back(std::move(key));
  }
  if (alone.size() > kMostGroups) {
    return fail(Reason::bad_value, fmt::format("more than {} keys have no name of their own (kid)", kMostGroups),
                "give each key a kid");
  }
  std::vector<jose::Verifier> groups;
  if (!named.empty()) {
    JWTKEEP_TRY(auto group, jose::Verifier::make(std::move(named), policy, options));
    groups.push_back(std::move(group));
  }
  for (auto& key : alone) {
    JWTKEEP_TRY(auto group, jose::Verifier::make({std::move(key)}, policy, options));
    groups.push_back(std::move(group));
  }
  return groups;
}

/// How much an answer says, where several keys were asked: that a signature is bad outweighs that a key is another's.
int weight(Reason reason) {
  switch (reason) {
    case Reason::key_unknown:
    case Reason::key_mismatch: return 1;
    case Reason::alg_not_allowed: return 2;
    case Reason::bad_signature: return 3;
    default: return 4;  // no other key would say anything else
  }
}

base::Result<jose::VerifiedView> verify_with(const std::vector<jose::Verifier>& groups, std::string_view token,
                                             base::Instant now, jose::Workspace& workspace) {
  auto verified = groups.front().verify(token, now, workspace);
  if (verified || groups.size() == 1 || weight(verified.error().reason) == 4) return verified;
  auto best = std::move(verified).error();
  for (std::size_t i = 1; i < groups.size(); ++i) {
    auto next = groups[i].verify(token, now, workspace);
    if (next || weight(next.error().reason) == 4) return next;
    if (weight(next.error().reason) > weight(best.reason)) best = std::move(next).error();
  }
  return std::unexpected(std::move(best));
}

}  // namespace

jwtkeep_error* jwtkeep_verifier_new(const jwtkeep_keys* keys, const jwtkeep_expectations* expectations,
                                    jwtkeep_verifier** verifier) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(keys, "keys"));
    JWTKEEP_CHECK(capi::there(expectations, "expectations"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(verifier), "verifier"));
    JWTKEEP_TRY(const auto wanted, whole(*expectations));
    JWTKEEP_TRY(const auto names, capi::names(wanted.algs, wanted.algs_count, "algs"));
    std::vector<jose::Alg> algs;
    for (const auto& name : names) {
      JWTKEEP_TRY(const auto alg, capi::alg(name.c_str()));
      if (std::ranges::find(algs, alg) == algs.end()) algs.push_back(alg);
    }
    JWTKEEP_TRY(auto made, verify_keys(*keys, algs));
    for (const auto& key : made) {
      if (std::ranges::find(algs, key.alg()) == algs.end()) algs.push_back(key.alg());
    }
    JWTKEEP_TRY(const auto policy, policy_of(wanted, algs));
    jose::VerifierOptions options;
    if (wanted.max_token_bytes != 0) options.limits.size_bytes = wanted.max_token_bytes;
    if (wanted.remembered > kMostRemembered) {
      return fail(Reason::bad_value, fmt::format("remembered is more than {} tokens", kMostRemembered));
    }
    if (wanted.remembered != 0) {
      const jose::VerifiedCache::Limits limits{.entries = wanted.remembered};
      options.cache = std::make_shared<jose::VerifiedCache>(limits);
    }
    JWTKEEP_TRY(auto groups, groups_of(std::move(made), policy, options));
    *verifier = new jwtkeep_verifier{std::make_shared<const std::vector<jose::Verifier>>(std::move(groups))};
    return {};
  });
}

void jwtkeep_verifier_free(jwtkeep_verifier* verifier) { delete verifier; }

jwtkeep_error* jwtkeep_verify(const jwtkeep_verifier* verifier, const char* token, size_t size, int64_t now_us,
                              jwtkeep_result* result) {
  return capi::verify_into(result, [&]() -> base::Result<jose::VerifiedView> {
    JWTKEEP_CHECK(capi::there(verifier, "verifier"));
    JWTKEEP_TRY(const auto text, capi::text(token, size, "token"));
    JWTKEEP_TRY(const auto now, capi::instant(now_us));
    capi::hold(*result, verifier->groups);
    return verify_with(*verifier->groups, text, now, result->workspace);
  });
}
