#include "cli/alg_names.hpp"

#include <algorithm>
#include <iterator>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/jose/name_list.hpp"
#include "jwtkeep/keyring/policy_wishes.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

template <class Rows>
std::string meant_or_all(const Rows& rows, const std::string& name) {
  return base::did_you_mean(base::near_words(jose::names_of(rows), name), "choose one of " + jose::name_list(rows));
}

template <class Value, class Parse>
base::Result<std::vector<Value>> parse_all(const std::vector<std::string>& names, Parse parse) {
  std::vector<Value> values;
  for (const auto& name : names) {
    JWTKEEP_TRY(const auto value, parse(name));
    values.push_back(value);
  }
  return values;
}

}  // namespace

std::string alg_list() { return jose::name_list(jose::algs()); }
std::string jwe_alg_list() { return jose::name_list(jose::jwe_algs()); }
std::string jwe_key_alg_list() {
  std::vector<jose::JweAlgInfo> rows;
  std::ranges::copy_if(jose::jwe_algs(), std::back_inserter(rows),
                       [](const auto& row) { return !row.name.starts_with("PBES2"); });
  return jose::name_list(rows);
}
std::string enc_list() { return jose::name_list(jose::encs()); }

base::Result<jose::Alg> parse_alg(const std::string& name) { return keyring::parse_alg(name); }

base::Result<jose::JweAlg> parse_jwe_alg(const std::string& name) {
  if (const auto alg = jose::jwe_alg_from_name(name)) return *alg;
  if (name == "RSA1_5") {
    return fail(Reason::bad_value, "RSA1_5 is not taken: its padding gives the content away (RFC 8725 section 3.2)",
                "use RSA-OAEP-256");
  }
  if (jose::enc_from_name(name)) {
    return fail(Reason::bad_value, name + " encrypts content; --alg says how its key reaches the recipient",
                "for a key that encrypts content itself write: --alg dir --enc " + name);
  }
  if (jose::alg_from_name(name)) {
    return fail(Reason::bad_value, name + " signs and does not encrypt", "choose one of " + jwe_alg_list());
  }
  return fail(Reason::bad_value, "no algorithm for encryption is called \"" + name + "\"",
              meant_or_all(jose::jwe_algs(), name));
}

base::Result<jose::Enc> parse_enc(const std::string& name) {
  if (const auto enc = jose::enc_from_name(name)) return *enc;
  return fail(Reason::bad_value, "no content encryption is called \"" + name + "\"", meant_or_all(jose::encs(), name));
}

base::Result<std::vector<jose::Alg>> parse_algs(const std::vector<std::string>& names) {
  return parse_all<jose::Alg>(names, parse_alg);
}
base::Result<std::vector<jose::JweAlg>> parse_jwe_algs(const std::vector<std::string>& names) {
  return parse_all<jose::JweAlg>(names, parse_jwe_alg);
}
base::Result<std::vector<jose::Enc>> parse_encs(const std::vector<std::string>& names) {
  return parse_all<jose::Enc>(names, parse_enc);
}

}  // namespace jwtkeep::cli
