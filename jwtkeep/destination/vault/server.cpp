#include "jwtkeep/destination/vault/server.hpp"

#include <fmt/format.h>

#include "jwtkeep/destination/vault/credentials.hpp"

namespace jwtkeep::destination {

using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;
using std::chrono::steady_clock;

VaultServer::VaultServer(VaultSettings settings, Surroundings surroundings, Exchange exchange) noexcept
    : settings_(std::move(settings)), surroundings_(std::move(surroundings)), exchange_(std::move(exchange)) {}

Result<std::shared_ptr<VaultServer>> VaultServer::open(VaultSettings settings, Surroundings surroundings,
                                                       std::shared_ptr<Pace> pace) {
  JWTKEEP_CHECK(vault_credential(settings, surroundings));
  ExchangeOptions options;
  // Vault lives in private networks, and an agent on this machine speaks plain HTTP.
  options.client = {.ca_file = settings.ca_file, .allow_private_addresses = true, .allow_loopback_http = true};
  options.pace = std::move(pace);
  JWTKEEP_TRY(auto exchange, Exchange::open(std::move(options)));
  return std::shared_ptr<VaultServer>(
      new VaultServer(std::move(settings), std::move(surroundings), std::move(exchange)));
}

Result<VaultAnswer> VaultServer::ask(const VaultCall& call) {
  const bool had_token = !token_.empty();
  JWTKEEP_CHECK(have_token());
  JWTKEEP_TRY(auto answer, send(call));
  if (answer.verdict != VaultVerdict::token_refused || !had_token) return answer;
  // It was good once: it has expired or was revoked. A call that was refused so has not been carried out, writes too.
  const auto before = token_.clone();
  JWTKEEP_CHECK(log_in());
  if (token_ == before) return answer;
  return send(call);
}

Result<VaultAnswer> VaultServer::send(const VaultCall& call) {
  JWTKEEP_TRY(const auto request, request_of(call, settings_, token_));
  JWTKEEP_TRY(const auto response, exchange_.send(request, call.repeatable));
  return read_answer(response);
}

Result<void> VaultServer::have_token() {
  if (token_.empty()) return log_in();
  switch (lease_.step(steady_clock::now())) {
    case LeaseStep::use: return {};
    case LeaseStep::renew: return renew();
    case LeaseStep::log_in: return log_in();
  }
  return {};
}

Result<void> VaultServer::log_in() {
  if (settings_.auth == VaultAuth::token) return take_standing_token();
  JWTKEEP_TRY(auto credential, vault_credential(settings_, surroundings_));
  const auto call = destination::log_in(settings_, std::move(credential));
  const auto since = steady_clock::now();
  token_ = {};
  JWTKEEP_TRY(const auto answer, send(call));
  auto token = read_token_answer(answer);
  if (!token) return std::unexpected(explain(answer, call));
  token_ = std::move(token->token);
  lease_ = {.since = since, .length = token->lease, .renewable = token->renewable};
  return {};
}

/// How long a token lasts that others have made is asked once; where its policies do not let it ask that of itself, it
/// is used as long as it is good.
Result<void> VaultServer::take_standing_token() {
  JWTKEEP_TRY(token_, vault_credential(settings_, surroundings_));
  lease_ = {.since = steady_clock::now()};
  JWTKEEP_TRY(const auto answer, send(look_up_token()));
  if (const auto found = read_lookup_answer(answer)) {
    lease_.length = found->lease;
    lease_.renewable = found->renewable;
  }
  return {};
}

/// A token that cannot be renewed is used to its end.
Result<void> VaultServer::renew() {
  const auto since = steady_clock::now();
  JWTKEEP_TRY(const auto answer, send(renew_token()));
  if (answer.verdict == VaultVerdict::token_refused) return log_in();
  auto token = read_token_answer(answer);
  if (!token) {
    lease_.renewable = false;
    return {};
  }
  // Near its longest life each renewal gives less: then it is used up instead.
  const bool is_ending = token->lease < lease_.length / 2;
  token_ = std::move(token->token);
  lease_ = {.since = since, .length = token->lease, .renewable = token->renewable && !is_ending};
  return {};
}

Result<VaultRing> VaultServer::ring(const std::string& scope, const std::string& name) {
  const auto whole = scope + "/" + name;
  const auto within = [&whole](const std::string& mount) {
    return whole.size() > mount.size() + 1 && whole.starts_with(mount) && whole[mount.size()] == '/';
  };
  const auto ring_in = [&whole](const std::string& mount) {
    return VaultRing{.mount = mount, .path = whole.substr(mount.size() + 1)};
  };
  // No mount lies within another one.
  for (const auto& mount : kv2_mounts_) {
    if (within(mount)) return ring_in(mount);
  }
  const auto call = ask_mount(scope, name);
  JWTKEEP_TRY(const auto answer, ask(call));
  // Who may do nothing there is not told whether there is anything; what is then asked gets the same answer, and that
  // says what is missing.
  if (answer.verdict == VaultVerdict::denied) return VaultRing{.mount = scope, .path = name};
  const auto mount = read_mount_answer(answer);
  if (!mount || !within(mount->path)) return std::unexpected(explain(answer, call));
  if (!mount->is_kv2) {
    return fail(
        Reason::destination_failed,
        fmt::format("{} at {} is {}, and jwtkeep needs KV version 2: it keeps versions and compares before it writes",
                    mount->path, settings_.shown(), mount->engine),
        mount->engine == "KV version 1" ? fmt::format("upgrade it: `vault kv enable-versioning {}`", mount->path)
                                        : "write the path of a KV mount in the address");
  }
  kv2_mounts_.insert(mount->path);
  return ring_in(mount->path);
}

}  // namespace jwtkeep::destination
