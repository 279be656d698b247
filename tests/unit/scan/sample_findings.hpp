// Findings as a scanner gives them, for the tests of what comes behind it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan::testing_findings {

inline constexpr base::Instant kNow{std::chrono::seconds{1'800'000'000}};  // 2027-01-15T08:00:00Z

/// A literal in a call: `jwt.sign(user, "s3********Q=")`.
inline Finding call(std::string path = "src/auth.js", std::uint64_t line = 7) {
  Finding finding;
  finding.rule = "js-jsonwebtoken";
  finding.kind = Kind::call;
  finding.certainty = Certainty::sink;
  finding.severity = Severity::high;
  finding.setting = Setting::source;
  finding.place.path = std::move(path);
  finding.place.begin = {line, 17};
  finding.place.end = {line, 29};
  finding.place.line = R"(jwt.sign(user, "s3********Q=");)";
  finding.place.mask_begin = 16;
  finding.place.mask_end = 28;
  finding.masked = "s3********Q=";
  finding.length_bytes = 12;
  finding.strength = strength::Strength::weak;
  finding.id = "00112233445566778899aabbccddeeff";
  return finding;
}

inline Owner owner(keyring::State state = keyring::State::active, const char* keyring = "orders/prod") {
  return {.keyring = *keyring::Name::parse(keyring), .kid = "2026-08", .state = state};
}

/// A token in a history, signed by a live key.
inline Finding token() {
  Finding finding = call("fixtures/session.json", 3);
  finding.rule = "jwt";
  finding.kind = Kind::token;
  finding.severity = Severity::critical;
  finding.setting = Setting::test;
  finding.place.line = R"("token": "ey********Yw")";
  finding.place.begin = {3, 11};
  finding.place.end = {3, 23};
  finding.place.mask_begin = 10;
  finding.place.mask_end = 22;
  finding.masked = "ey********Yw";
  finding.strength.reset();
  finding.token = TokenFacts{.alg = "HS256",
                             .kid = "2026-08",
                             .issuer = "https://orders.example",
                             .subject = "alice",
                             .issued_at = kNow - std::chrono::hours{1},
                             .expires_at = kNow + std::chrono::hours{1},
                             .product = ""};
  finding.owners.push_back(owner());
  finding.place.history = History{
      .blob = std::string(40, 'b'),
      .first = CommitNote{std::string(40, '1'), kNow - std::chrono::days{30}, "Ann <ann@example.org>", "old.json"},
      .last = CommitNote{std::string(40, '2'), kNow - std::chrono::days{3}, "Bob <bob@example.org>", "new.json"},
      .paths = {"new.json", "old.json"},
      .in_head = false};
  finding.id = "ffeeddccbbaa99887766554433221100";
  return finding;
}

}  // namespace jwtkeep::scan::testing_findings
