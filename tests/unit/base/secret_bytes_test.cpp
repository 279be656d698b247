#include "jwtkeep/base/secret_bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "jwtkeep/base/secret_pool.hpp"
#include "tests/unit/base/secret_text.hpp"

namespace jwtkeep::base {
namespace {

static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes> && std::is_nothrow_move_assignable_v<SecretBytes>);
static_assert(!std::is_convertible_v<SecretBytes, std::string> && !std::is_convertible_v<SecretBytes, ByteView>);

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(Printable<std::string> && !Printable<SecretBytes>);

const std::uint8_t* address_of(const SecretBytes& secret) {
  return secret.reveal([](ByteView bytes) { return bytes.data(); });
}

/// Reads a byte the compiler may not reason about.
std::uint8_t peek(const std::uint8_t* at) { return *const_cast<const volatile std::uint8_t*>(at); }

/// The `VmFlags` of the mapping that holds `at` (proc(5)).
std::string mapping_flags(const void* at) {
  std::ifstream smaps("/proc/self/smaps");
  const auto wanted = reinterpret_cast<std::uintptr_t>(at);
  bool within = false;
  for (std::string line; std::getline(smaps, line);) {
    std::uintptr_t from = 0;
    std::uintptr_t to = 0;
    char dash = 0;
    std::istringstream fields(line);
    if (fields >> std::hex >> from >> dash >> to && dash == '-') within = from <= wanted && wanted < to;
    if (within && line.starts_with("VmFlags:")) return line;
  }
  return {};
}

TEST(SecretBytes, StartsZeroedAndKeepsWhatIsWritten) {
  SecretBytes secret(5);
  EXPECT_EQ(text_of(secret), std::string(5, '\0'));
  secret.fill([](MutableByteView bytes) {
    for (auto& byte : bytes) byte = 0x5a;
  });
  EXPECT_EQ(text_of(secret), "ZZZZZ");
  EXPECT_EQ(secret.size(), 5U);
}

TEST(SecretBytes, EmptyOnesAreUsable) {
  SecretBytes none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none, SecretBytes(0));
  EXPECT_EQ(none, SecretBytes::copy_of(""));
  EXPECT_EQ(none.clone().size(), 0U);
  none.truncate(0);
  none = SecretBytes::copy_of("x");
  EXPECT_EQ(text_of(none), "x");
  none = SecretBytes();
  EXPECT_TRUE(none.empty());
}

TEST(SecretBytes, MovingLeavesNoSecondCopy) {
  auto first = SecretBytes::copy_of("tiger");
  const auto* at = address_of(first);
  SecretBytes second(std::move(first));
  EXPECT_EQ(address_of(second), at);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): the state after a move is what is tested
  SecretBytes third;
  third = std::move(second);
  EXPECT_EQ(address_of(third), at);
  auto& alias = third;
  third = std::move(alias);
  EXPECT_EQ(text_of(third), "tiger");
}

TEST(SecretBytes, CloneIsAnotherPlace) {
  const auto secret = SecretBytes::copy_of("tiger");
  auto copy = secret.clone();
  EXPECT_EQ(copy, secret);
  EXPECT_NE(address_of(copy), address_of(secret));
  copy.fill([](MutableByteView bytes) { bytes.front() = 'T'; });
  EXPECT_NE(copy, secret);
  EXPECT_EQ(text_of(secret), "tiger");
}

TEST(SecretBytes, TruncatingWipesTheTail) {
  auto secret = SecretBytes::copy_of("keep this, not that");
  const auto* at = address_of(secret);
  secret.truncate(9);
  EXPECT_EQ(text_of(secret), "keep this");
  for (std::size_t i = 9; i < 19; ++i) EXPECT_EQ(peek(at + i), 0) << i;
  secret.truncate(40);
  EXPECT_EQ(secret.size(), 9U);
}

TEST(SecretBytes, StandInPagesLeftOutOfCoreDumps) {
  const auto secret = SecretBytes::copy_of("tiger");
  const auto flags = mapping_flags(address_of(secret));
  if (flags.empty()) GTEST_SKIP() << "this system has no /proc/self/smaps";
  EXPECT_NE(flags.find(" dd"), std::string::npos) << flags;
}

using SecretBytesDeathTest = testing::Test;

TEST(SecretBytesDeathTest, ReadingPastTheEndEndsTheProgram) {
  const auto secret = SecretBytes::copy_of(std::string(4096, 'a'));
  const auto* at = address_of(secret);
  EXPECT_EQ(peek(at + 4095), 'a');
  EXPECT_DEATH(peek(at + 4096), "");
}

TEST(SecretBytesDeathTest, WritingBeforeTheBeginningEndsTheProgram) {
  EXPECT_DEATH(
      {
        auto secret = SecretBytes(kPooledBytes + 1);
        auto* at = const_cast<std::uint8_t*>(address_of(secret));
        const_cast<volatile std::uint8_t*>(at)[-1] = 0;  // libsodium's canary stands there
      },
      "");
}

TEST(SecretBytesDeathTest, WritingPastTheEndOfASmallOneEndsTheProgram) {
  EXPECT_DEATH(
      {
        auto secret = SecretBytes(32);
        auto* at = const_cast<std::uint8_t*>(address_of(secret));
        at[kPooledBytes] ^= 1;
      },
      "past the end of a secret");
}

TEST(SecretBytesDeathTest, NothingOfALargeOneIsReadableAfterTheEnd) {
  EXPECT_DEATH(
      {
        const std::uint8_t* at = nullptr;
        {
          const auto secret = SecretBytes(kPooledBytes + 1);
          at = address_of(secret);
        }
        peek(at);
      },
      "");
}

/// Whether a slot of the pool, whoever has it now, holds nothing but zeros.
bool is_wiped(const std::uint8_t* slot) {
  for (std::size_t i = 0; i < kPooledBytes; ++i) {
    if (peek(slot + i) != 0) return false;
  }
  return true;
}

TEST(SecretBytes, NothingOfASmallOneIsLeftAfterTheEnd) {
  const std::uint8_t* at = nullptr;
  {
    const auto secret = SecretBytes::copy_of(std::string(kPooledBytes, 'a'));
    at = address_of(secret);
    EXPECT_FALSE(is_wiped(at));
  }
  EXPECT_TRUE(is_wiped(at));

  auto replaced = SecretBytes::copy_of("tiger");
  at = address_of(replaced);
  replaced = SecretBytes::copy_of("lion");
  EXPECT_NE(address_of(replaced), at);
  EXPECT_TRUE(is_wiped(at));

  auto cut = SecretBytes::copy_of(std::string(100, 'b'));
  at = address_of(cut);
  cut.truncate(1);
  cut = SecretBytes();
  EXPECT_TRUE(is_wiped(at));
}

TEST(SecretBytes, ThousandsAtOnceStandApart) {
  std::vector<SecretBytes> secrets;
  for (int i = 0; i < 3000; ++i) secrets.push_back(SecretBytes::copy_of(std::to_string(i)));
  for (int i = 0; i < 3000; i += 2) secrets[static_cast<std::size_t>(i)] = SecretBytes();
  for (int i = 0; i < 1500; ++i) secrets.push_back(SecretBytes(kPooledBytes));
  for (int i = 1; i < 3000; i += 2) EXPECT_EQ(text_of(secrets[static_cast<std::size_t>(i)]), std::to_string(i));
  for (std::size_t i = 3000; i < secrets.size(); ++i) EXPECT_EQ(text_of(secrets[i]), std::string(kPooledBytes, '\0'));
}

TEST(SecretBytes, ManyThreadsShareThePool) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 5000; ++i) {
        const auto text = std::to_string(t * 10000 + i);
        EXPECT_EQ(text_of(SecretBytes::copy_of(text)), text);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(SecretBuilder, OldBuffersAreNotLeftBehind) {
  SecretBuilder builder;
  builder.append("tiger");
  auto first = builder.take();
  const auto* at = address_of(first);
  builder.append(first);
  first = SecretBytes();
  EXPECT_TRUE(is_wiped(at));
}

TEST(SecretBuilder, IsEmptyAfterTake) {
  SecretBuilder builder;
  EXPECT_TRUE(builder.take().empty());
  builder.append("one").append(SecretBytes::copy_of("two")).append(ByteView{}).append("");
  EXPECT_EQ(builder.size(), 6U);
  EXPECT_EQ(text_of(builder.take()), "onetwo");
  EXPECT_EQ(builder.size(), 0U);
  EXPECT_TRUE(builder.take().empty());
  builder.append("three");
  EXPECT_EQ(text_of(builder.take()), "three");
}

RC_GTEST_PROP(SecretBuilder, JoinsItsPieces, (const std::vector<std::string>& pieces)) {
  SecretBuilder builder;
  std::string joined;
  for (const auto& piece : pieces) {
    builder.append(piece);
    joined += piece;
  }
  RC_ASSERT(builder.size() == joined.size());
  RC_ASSERT(text_of(builder.take()) == joined);
}

RC_GTEST_PROP(SecretBytes, EqualityIsThatOfTheBytes, (const std::string& a, const std::string& b)) {
  const auto secret_a = SecretBytes::copy_of(a);
  RC_ASSERT((secret_a == SecretBytes::copy_of(b)) == (a == b));
  RC_ASSERT(secret_a == SecretBytes::copy_of(a));
  if (!a.empty()) {
    const auto at = *rc::gen::inRange<std::size_t>(0, a.size());
    const auto bit = *rc::gen::inRange(0, 8);
    std::string flipped = a;
    flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << bit));
    RC_ASSERT(secret_a != SecretBytes::copy_of(flipped));
  }
}

TEST(Wipe, OverwritesEverythingAndNothingElse) {
  Bytes bytes{1, 2, 3, 4, 5};
  wipe(MutableByteView(bytes).subspan(1, 3));
  EXPECT_EQ(bytes, (Bytes{1, 0, 0, 0, 5}));
  wipe({});
}

}  // namespace
}  // namespace jwtkeep::base
