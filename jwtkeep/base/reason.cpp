#include "jwtkeep/base/reason.hpp"

namespace jwtkeep::base {

std::string_view word(Reason reason) noexcept {
  switch (reason) {
    case Reason::malformed: return "malformed";
    case Reason::too_large: return "too_large";
    case Reason::alg_not_allowed: return "alg_not_allowed";
    case Reason::key_unknown: return "key_unknown";
    case Reason::key_not_yet_active: return "key_not_yet_active";
    case Reason::key_retired: return "key_retired";
    case Reason::key_compromised: return "key_compromised";
    case Reason::key_mismatch: return "key_mismatch";
    case Reason::bad_signature: return "bad_signature";
    case Reason::decryption_failed: return "decryption_failed";
    case Reason::expired: return "expired";
    case Reason::not_yet_valid: return "not_yet_valid";
    case Reason::wrong_issuer: return "wrong_issuer";
    case Reason::wrong_audience: return "wrong_audience";
    case Reason::wrong_type: return "wrong_type";
    case Reason::missing_claim: return "missing_claim";
    case Reason::crit_unsupported: return "crit_unsupported";
    case Reason::duplicate_member: return "duplicate_member";
    case Reason::lifetime_too_long: return "lifetime_too_long";
    case Reason::weak_secret: return "weak_secret";
    case Reason::chain_broken: return "chain_broken";
    case Reason::bad_value: return "bad_value";
    case Reason::bad_policy: return "bad_policy";
    case Reason::not_found: return "not_found";
    case Reason::already_exists: return "already_exists";
    case Reason::unsafe_place: return "unsafe_place";
    case Reason::io_failed: return "io_failed";
    case Reason::no_space: return "no_space";
    case Reason::busy: return "busy";
    case Reason::permission: return "permission";
    case Reason::no_store: return "no_store";
    case Reason::wrong_passphrase: return "wrong_passphrase";
    case Reason::wrong_key_file: return "wrong_key_file";
    case Reason::wrong_master_key: return "wrong_master_key";
    case Reason::tampered: return "tampered";
    case Reason::newer_format: return "newer_format";
    case Reason::destination_failed: return "destination_failed";
    case Reason::internal: return "internal";
  }
  return "internal";
}

Answer answer(Reason reason) noexcept {
  if (reason <= Reason::chain_broken) return Answer::negative;
  if (reason <= Reason::unsafe_place) return Answer::wrong_use;
  return Answer::world_failed;
}

}  // namespace jwtkeep::base
