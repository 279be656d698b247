#include "jwtkeep/jose/jwe_header.hpp"

#include <set>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/header_text.hpp"
#include "jwtkeep/jose/secret_members.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;

base::Result<std::string> needed_text(const Json& header, std::string_view name) {
  JWTKEEP_TRY(auto text, header_text(header, name));
  if (!text) return malformed_member(name, "is missing (RFC 7516 section 4.1)");
  return *std::move(text);
}

/// Joins parts of headers. Linear in the number of members, which a stranger chooses.
class Joined {
 public:
  base::Result<void> append(const Json& part) {
    if (part.is_null()) return {};
    if (part.members() == nullptr) return fail(Reason::malformed, "a header of the token is JSON, but not an object");
    for (const auto& [name, value] : *part.members()) {
      if (!names_.insert(name).second) {
        return fail(Reason::duplicate_member,
                    "the member \"" + name + "\" stands in two headers of one recipient (RFC 7516 section 4)");
      }
      members_.emplace_back(name, value);
    }
    return {};
  }
  Json take() { return {std::move(members_)}; }

 private:
  std::set<std::string, std::less<>> names_;
  Json::Object members_;
};

base::Result<bool> read_zip(const Json& joined, const Json& protected_part) {
  JWTKEEP_TRY(const auto zip, header_text(joined, "zip"));
  if (!zip) return false;
  if (protected_part.find("zip") == nullptr)
    return malformed_member("zip", "is not protected (RFC 7516 section 4.1.3)");
  if (*zip != "DEF") return malformed_member("zip", "is not DEF");
  return true;
}

}  // namespace

base::Result<JweHeader> JweHeader::join(const Json& protected_part, const Json& shared, const Json& own) {
  JweHeader header;
  Joined joined;
  for (const auto* part : {&protected_part, &shared, &own}) JWTKEEP_CHECK(joined.append(*part));
  header.json_ = joined.take();
  // RFC 7516 section 4.1.13: whoever does not support an extension that is critical has to refuse.
  if (header.json_.find("crit") != nullptr) {
    return fail(Reason::crit_unsupported, "the header's \"crit\" asks for an extension");
  }
  JWTKEEP_TRY(header.alg_name_, needed_text(header.json_, "alg"));
  JWTKEEP_TRY(header.enc_name_, needed_text(header.json_, "enc"));
  JWTKEEP_TRY(header.kid_, header_text(header.json_, "kid"));
  for (const auto* name : {"typ", "cty"}) JWTKEEP_CHECK(header_text(header.json_, name));
  JWTKEEP_TRY(header.is_compressed_, read_zip(header.json_, protected_part));
  header.protects_enc_ = protected_part.find("enc") != nullptr;
  return header;
}

base::Result<base::Bytes> JweHeader::bytes(std::string_view name) const {
  JWTKEEP_TRY(const auto text, needed_text(json_, name));
  auto bytes = base::base64url_decode(text);
  if (!bytes) return malformed_member(name, "is not strict base64url");
  return *std::move(bytes);
}

base::Result<base::Bytes> JweHeader::optional_bytes(std::string_view name) const {
  if (json_.find(name) == nullptr) return base::Bytes{};
  return bytes(name);
}

base::Result<std::uint64_t> JweHeader::count(std::string_view name) const {
  const auto* member = json_.find(name);
  if (member == nullptr) return malformed_member(name, "is missing");
  const auto* number = member->integer();
  if (number == nullptr || *number <= 0) return malformed_member(name, "is not a positive whole number");
  return static_cast<std::uint64_t>(*number);
}

base::Result<void> check_extras(const Json& extras) {
  if (!extras.is_object() && !extras.is_null()) return fail(Reason::bad_value, "the header's extras are not an object");
  for (const auto* name : {"alg", "enc", "zip", "kid", "crit", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"}) {
    if (extras.find(name) != nullptr) {
      return fail(Reason::bad_value, "the header's \"" + std::string(name) + "\" is not to be set");
    }
  }
  for (const auto* name : {"typ", "cty"}) {
    const auto* member = extras.find(name);
    if (member != nullptr && member->string() == nullptr) {
      return fail(Reason::bad_value, "the header's \"" + std::string(name) + "\" is not a string");
    }
  }
  if (holds_secret(extras)) return fail(Reason::bad_value, "the header's extras hold a secret: anybody can read them");
  if (!base::is_utf8(base::as_bytes(base::write_json(extras)))) {
    return fail(Reason::bad_value, "the header's extras are not valid UTF-8");
  }
  return {};
}

}  // namespace jwtkeep::jose
