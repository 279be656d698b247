#include <iostream>

#include <jwt-cpp/jwt.h>

int main() {
    auto token = jwt::create()
                     .set_issuer("auth0")
                     .set_type("JWS")
                     .set_payload_claim("sample", jwt::claim(std::string("test")))
                     .sign(jwt::algorithm::hs256{"secret"});

    auto decoded = jwt::decode(token);
    for (auto& e : decoded.get_payload_json()) std::cout << e.first << " = " << e.second << '\n';

    auto verifier = jwt::verify().allow_algorithm(jwt::algorithm::hs256{"secret"}).with_issuer("auth0");
    verifier.verify(decoded);
}
