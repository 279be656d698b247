#include "tests/simulation/simulation.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace jwtkeep::keyring::simulation {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define JWTKEEP_SLOW_BUILD
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define JWTKEEP_SLOW_BUILD
#endif
#ifdef JWTKEEP_SLOW_BUILD
constexpr std::uint64_t kRotations = 20'000;
#else
constexpr std::uint64_t kRotations = 1'000'000;
#endif

/// JWTKEEP_SIM_ROTATIONS and JWTKEEP_SIM_SEED make a longer or another run.
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void print(const Outcome& outcome) {
  fmt::print(
      "{} rotations in {} worlds: {} tokens, {} checks, {} compromises, {} keepers killed, {} outages; {} valid tokens "
      "refused, {} accepted too late, {} worlds stuck, {} excused by an emergency\n",
      outcome.rotations, outcome.worlds, outcome.tokens, outcome.checks, outcome.compromises, outcome.kills,
      outcome.outages, outcome.refused, outcome.late, outcome.stuck, outcome.excused);
}

TEST(Simulation, NoValidTokenIsRefusedAndNoneIsAcceptedTooLate) {
  Settings settings;
  settings.seed = from_environment("JWTKEEP_SIM_SEED", 20260131);
  settings.rotations = from_environment("JWTKEEP_SIM_ROTATIONS", kRotations);
  const auto outcome = run(settings);
  print(outcome);
  EXPECT_EQ(outcome.refused, 0U) << outcome.first_failure;
  EXPECT_EQ(outcome.late, 0U) << outcome.first_failure;
  EXPECT_EQ(outcome.stuck, 0U) << outcome.first_failure;
  EXPECT_TRUE(outcome.first_failure.empty()) << outcome.first_failure;
  EXPECT_GE(outcome.rotations, settings.rotations);
  // A world in which nothing happens would prove nothing.
  EXPECT_GT(outcome.checks, outcome.rotations);
  EXPECT_GT(outcome.kills, 0U);
  EXPECT_GT(outcome.outages, 0U);
  EXPECT_GT(outcome.compromises, 0U);
}

TEST(Simulation, IsTheSameForTheSameSeed) {
  Settings settings;
  settings.rotations = 500;
  const auto first = run(settings);
  const auto second = run(settings);
  EXPECT_EQ(first.tokens, second.tokens);
  EXPECT_EQ(first.checks, second.checks);
}

/// One way to break `plan`, and its name.
struct Mutant {
  const char* name;
  Planner planner;
};

Planner shifted(Step::Kind kind, std::function<base::Seconds(const Policy&)> by) {
  return [kind, by = std::move(by)](const Keyring& keyring, const Policy& policy, const Confirmations& confirmations,
                                    base::Instant now) {
    auto steps = plan(keyring, policy, confirmations, now);
    for (auto& step : steps) {
      if (step.kind == kind) step.safe_at -= by(policy);
    }
    return steps;
  };
}

/// For `kind`, takes something over from the same step as it would be if no destination existed.
Planner taking(Step::Kind kind, void (*take)(Step& step, const Step& blind)) {
  return [kind, take](const Keyring& keyring, const Policy& policy, const Confirmations& confirmations,
                      base::Instant now) {
    auto steps = plan(keyring, policy, confirmations, now);
    const auto blind = plan(keyring, policy, {}, now);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].kind == kind) take(steps[i], blind[i]);
    }
    return steps;
  };
}

/// Plans `kind` as if no destination existed.
Planner unconfirmed(Step::Kind kind) {
  return taking(kind, [](Step& step, const Step& blind) { step = blind; });
}

/// Waits for the confirmations, but counts the time from the change itself.
Planner counted_from_change(Step::Kind kind) {
  return taking(kind, [](Step& step, const Step& blind) { step.safe_at = blind.safe_at; });
}

class Mutants : public testing::TestWithParam<Mutant> {};

TEST_P(Mutants, AreCaught) {
  Settings settings;
  settings.seed = 7;
  settings.rotations = 200'000;  // an upper bound: the first failure ends the run
  settings.compromises = false;
  settings.planner = GetParam().planner;
  const auto outcome = run(settings);
  EXPECT_GT(outcome.refused, 0U) << GetParam().name << " was not caught in " << outcome.rotations << " rotations";
  fmt::print("{}: caught after {} rotations\n", GetParam().name, outcome.rotations);
}

INSTANTIATE_TEST_SUITE_P(
    Plan, Mutants,
    testing::Values(
        Mutant{"activate_without_P", shifted(Step::Kind::activate, [](const Policy& p) { return p.propagation; })},
        Mutant{"activate_without_S", shifted(Step::Kind::activate, [](const Policy& p) { return p.skew; })},
        Mutant{"activate_without_confirmation", unconfirmed(Step::Kind::activate)},
        Mutant{"activate_counted_from_publishing", counted_from_change(Step::Kind::activate)},
        Mutant{"retire_without_Q", shifted(Step::Kind::retire, [](const Policy& p) { return p.sign_propagation; })},
        Mutant{"retire_without_T", shifted(Step::Kind::retire, [](const Policy& p) { return p.token_lifetime; })},
        Mutant{"retire_with_one_S", shifted(Step::Kind::retire, [](const Policy& p) { return p.skew; })},
        Mutant{"retire_without_S", shifted(Step::Kind::retire, [](const Policy& p) { return 2 * p.skew; })},
        Mutant{"retire_without_confirmation", unconfirmed(Step::Kind::retire)},
        Mutant{"retire_counted_from_superseding", counted_from_change(Step::Kind::retire)}),
    [](const auto& mutant) { return std::string(mutant.param.name); });

}  // namespace
}  // namespace jwtkeep::keyring::simulation
