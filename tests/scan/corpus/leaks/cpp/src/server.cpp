#include <cstdlib>
#include <iostream>
#include <string>

#include "crow.h"
#include "jwt/jwt.hpp"

static std::string secret() {
    const char* from_env = std::getenv("JWT_SECRET");
    return from_env ? from_env : "mysecretkey";
}

int main() {
    crow::SimpleApp app;

    CROW_ROUTE(app, "/token").methods("POST"_method)([](const crow::request& req) {
        auto body = crow::json::load(req.body);
        if (!body || !body.has("user")) return crow::response(400);
        using namespace jwt::params;
        jwt::jwt_object obj{algorithm("HS256"), payload({{"user", std::string(body["user"].s())}}), secret(::secret())};
        return crow::response(200, obj.signature());
    });

    CROW_ROUTE(app, "/health")([] { return "ok"; });

    std::cout << "listening on 18080\n";
    app.port(18080).multithreaded().run();
}
