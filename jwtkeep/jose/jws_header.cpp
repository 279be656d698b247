#include "jwtkeep/jose/jws_header.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "jwtkeep/jose/crit.hpp"
#include "jwtkeep/jose/header_text.hpp"
#include "jwtkeep/jose/secret_members.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;

/// Linear in the number of members, which a stranger chooses.
base::Result<Json> join_parts(const Json& protected_part, const Json& unprotected) {
  std::set<std::string_view> names;
  Json::Object members;
  for (const auto* part : {&protected_part, &unprotected}) {
    if (part->is_null()) continue;
    if (part->members() == nullptr) return fail(Reason::malformed, "a header of the token is JSON, but not an object");
    for (const auto& [name, value] : *part->members()) {
      if (!names.insert(name).second) {
        return fail(Reason::duplicate_member,
                    "one member stands in the protected and in the unprotected header (RFC 7515 section 4)");
      }
      members.emplace_back(name, value);
    }
  }
  return Json(std::move(members));
}

/// The value of `b64`, true unless said.
base::Result<bool> read_b64(const JwsHeader& header) {
  const auto* b64 = header.json().find("b64");
  if (b64 == nullptr) return true;
  if (b64->boolean() == nullptr) return malformed_member("b64", "is not a boolean (RFC 7797 section 3)");
  if (header.protected_part().find("b64") == nullptr)
    return malformed_member("b64", "is not protected (RFC 7797 section 3)");
  if (std::ranges::find(header.crit(), "b64") == header.crit().end()) {
    return malformed_member("b64", "is not among the critical ones (RFC 7797 section 6)");
  }
  return *b64->boolean();
}

base::Result<void> check_extras_without(std::initializer_list<const char*> taken, const Json& extras) {
  if (!extras.is_object() && !extras.is_null()) return fail(Reason::bad_value, "the header's extras are not an object");
  for (const auto* name : taken) {
    if (extras.find(name) != nullptr) {
      return fail(Reason::bad_value, "the header's \"" + std::string(name) + "\" is not to be set");
    }
  }
  if (holds_secret(extras)) return fail(Reason::bad_value, "the header's extras hold a secret: anybody can read them");
  for (const auto* name : {"kid", "typ", "cty"}) {
    const auto* member = extras.find(name);
    if (member != nullptr && member->string() == nullptr) {
      return fail(Reason::bad_value, "the header's \"" + std::string(name) + "\" is not a string");
    }
  }
  if (!base::is_utf8(base::as_bytes(base::write_json(extras)))) {
    return fail(Reason::bad_value, "the header's extras are not valid UTF-8");
  }
  return {};
}

}  // namespace

base::Result<JwsHeader> JwsHeader::join(const Json& protected_part, const Json& unprotected) {
  JwsHeader header;
  JWTKEEP_TRY(header.json_, join_parts(protected_part, unprotected));
  header.protected_ = protected_part.is_null() ? Json::object() : protected_part;
  JWTKEEP_TRY(auto alg, header_text(header.json_, "alg"));
  if (!alg) return malformed_member("alg", "is missing (RFC 7515 section 4.1.1)");
  header.alg_name_ = *std::move(alg);
  JWTKEEP_TRY(header.kid_, header_text(header.json_, "kid"));
  for (const auto* name : {"typ", "cty"}) JWTKEEP_CHECK(header_text(header.json_, name));
  JWTKEEP_TRY(header.protected_type_, header_text(header.protected_, "typ"));
  if (unprotected.find("crit") != nullptr)
    return malformed_member("crit", "is not protected (RFC 7515 section 4.1.11)");
  JWTKEEP_TRY(header.crit_, read_crit(header.protected_));
  JWTKEEP_TRY(const auto encoded, read_b64(header));
  header.is_unencoded_ = !encoded;
  return header;
}

base::Result<void> check_unprotected_extras(const Json& extras) {
  return check_extras_without({"alg", "crit", "b64"}, extras);
}

base::Result<Json> make_protected_header(const SigningKey& key, const Json& extras, const SignOptions& options) {
  JWTKEEP_CHECK(check_extras_without({"alg", "kid", "crit", "b64"}, extras));
  if (!base::is_utf8(base::as_bytes(key.kid()))) return fail(Reason::bad_value, "the kid is not valid UTF-8");
  auto header = Json::object({{"alg", info(key.alg()).name}});
  if (!key.kid().empty()) header.set("kid", key.kid());
  if (const auto* typ = extras.find("typ")) header.set("typ", *typ);
  auto crit = Json::array();
  if (options.unencoded) {
    header.set("b64", false);
    crit.push("b64");
  }
  for (const auto& name : options.crit) crit.push(name);
  if (!crit.items()->empty()) header.set("crit", std::move(crit));
  if (const auto* members = extras.members()) {
    for (const auto& [name, value] : *members) header.set(name, value);
  }
  if (const auto names = read_crit(header); !names) return fail(Reason::bad_value, names.error().what);
  return header;
}

}  // namespace jwtkeep::jose
