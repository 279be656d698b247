#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kHugeTokenReferences{"CVE-2025-30204", "CVE-2025-53864"};

// Most servers take 8 to 64 KiB of headers; what is longer reaches the verifier in a body.
constexpr std::array<std::size_t, 4> kSizes{std::size_t{7} << 10, std::size_t{15} << 10, std::size_t{60} << 10,
                                            std::size_t{1} << 20};

std::string nested(std::size_t bytes) {
  return R"({"alg":)" + std::string(bytes / 2, '[') + std::string(bytes / 2, ']') + "}";
}

std::string describe(std::size_t bytes) { return std::to_string(bytes >> 10) + " KiB of "; }

Attempts make_huge_token(const Material& material) {
  const auto& good = material.good;
  Attempts attempts;
  for (const auto size : kSizes) {
    attempts.list.push_back({describe(size) + "dots", std::string(size, '.')});
    attempts.list.push_back({describe(size) + "nested lists in the header",
                             compact(signing_input(nested(size * 3 / 4), good.payload), good.signature)});
    attempts.list.push_back({describe(size) + "signature", compact(good.encrypted ? "e30.e30" : good.signing_input(),
                                                                   base::Bytes(size * 3 / 4, 0x5a))});
  }
  return attempts;
}

}  // namespace

const Forgery kHugeToken{
    .id = "huge-token",
    .title = "Tokens of a mebibyte, of dots, of nested lists",
    .severity = Severity::high,
    .judging = Judging::strain,
    .cwe = "CWE-770",
    .references = kHugeTokenReferences,
    .means = "a few requests without any key keep the service busy, or end it",
    .mend = "refuse a token above some KiB before anything of it is decoded, and update the library",
    .make = make_huge_token,
};

}  // namespace jwtkeep::probe
