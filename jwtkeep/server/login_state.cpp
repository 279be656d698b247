#include "jwtkeep/server/login_state.hpp"

namespace jwtkeep::server {

using base::Json;

std::string seal(const LoginState& state, const access::SealedJson& sealed) {
  const auto begun = std::chrono::floor<base::Seconds>(state.begun_at).time_since_epoch().count();
  return sealed.seal(Json::object({{"provider", state.provider},
                                   {"state", state.trial.state},
                                   {"nonce", state.trial.nonce},
                                   {"verifier", state.trial.verifier},
                                   {"begun", Json(std::int64_t{begun})}}));
}

std::optional<LoginState> open_login(std::string_view text, const access::SealedJson& sealed, std::string_view provider,
                                     base::Instant now) {
  const auto json = sealed.open(text);
  if (!json) return std::nullopt;
  const auto word = [&](std::string_view name) {
    const auto* found = json->find(name);
    return found != nullptr && found->string() != nullptr ? *found->string() : std::string{};
  };
  const auto* begun = json->find("begun");
  if (begun == nullptr || begun->integer() == nullptr || word("provider") != provider) return std::nullopt;
  LoginState state{.provider = word("provider"),
                   .trial = {.state = word("state"), .nonce = word("nonce"), .verifier = word("verifier")},
                   .begun_at = base::Instant(base::Seconds{*begun->integer()})};
  if (now > state.begun_at + kLongestLogin) return std::nullopt;
  return state;
}

}  // namespace jwtkeep::server
