// What every place has to do, whatever it is made of: one suite for all of them.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "jwtkeep/destination/place.hpp"
#include "tests/unit/base/secret_text.hpp"
#include "tests/unit/destination/holding.hpp"

namespace jwtkeep::destination {

/// How the suite gets at one kind of place. Each test asks for an address of its own.
struct Candidate {
  std::string name;  ///< of the kind, for the test's name
  /// Opens the place that is called `name` within the kind's scratch server or folder; the same name is the same place.
  /// nullptr where its server cannot be had: the suite then skips, with `why_not`.
  std::function<std::unique_ptr<Place>(const std::string& name)> open;
  std::string why_not = {};
  /// Puts something there as another program would, around jwtkeep. Gives whether the place can be written to so.
  std::function<bool(const std::string& name, std::string_view text)> write_by_another_hand;
  bool holds_secrets = true;        ///< false: public keys only
  bool compares_and_sets = true;    ///< whether `write` over something that is gone by now is refused always
  std::size_t most_bytes = 20'000;  ///< that it can hold
};

/// For `INSTANTIATE_TEST_SUITE_P(Vault, Conformance, testing::Values(...))`.
class Conformance : public testing::TestWithParam<Candidate> {
 protected:
  void SetUp() override {
    if (!GetParam().why_not.empty()) GTEST_SKIP() << GetParam().why_not;
  }
  static std::unique_ptr<Place> open(const std::string& name) {
    auto place = GetParam().open(name);
    EXPECT_NE(place, nullptr);
    return place;
  }
  static keyring::Policy policy() { return policy_of(GetParam().holds_secrets ? jose::Alg::HS256 : jose::Alg::ES256); }
};

/// Marks as `rotate` makes them.
inline Marks marks_of(const Held& held, std::string_view digest = "0123456789abcdef0123456789abcdef") {
  return {.keyring = held.keyring.name.text(), .revision = held.keyring.revision, .digest = std::string(digest)};
}

}  // namespace jwtkeep::destination
