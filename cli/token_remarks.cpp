#include "cli/token_remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "cli/output.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::cli {
namespace {

constexpr double kDay = 86400;

class Remarks {
 public:
  void add(Severity severity, std::string_view id, std::string text) {
    list_.push_back({severity, id, std::move(text)});
  }
  std::vector<Remark> take() { return std::move(list_); }

 private:
  std::vector<Remark> list_;
};

void remark_on_alg(const jose::UnverifiedToken& token, Remarks& remarks) {
  std::string lower = token.alg_name();
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower == "none") {
    remarks.add(Severity::bad, "alg_none",
                "alg is none: anybody can write such a token, every verifier has to refuse it");
    return;
  }
  const auto alg = jose::alg_from_name(token.alg_name());
  if (!alg) {
    remarks.add(Severity::warning, "alg_unknown",
                fmt::format("alg \"{}\" is not one that jwtkeep verifies", printable(token.alg_name())));
    return;
  }
  if (jose::is_symmetric(*alg)) {
    remarks.add(Severity::note, "alg_symmetric", "whoever can verify this token can also make one: the key is shared");
  }
  const auto expected = jose::info(*alg).signature_size_bytes;
  if (expected != 0 && token.signature().size() != expected) {
    remarks.add(
        Severity::bad, "signature_size",
        fmt::format("the signature has {} bytes, {} makes {}", token.signature().size(), token.alg_name(), expected));
  }
}

void remark_on_header(const jose::UnverifiedToken& token, Remarks& remarks) {
  for (const std::string_view name : {"jwk", "jku", "x5u", "x5c"}) {
    if (token.header().find(name) != nullptr) {
      remarks.add(
          Severity::bad, "embedded_key",
          fmt::format("the header brings its own key ({}): a verifier that trusts it can be fooled by anybody", name));
    }
  }
  if (!token.kid()) {
    remarks.add(Severity::warning, "no_kid", "no kid: during a rotation a verifier has to try every key");
  } else if (token.kid()->find_first_of("/\\'\"; ") != std::string::npos || token.kid()->contains("..")) {
    remarks.add(Severity::warning, "odd_kid", "the kid looks like a path or a query: it must only ever be compared");
  }
  if (token.signature().empty()) remarks.add(Severity::bad, "no_signature", "the signature is empty");
}

void remark_on_times(const base::Json& claims, base::Instant now, Remarks& remarks) {
  const double at = static_cast<double>(now.time_since_epoch().count()) / 1e6;
  const auto number = [&](const char* name) {
    const auto* claim = claims.find(name);
    if (claim == nullptr) return std::nan("");
    if (!claim->is_number()) remarks.add(Severity::bad, "bad_time", fmt::format("{} is not a number", name));
    return claim->number();
  };
  const double exp = number("exp");
  const double nbf = number("nbf");
  const double iat = number("iat");
  if (claims.find("exp") == nullptr) {
    remarks.add(Severity::bad, "no_exp", "no exp: the token is valid for ever, and a rotation has to break it");
  }
  if (exp <= at) remarks.add(Severity::warning, "expired", "expired");
  if (nbf > at) remarks.add(Severity::warning, "not_yet_valid", "not valid yet (nbf)");
  if (iat > at + 60) remarks.add(Severity::warning, "future_iat", "issued in the future (iat)");
  if (exp - iat > kDay) {
    remarks.add(Severity::warning, "long_lived",
                fmt::format("it lives for {}: for so long a stolen one works, and its key cannot be retired",
                            base::describe_duration(
                                std::chrono::seconds{static_cast<std::int64_t>(std::min(exp - iat, 3e9))})));
  }
}

void remark_on_claims(const base::Json& claims, base::Instant now, Remarks& remarks) {
  if (!claims.is_object()) {
    remarks.add(Severity::bad, "not_claims", "the payload is JSON, but not an object: this is no JWT");
    return;
  }
  remark_on_times(claims, now, remarks);
  if (claims.find("aud") == nullptr)
    remarks.add(Severity::note, "no_aud", "no aud: any service that shares the key accepts it");
  if (claims.find("iss") == nullptr) remarks.add(Severity::note, "no_iss", "no iss: who made it cannot be told");
  constexpr std::array<std::string_view, 6> kSecretNames{"password", "passwd", "secret",
                                                         "api_key",  "apikey", "private_key"};
  for (const auto& [name, value] : *claims.members()) {
    if (std::ranges::find(kSecretNames, name) != kSecretNames.end()) {
      remarks.add(Severity::bad, "secret_claim",
                  fmt::format("the claim \"{}\" can be read by everybody who sees the token", name));
    }
  }
}

}  // namespace

std::string_view word(Severity severity) noexcept {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::bad: return "bad";
  }
  return "";
}

std::vector<Remark> token_remarks(const jose::UnverifiedToken& token, const base::Json* payload, base::Instant now) {
  Remarks remarks;
  remark_on_alg(token, remarks);
  remark_on_header(token, remarks);
  if (payload == nullptr) {
    remarks.add(Severity::bad, "not_json", "the payload is not JSON: this is no JWT");
  } else {
    remark_on_claims(*payload, now, remarks);
  }
  return remarks.take();
}

}  // namespace jwtkeep::cli
