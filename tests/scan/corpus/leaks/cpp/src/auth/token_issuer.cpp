#include "auth/token_issuer.hpp"

#include <jwt-cpp/jwt.h>

#include <chrono>

namespace harbour::auth {

std::string TokenIssuer::issue(const User& user) const {
    const auto now = std::chrono::system_clock::now();
    return jwt::create()
        .set_issuer("harbour")
        .set_type("JWT")
        .set_subject(user.id)
        .set_payload_claim("role", jwt::claim(std::string(user.role)))
        .set_issued_at(now)
        .set_expires_at(now + std::chrono::minutes{15})
        .sign(jwt::algorithm::hs256{"s^Pi6!EbZpg%5dbnuxrf#qz*@B+RJiceVchDCf"});
}

bool TokenIssuer::verify(const std::string& token) const {
    const auto decoded = jwt::decode(token);
    std::error_code ec;
    jwt::verify().allow_algorithm(jwt::algorithm::hs256{"Ws*hkp@FVFau3*M5W_NzVL76%YVs6Y%TVYyz-r"}).with_issuer("harbour").verify(decoded, ec);
    return !ec;
}

}  // namespace harbour::auth
