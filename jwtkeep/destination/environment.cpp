#include "jwtkeep/destination/environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/public_jwks.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;
using keyring::Key;

/// Collects the variables of one keyring under their prefix.
class Collector {
 public:
  explicit Collector(std::string_view prefix) : prefix_(prefix) {}

  void add_secret(std::string_view name, SecretBytes value) {
    variables_.push_back({prefix_ + std::string(name), std::move(value), true});
  }
  void add_public(std::string_view name, std::string_view value) {
    variables_.push_back({prefix_ + std::string(name), SecretBytes::copy_of(value), false});
  }
  std::vector<Variable> take() { return std::move(variables_); }

 private:
  std::string prefix_;
  std::vector<Variable> variables_;
};

Result<const SecretBytes*> material_of(const Held& held, const Key& key) {
  const auto found =
      std::ranges::find_if(held.keys, [&](const auto& candidate) { return candidate.key.kid == key.kid; });
  if (found == held.keys.end() || found->material.empty()) {
    return fail(
        Reason::not_found,
        fmt::format("the keyring {} was read without the secret of its key {}", held.keyring.name.text(), key.kid),
        "the store may be damaged, or the key was destroyed meanwhile: look at `jwtkeep doctor`");
  }
  return &found->material;
}

Result<SecretBytes> symmetric_jwks(const Held& held) {
  base::Json::Array keys;
  for (const auto* key : keyring::verifying_keys(held.keyring)) {
    JWTKEEP_TRY(const auto* material, material_of(held, *key));
    JWTKEEP_TRY(const auto verifying, keyring::verify_key(*key, material));
    JWTKEEP_TRY(auto jwk, jose::secret_jwk(verifying));
    keys.push_back(std::move(jwk));
  }
  return base::write_with_secrets(base::Json::object({{"keys", base::Json(std::move(keys))}}), false);
}

Result<void> add_symmetric(Collector& into, const Held& held, const Key& active) {
  const auto form = held.keyring.policy.form;
  JWTKEEP_TRY(const auto* material, material_of(held, active));
  into.add_secret("SECRET", keyring::secret_text(active, form, *material));
  into.add_public("FORM", keyring::word(form));
  JWTKEEP_TRY(auto jwks, symmetric_jwks(held));
  into.add_secret("JWKS", std::move(jwks));
  return {};
}

Result<void> add_asymmetric(Collector& into, const Held& held, const Key& active, Role role) {
  if (role == Role::signer) {
    JWTKEEP_TRY(const auto* material, material_of(held, active));
    auto pem = keyring::secret_text(active, held.keyring.policy.form, *material);
    if (pem.empty())
      return fail(Reason::malformed, fmt::format("the private key {} cannot be read", active.kid),
                  "the store may be damaged: look at `jwtkeep doctor`");
    into.add_secret("SECRET", std::move(pem));
  }
  JWTKEEP_TRY(const auto verifying, keyring::verify_key(active, nullptr));
  into.add_public("PUBLIC_KEY", verifying.public_key()->to_pem());
  JWTKEEP_TRY(const auto jwks, public_jwks(held.keyring));
  into.add_public("JWKS", jwks);
  return {};
}

Result<void> add_policy(Collector& into, const keyring::Keyring& keyring) {
  for (const auto& [name, text] :
       {std::pair{"ISSUER", &keyring.policy.issuer}, {"AUDIENCE", &keyring.policy.audience}}) {
    if (!*text) continue;
    if ((*text)->find('\0') != std::string::npos) {
      return fail(Reason::bad_value,
                  fmt::format("the policy of {} has a NUL in its text for {}", keyring.name.text(), name));
    }
    into.add_public(name, **text);
  }
  return {};
}

}  // namespace

std::string prefix_for(const keyring::Name& name) {
  std::string prefix = name.text() + "_JWT_";
  for (auto& c : prefix) {
    c = (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
    if (!is_variable_name(std::string{'_', c})) c = '_';
  }
  return is_variable_name(prefix) ? prefix : "_" + prefix;
}

Result<std::vector<Variable>> variables(const Held& held, Role role, std::string_view prefix) {
  if (!prefix.empty() && !is_variable_name(prefix)) {
    return fail(Reason::bad_value, fmt::format("`{}` cannot begin the name of an environment variable", prefix),
                "use letters, digits and `_`, e.g. `JWT_`");
  }
  JWTKEEP_TRY(const auto* active, keyring::signer(held.keyring));
  Collector collector(prefix);
  collector.add_public("KID", active->kid);
  collector.add_public("ALG", jose::name(active->alg));
  if (jose::is_symmetric(active->alg)) {
    JWTKEEP_CHECK(add_symmetric(collector, held, *active));
  } else {
    JWTKEEP_CHECK(add_asymmetric(collector, held, *active, role));
  }
  JWTKEEP_CHECK(add_policy(collector, held.keyring));
  return collector.take();
}

Result<std::vector<Variable>> variables_of_all(const std::vector<Held>& held, Role role) {
  if (held.size() == 1) return variables(held.front(), role);
  std::vector<Variable> all;
  std::map<std::string, std::string> taken;  // prefix to keyring
  for (const auto& one : held) {
    const auto prefix = prefix_for(one.keyring.name);
    const auto [at, fresh] = taken.emplace(prefix, one.keyring.name.text());
    if (!fresh) {
      return fail(Reason::already_exists,
                  fmt::format("the keyrings {} and {} would both take the variables {}*", at->second,
                              one.keyring.name.text(), prefix),
                  "hand them to two processes, or one of them only");
    }
    JWTKEEP_TRY(auto some, variables(one, role, prefix));
    std::ranges::move(some, std::back_inserter(all));
  }
  return all;
}

}  // namespace jwtkeep::destination
