#include "jwtkeep/destination/signal_name.hpp"

#include <gtest/gtest.h>
#include <signal.h>

namespace jwtkeep::destination {
namespace {

TEST(SignalName, IsReadWithAndWithoutItsPrefixInEitherCaseAndAsANumber) {
  for (const auto* text : {"HUP", "SIGHUP", "hup", "sighup", "1"}) {
    const auto number = parse_signal(text);
    ASSERT_TRUE(number) << text;
    EXPECT_EQ(*number, SIGHUP) << text;
  }
  EXPECT_EQ(parse_signal("USR2").value_or(0), SIGUSR2);
  EXPECT_EQ(parse_signal("34").value_or(0), 34);  // the first real-time signal of this C library
}

TEST(SignalName, RefusesWhatIsNoSignalAndWhatNobodyCanCatch) {
  for (const auto* text :
       {"", "SIG", "0", "-1", "1x", "32", "65", "999999999999", "HUPP", "KILL", "SIGSTOP", "9", "19"}) {
    const auto number = parse_signal(text);
    ASSERT_FALSE(number) << text;
    EXPECT_EQ(number.error().reason, base::Reason::bad_value);
  }
}

TEST(SignalName, IsWrittenForPeople) {
  EXPECT_EQ(describe_signal(SIGTERM), "SIGTERM");
  EXPECT_EQ(describe_signal(40), "signal 40");
}

}  // namespace
}  // namespace jwtkeep::destination
