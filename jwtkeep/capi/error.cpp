#include "jwtkeep/base/reason_meaning.hpp"
#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"

namespace {

using jwtkeep::base::Reason;

/// The numbers of jwtkeep.h, which stay when `Reason` grows.
int number(Reason reason) noexcept {
  switch (reason) {
    case Reason::malformed: return JWTKEEP_MALFORMED;
    case Reason::too_large: return JWTKEEP_TOO_LARGE;
    case Reason::alg_not_allowed: return JWTKEEP_ALG_NOT_ALLOWED;
    case Reason::key_unknown: return JWTKEEP_KEY_UNKNOWN;
    case Reason::key_not_yet_active: return JWTKEEP_KEY_NOT_YET_ACTIVE;
    case Reason::key_retired: return JWTKEEP_KEY_RETIRED;
    case Reason::key_compromised: return JWTKEEP_KEY_COMPROMISED;
    case Reason::key_mismatch: return JWTKEEP_KEY_MISMATCH;
    case Reason::bad_signature: return JWTKEEP_BAD_SIGNATURE;
    case Reason::decryption_failed: return JWTKEEP_DECRYPTION_FAILED;
    case Reason::expired: return JWTKEEP_EXPIRED;
    case Reason::not_yet_valid: return JWTKEEP_NOT_YET_VALID;
    case Reason::wrong_issuer: return JWTKEEP_WRONG_ISSUER;
    case Reason::wrong_audience: return JWTKEEP_WRONG_AUDIENCE;
    case Reason::wrong_type: return JWTKEEP_WRONG_TYPE;
    case Reason::missing_claim: return JWTKEEP_MISSING_CLAIM;
    case Reason::crit_unsupported: return JWTKEEP_CRIT_UNSUPPORTED;
    case Reason::duplicate_member: return JWTKEEP_DUPLICATE_MEMBER;
    case Reason::lifetime_too_long: return JWTKEEP_LIFETIME_TOO_LONG;
    case Reason::weak_secret: return JWTKEEP_WEAK_SECRET;
    case Reason::chain_broken: return JWTKEEP_CHAIN_BROKEN;
    case Reason::bad_value: return JWTKEEP_BAD_VALUE;
    case Reason::bad_policy: return JWTKEEP_BAD_POLICY;
    case Reason::not_found: return JWTKEEP_NOT_FOUND;
    case Reason::already_exists: return JWTKEEP_ALREADY_EXISTS;
    case Reason::unsafe_place: return JWTKEEP_UNSAFE_PLACE;
    case Reason::io_failed: return JWTKEEP_IO_FAILED;
    case Reason::no_space: return JWTKEEP_NO_SPACE;
    case Reason::busy: return JWTKEEP_BUSY;
    case Reason::permission: return JWTKEEP_PERMISSION;
    case Reason::no_store: return JWTKEEP_NO_STORE;
    case Reason::wrong_passphrase: return JWTKEEP_WRONG_PASSPHRASE;
    case Reason::wrong_key_file: return JWTKEEP_WRONG_KEY_FILE;
    case Reason::wrong_master_key: return JWTKEEP_WRONG_MASTER_KEY;
    case Reason::tampered: return JWTKEEP_TAMPERED;
    case Reason::newer_format: return JWTKEEP_NEWER_FORMAT;
    case Reason::destination_failed: return JWTKEEP_DESTINATION_FAILED;
    case Reason::internal: return JWTKEEP_INTERNAL;
  }
  return JWTKEEP_INTERNAL;
}

}  // namespace

int jwtkeep_error_reason(const jwtkeep_error* error) { return error == nullptr ? 0 : number(error->error.reason); }

const char* jwtkeep_error_word(const jwtkeep_error* error) {
  // Each word is a literal, and so ends in a zero byte.
  return error == nullptr ? "" : jwtkeep::base::word(error->error.reason).data();
}

const char* jwtkeep_error_text(const jwtkeep_error* error) { return error == nullptr ? "" : error->error.what.c_str(); }

const char* jwtkeep_error_hint(const jwtkeep_error* error) {
  if (error == nullptr) return "";
  if (error->error.hint.empty() && error->error.reason == Reason::bad_value)
    return "see jwtkeep.h for what may be given";
  // A string's or a literal's: each ends in a zero byte.
  return jwtkeep::base::hint_of(error->error).data();
}

void jwtkeep_error_free(jwtkeep_error* error) {
  if (error != jwtkeep::capi::no_memory()) delete error;
}
