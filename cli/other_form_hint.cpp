#include "cli/other_form_hint.hpp"

#include <fmt/format.h>

#include "jwtkeep/keyring/other_form.hpp"

namespace jwtkeep::cli {

base::Error with_other_form(base::Error error, const std::string& token, const jose::VerifyKey& key) {
  if (error.reason != base::Reason::bad_signature || key.secret() == nullptr) return error;
  const auto parsed = jose::UnverifiedToken::parse(token);
  if (!parsed) return error;
  for (auto& form : keyring::other_forms(*key.secret())) {
    const auto other = jose::VerifyKey::make(key.kid(), key.alg(), std::move(form.key));
    if (other && jose::verify_signature(*parsed, *other)) {
      error.hint =
          fmt::format("the token was signed with {}: the two sides read JWT_SECRET in different forms (text or bytes)",
                      form.description);
      return error;
    }
  }
  return error;
}

}  // namespace jwtkeep::cli
