// Which URLs are of the machine that asks.
#pragma once

#include "jwtkeep/http/url.hpp"

namespace jwtkeep::http {

/// `localhost`, or a loopback address. What the name leads to is checked again when it is connected to
/// (`ClientOptions::allow_loopback_http`).
bool is_this_machine(const Url& url);

}  // namespace jwtkeep::http
