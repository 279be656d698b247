#include "JwtFilter.h"

#include <jwt-cpp/traits/nlohmann-json/defaults.h>

using namespace drogon;

void JwtFilter::doFilter(const HttpRequestPtr& req, FilterCallback&& fail, FilterChainCallback&& next) {
    const auto& header = req->getHeader("Authorization");
    if (header.rfind("Bearer ", 0) != 0) {
        auto res = HttpResponse::newHttpResponse();
        res->setStatusCode(k401Unauthorized);
        return fail(res);
    }
    static const auto config = app().getCustomConfig()["jwt"];
    static const std::string key = config.get("secret", "drg-XlrWiJ3UkhU97wvFS3HO9LsFxWXU").asString();
    try {
        auto token = jwt::decode(header.substr(7));
        jwt::verify().allow_algorithm(jwt::algorithm::hs512{key}).leeway(30UL).verify(token);
        req->attributes()->insert("sub", token.get_subject());
        next();
    } catch (const std::exception& e) {
        LOG_DEBUG << "token refused: " << e.what();
        auto res = HttpResponse::newHttpResponse();
        res->setStatusCode(k401Unauthorized);
        fail(res);
    }
}
