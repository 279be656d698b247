// jwtkeep among its peers: the line protocol on one side, the engine on the other.
#include <array>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/peers/c/protocol.h"
#include "bench/peers/jwtkeep/engine.hpp"

namespace {

using namespace std::string_view_literals;
using jwtkeep::base::SecretBytes;
using jwtkeep::bench::Engine;
using jwtkeep::bench::EngineSource;

constexpr std::size_t kBatchTokens = 256;
constexpr auto kHostile = "hostile."sv;

std::optional<Engine> engine;  // NOLINT: the protocol's functions have no other place
std::string folder_now;        // NOLINT
std::string failure;           // NOLINT

const char* failed(const jwtkeep::base::Error& error) {
  failure = error.what;
  return failure.c_str();
}

std::string text(const char* folder, const char* name) {
  const File file = read_file(folder, name);
  std::string all(file.text, file.size);
  std::free(file.text);  // NOLINT: it comes from malloc
  return all;
}

const char* load(const char* folder, const char* alg, const Expected* expected) {
  folder_now = folder;
  const char* open = public_key_file(alg);
  const char* secret = open == nullptr ? "secret.bin" : private_key_file(alg);
  auto made = Engine::make({.alg = alg,
                            .kid = expected->kid,
                            .issuer = expected->issuer,
                            .audience = expected->audience,
                            .claims = text(folder, "claims.json"),
                            .signing_key = SecretBytes::copy_of(text(folder, secret)),
                            .public_key = open == nullptr ? std::string() : text(folder, open)});
  if (!made) return failed(made.error());
  engine = std::move(*made);
  return nullptr;
}

const char* verify(const char* token, std::size_t size, char* sub) {
  const auto subject = engine->verify({token, size});
  if (!subject) return failed(subject.error());
  if (subject->size() >= kMaxText) return "sub is too long";
  std::memcpy(sub, subject->data(), subject->size());
  sub[subject->size()] = '\0';
  return nullptr;
}

char* sign() {
  auto* token = engine->sign();
  return token == nullptr ? nullptr : token->data();
}

/// The engine's own, which the next one replaces.
void release(char* /*token*/) {}

/// Tokens of 256 different subjects would differ in nothing that costs time; the same one stands there 256 times.
const char* verify_batches(const char* alg, long n, double* ns) {
  const auto token = text(folder_now.c_str(), (std::string(alg) + ".good.jwt").c_str());
  const std::vector<std::string_view> tokens(kBatchTokens, token);
  const long batches = (n + static_cast<long>(kBatchTokens) - 1) / static_cast<long>(kBatchTokens);
  const double start = nanoseconds();
  for (long i = 0; i < batches; ++i) {
    if (const auto verified = engine->verify_batch(tokens); !verified) return failed(verified.error());
  }
  *ns = (nanoseconds() - start) / static_cast<double>(batches) / static_cast<double>(kBatchTokens);
  return nullptr;
}

const char* verify_cached(const char* alg, long n, double* ns) {
  const auto token = text(folder_now.c_str(), (std::string(alg) + ".good.jwt").c_str());
  const double start = nanoseconds();
  for (long i = 0; i < n; ++i) {
    if (const auto verified = engine->verify_cached(token); !verified) return failed(verified.error());
  }
  *ns = (nanoseconds() - start) / static_cast<double>(n);
  return nullptr;
}

const char* refuse(const std::string& name, long n, double* ns) {
  const auto token = text(folder_now.c_str(), (name + ".jwt").c_str());
  const double start = nanoseconds();
  for (long i = 0; i < n; ++i) {
    if (engine->verify(token)) return "a hostile token was accepted";
  }
  *ns = (nanoseconds() - start) / static_cast<double>(n);
  return nullptr;
}

const char* other(const char* command, const char* alg, long n, double* ns) {
  const std::string_view work = command;
  if (work == "batch") return verify_batches(alg, n, ns);
  if (work == "hit") return verify_cached(alg, n, ns);
  return work.starts_with(kHostile) ? refuse(std::string(work), n, ns) : "no such work";
}

}  // namespace

int main(int argc, char** argv) {
  const Peer peer{JWTKEEP_VERSION, load, verify, sign, release, other};
  return serve(&peer, argc, argv);
}
