#include "tests/unit/destination/conformance.hpp"

#include <fstream>

#include "jwtkeep/destination/dotenv_place.hpp"
#include "jwtkeep/destination/jwks_place.hpp"
#include "tests/servers/scratch_folder.hpp"

namespace jwtkeep::destination {
namespace {

using keyring::State;

TEST_P(Conformance, NothingStandsThereAtFirst) {
  auto place = open("nothing");
  const auto standing = place->read();
  ASSERT_TRUE(standing) << standing.error().what;
  EXPECT_FALSE(standing->has_value());
}

TEST_P(Conformance, WhatIsWrittenIsReadBackByteByByte) {
  auto place = open("round-trip");
  const auto held = hold("orders/prod", policy(), {State::active, State::pending});
  const auto text = place->render(held, Role::signer, "JWT_");
  ASSERT_TRUE(text) << text.error().what;
  const auto written = place->write(*text, marks_of(held), std::nullopt);
  ASSERT_TRUE(written) << written.error().what;
  const auto standing = place->read();
  ASSERT_TRUE(standing) << standing.error().what;
  ASSERT_TRUE(standing->has_value());
  EXPECT_EQ((*standing)->text, *text);
  // Another client sees the same.
  const auto again = open("round-trip")->read();
  ASSERT_TRUE(again && again->has_value());
  EXPECT_EQ((*again)->text, *text);
  EXPECT_EQ((*again)->version, (*standing)->version);
}

TEST_P(Conformance, RenderingTwiceGivesTheSameBytes) {
  auto place = open("render");
  const auto held = hold("orders/prod", policy(), {State::active, State::pending, State::retiring});
  const auto one = place->render(held, Role::signer, "JWT_");
  const auto two = place->render(held, Role::signer, "JWT_");
  ASSERT_TRUE(one && two);
  EXPECT_EQ(*one, *two);
}

TEST_P(Conformance, ARevisionTakesThePlaceOfTheOneBefore) {
  auto place = open("replace");
  const auto first = hold("orders/prod", policy(), {State::active});
  const auto second = hold("orders/prod", policy(), {State::active, State::retiring});
  const auto first_text = place->render(first, Role::signer, "JWT_");
  const auto second_text = place->render(second, Role::signer, "JWT_");
  ASSERT_TRUE(first_text && second_text);
  ASSERT_TRUE(place->write(*first_text, marks_of(first), std::nullopt));
  const auto over = place->read();
  ASSERT_TRUE(over && over->has_value());
  const auto written = place->write(*second_text, marks_of(second, "fedcba9876543210fedcba9876543210"), *over);
  ASSERT_TRUE(written) << written.error().what;
  const auto standing = place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->text, *second_text);
}

/// A keeper that dies after writing, before it hears of it, writes again.
TEST_P(Conformance, WritingTheSameAgainIsHarmless) {
  auto place = open("again");
  const auto held = hold("orders/prod", policy(), {State::active});
  const auto text = place->render(held, Role::signer, "JWT_");
  ASSERT_TRUE(text);
  ASSERT_TRUE(place->write(*text, marks_of(held), std::nullopt));
  const auto over = place->read();
  ASSERT_TRUE(over && over->has_value());
  const auto again = place->write(*text, marks_of(held), *over);
  ASSERT_TRUE(again) << again.error().what;
  const auto standing = place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->text, *text);
}

TEST_P(Conformance, WhatAnotherHandWroteMeanwhileIsNotOverwritten) {
  if (!GetParam().compares_and_sets) GTEST_SKIP() << "it has no compare-and-set";
  auto place = open("race");
  const auto held = hold("orders/prod", policy(), {State::active});
  const auto text = place->render(held, Role::signer, "JWT_");
  ASSERT_TRUE(text);
  ASSERT_TRUE(place->write(*text, marks_of(held), std::nullopt));
  const auto seen = place->read();
  ASSERT_TRUE(seen && seen->has_value());
  ASSERT_TRUE(GetParam().write_by_another_hand("race", R"({"JWT_SECRET":"by another hand"})"));
  const auto mine = hold("orders/prod", policy(), {State::active, State::pending});
  const auto mine_text = place->render(mine, Role::signer, "JWT_");
  ASSERT_TRUE(mine_text);
  const auto refused = place->write(*mine_text, marks_of(mine, "fedcba9876543210fedcba9876543210"), *seen);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, base::Reason::busy);
  const auto standing = place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_NE((*standing)->text, *mine_text);
}

TEST_P(Conformance, WhatIsThereIsNotOverwrittenByOneWhoSawNothing) {
  if (!GetParam().compares_and_sets) GTEST_SKIP() << "it has no compare-and-set";
  auto place = open("occupied");
  ASSERT_TRUE(GetParam().write_by_another_hand("occupied", R"({"JWT_SECRET":"by another hand"})"));
  const auto held = hold("orders/prod", policy(), {State::active});
  const auto text = place->render(held, Role::signer, "JWT_");
  ASSERT_TRUE(text);
  const auto refused = place->write(*text, marks_of(held), std::nullopt);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, base::Reason::busy);
}

TEST_P(Conformance, WhatAnotherHandWroteIsReadAsItIs) {
  auto place = open("drift");
  const auto held = hold("orders/prod", policy(), {State::active});
  const auto text = place->render(held, Role::signer, "JWT_");
  ASSERT_TRUE(text);
  ASSERT_TRUE(place->write(*text, marks_of(held), std::nullopt));
  ASSERT_TRUE(GetParam().write_by_another_hand("drift", R"({"JWT_SECRET":"by another hand"})"));
  const auto standing = place->read();
  ASSERT_TRUE(standing) << standing.error().what;
  ASSERT_TRUE(standing->has_value());
  EXPECT_NE((*standing)->text, *text);
  EXPECT_NE(text_of((*standing)->text).find("by another hand"), std::string::npos);
}

TEST_P(Conformance, ManyKeysFit) {
  auto place = open("large");
  std::vector<State> states{State::active};
  states.insert(states.end(), 40, State::retiring);
  const auto held = hold("orders/prod", policy(), states);
  const auto text = place->render(held, Role::verifier, "JWT_");
  ASSERT_TRUE(text) << text.error().what;
  ASSERT_LT(text->size(), GetParam().most_bytes);
  const auto written = place->write(*text, marks_of(held), std::nullopt);
  ASSERT_TRUE(written) << written.error().what;
  const auto standing = place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->text, *text);
}

TEST_P(Conformance, ForgettingOlderVersionsLeavesTheNewest) {
  auto place = open("forget");
  const auto first = hold("orders/prod", policy(), {State::active});
  const auto second = hold("orders/prod", policy(), {State::active});
  const auto first_text = place->render(first, Role::signer, "JWT_");
  const auto second_text = place->render(second, Role::signer, "JWT_");
  ASSERT_TRUE(first_text && second_text);
  ASSERT_TRUE(place->forget_older()) << "with nothing there";
  ASSERT_TRUE(place->write(*first_text, marks_of(first), std::nullopt));
  auto over = place->read();
  ASSERT_TRUE(over && over->has_value());
  ASSERT_TRUE(place->write(*second_text, marks_of(second, "fedcba9876543210fedcba9876543210"), *over));
  const auto forgotten = place->forget_older();
  ASSERT_TRUE(forgotten) << forgotten.error().what;
  ASSERT_TRUE(place->forget_older()) << "a second time";
  const auto standing = place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->text, *second_text);
}

/// A verifier of an asymmetric keyring gets nothing private, wherever it reads.
TEST_P(Conformance, AVerifiersPlaceHoldsNoPrivateKey) {
  auto place = open("public");
  const auto held = hold("orders/prod", policy_of(jose::Alg::ES256), {State::active, State::pending});
  const auto text = place->render(held, Role::verifier, "JWT_");
  ASSERT_TRUE(text) << text.error().what;
  EXPECT_EQ(text_of(*text).find("PRIVATE"), std::string::npos);
  EXPECT_EQ(text_of(*text).find(R"("d":)"), std::string::npos);
  EXPECT_EQ(text_of(*text).find(R"(\"d\":)"), std::string::npos);
}

template <class FilePlace>
Candidate of_files(const std::string& kind, bool holds_secrets) {
  return {.name = kind,
          .open = [kind](const std::string& name) -> std::unique_ptr<Place> {
            return std::make_unique<FilePlace>((servers::scratch_folder(kind) / name).string());
          },
          .write_by_another_hand =
              [kind](const std::string& name, std::string_view text) {
                std::ofstream(servers::scratch_folder(kind) / name, std::ios::trunc) << text;
                return true;
              },
          .holds_secrets = holds_secrets};
}

INSTANTIATE_TEST_SUITE_P(Files, Conformance,
                         testing::Values(of_files<DotenvPlace>("dotenv", true), of_files<JwksPlace>("jwks", false)),
                         [](const auto& candidate) { return candidate.param.name; });

}  // namespace
}  // namespace jwtkeep::destination
