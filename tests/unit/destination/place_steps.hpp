// What tests of places do again and again: a place opened, looked at and written to.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/destination/opener.hpp"
#include "tests/unit/destination/made_surroundings.hpp"

namespace jwtkeep::destination {

inline constexpr const char* kFirstDigest = "0123456789abcdef0123456789abcdef";
inline constexpr const char* kSecondDigest = "fedcba9876543210fedcba9876543210";

/// Surroundings that live as long as the program: places look at them at any time.
inline MadeSurroundings& kept_surroundings(MadeSurroundings made = {}) {
  static std::vector<std::unique_ptr<MadeSurroundings>> kept;
  kept.push_back(std::make_unique<MadeSurroundings>(std::move(made)));
  return *kept.back();
}

/// `around` has to be kept.
inline base::Result<std::unique_ptr<Place>> open_at(const std::string& address, const MadeSurroundings& around) {
  const auto parsed = Address::parse(address, "/");
  EXPECT_TRUE(parsed) << parsed.error().what;
  return Opener(around.look(), std::make_shared<Paces>(0)).open(*parsed);
}

/// Where it has to be one.
inline std::unique_ptr<Place> must_open(const std::string& address, MadeSurroundings made) {
  auto place = open_at(address, kept_surroundings(std::move(made)));
  EXPECT_TRUE(place) << place.error().what;
  return place ? *std::move(place) : nullptr;
}

/// What a keyring with this secret is as variables.
inline base::SecretBytes ring(std::string_view secret) {
  return base::SecretBytes::copy_of(R"({"JWT_ALG":"HS256","JWT_SECRET":")" + std::string(secret) + "\"}");
}
inline Marks marks(const char* digest, std::uint64_t revision = 1) { return {"orders/prod", revision, digest}; }

inline std::optional<Standing> standing(Place& place) {
  auto read = place.read();
  EXPECT_TRUE(read) << read.error().what;
  return read ? *std::move(read) : std::nullopt;
}

/// Over what stands there.
inline void write(Place& place, const base::SecretBytes& text, const Marks& marks) {
  const auto over = standing(place);
  const auto written = place.write(text, marks, over);
  ASSERT_TRUE(written) << written.error().what;
}

/// What befalls a writer at one of its requests.
struct Death {
  std::string kind;      ///< dead, deaf or lost, as the servers of the tests know them
  bool ends_the_writer;  ///< otherwise it sends again
  bool first;            ///< at the place's first write
  int at;                ///< the request, from 1 on

  /// For a name of its own.
  [[nodiscard]] std::string word() const { return kind + (first ? "1" : "2") + std::to_string(at); }
};

/// Every death at every request of a first and of a later write: `befall(death, befell)` sets `befell` to false
/// where the write was over before. Gives how many did; stops at the first that fails its test.
template <class Befall>
int every_death(const Befall& befall) {
  int count = 0;
  for (const auto* kind : {"dead", "deaf", "lost"}) {
    for (const bool first : {true, false}) {
      Death death{.kind = kind, .ends_the_writer = std::string_view(kind) != "lost", .first = first, .at = 1};
      for (bool befell = true; befell; ++death.at) {
        SCOPED_TRACE(death.kind + " at " + std::to_string(death.at) + (first ? " of the first" : " of the second"));
        befall(death, befell);
        if (testing::Test::HasFailure()) return count;
        count += befell ? 1 : 0;
      }
    }
  }
  return count;
}

}  // namespace jwtkeep::destination
