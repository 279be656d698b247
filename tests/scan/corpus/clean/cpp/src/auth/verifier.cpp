#include "auth/verifier.hpp"

#include <jwt-cpp/jwt.h>

#include <stdexcept>

namespace harbour::auth {

namespace {

constexpr auto kIssuer = "harbour";
constexpr auto kSecretVariable = "HARBOUR_JWT_SECRET";

std::string secret_from_environment() {
    const char* value = std::getenv(kSecretVariable);
    if (value == nullptr || *value == '\0') {
        throw std::runtime_error(std::string(kSecretVariable) + " is not set");
    }
    return value;
}

}  // namespace

Verifier::Verifier() : Verifier(secret_from_environment()) {}

Verifier::Verifier(const std::string& secret)
    : verifier_(jwt::verify().allow_algorithm(jwt::algorithm::hs256{secret}).with_issuer(kIssuer)) {}

}  // namespace harbour::auth
