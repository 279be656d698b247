#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/scan/source/blob_reader.hpp"
#include "jwtkeep/scan/source/standard_input.hpp"
#include "tests/unit/scan/scene.hpp"

namespace jwtkeep::scan {
namespace {

using Paths = std::vector<std::string>;

TEST(SourceTreeTest, EveryFileOnceHiddenOnesToo) {
  const Scene scene;
  scene.write("src/a.js", "a");
  scene.write("src/deep/er/b.py", "b");
  scene.write(".env", "JWT_SECRET=x");
  scene.write(".config/app.toml", "c");
  scene.write("empty", "");
  scene.write("odd\nname \xff", "d");
  const auto seen = scene.tree();
  EXPECT_EQ(seen->paths(),
            (Paths{".config/app.toml", ".env", "empty", "odd\nname \xff", "src/a.js", "src/deep/er/b.py"}));
  EXPECT_EQ(seen->text.at(".env"), "JWT_SECRET=x");
  EXPECT_EQ(seen->counts.blobs, 6U);
  EXPECT_EQ(seen->counts.bytes, 16U);

  auto options = scene.options();
  options.hidden = false;
  EXPECT_EQ(scene.tree({}, options)->paths(), (Paths{"empty", "odd\nname \xff", "src/a.js", "src/deep/er/b.py"}));
}

TEST(SourceTreeTest, PathsAreShownAsTheyWereGiven) {
  const Scene scene;
  scene.write("src/a.js", "a");
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(scene.path());
  for (const auto& [given, shown] : std::map<std::string, std::string>{
           {".", "src/a.js"}, {"./src/", "src/a.js"}, {"src", "src/a.js"}, {"./src/a.js", "src/a.js"}}) {
    const auto seen = scene.look([&](Tally& tally) { return read_tree({given}, tally); }, scene.options());
    EXPECT_EQ(seen->paths(), Paths{shown}) << given;
  }
  std::filesystem::current_path(before);
  const auto missing = [&](Tally& tally) {
    const auto read = read_tree({scene.path("nowhere")}, tally);
    EXPECT_EQ(read.error().reason, base::Reason::not_found);
    return base::Result<void>{};
  };
  scene.look(missing, scene.options());
}

TEST(SourceTreeTest, WhatIsNoFileIsCountedAndNeverWaitedFor) {
  const Scene scene;
  scene.write("file", "x");
  ASSERT_EQ(::mkfifo(scene.path("fifo").c_str(), 0600), 0);
  const base::FileHandle listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto socket_path = scene.path("socket");
  if (socket_path.size() < sizeof address.sun_path) {
    std::memcpy(address.sun_path, socket_path.c_str(), socket_path.size() + 1);
    ASSERT_EQ(::bind(listening.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  std::filesystem::create_symlink(".", scene.path("loop"));
  std::filesystem::create_symlink("file", scene.path("link"));
  std::filesystem::create_symlink("/nowhere", scene.path("broken"));
  const auto seen = scene.tree();
  EXPECT_EQ(seen->paths(), Paths{"file"});
  EXPECT_EQ(seen->skipped_as(Skip::not_a_file), (Paths{"fifo", "socket"}));
  EXPECT_EQ(seen->skipped_as(Skip::symlink), (Paths{"broken", "link", "loop"}));
  // By its name, too.
  const auto given = scene.look([&](Tally& tally) { return read_tree({scene.path("fifo")}, tally); }, scene.options());
  EXPECT_EQ(given->count(Skip::not_a_file), 1U);
  // But a link that is given by its name is meant.
  const auto followed =
      scene.look([&](Tally& tally) { return read_tree({scene.path("loop")}, tally); }, scene.options());
  EXPECT_EQ(followed->paths(), Paths{scene.path("loop/file")});
}

TEST(SourceTreeTest, WhatMayNotBeReadIsCounted) {
  const Scene scene;
  scene.write("open", "x");
  scene.write("closed", "x");
  scene.write("folder/within", "x");
  ASSERT_EQ(::chmod(scene.path("closed").c_str(), 0), 0);
  ASSERT_EQ(::chmod(scene.path("folder").c_str(), 0), 0);
  const bool is_root = ::geteuid() == 0;
  // Root may read everything; nobody may not.
  if (is_root) {
    ASSERT_EQ(::seteuid(65534), 0);
  }
  const auto seen = scene.tree();
  if (is_root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  EXPECT_EQ(seen->paths(), Paths{"open"});
  EXPECT_EQ(seen->skipped_as(Skip::permission), (Paths{"closed", "folder"}));
  ASSERT_EQ(::chmod(scene.path("folder").c_str(), 0700), 0);
}

TEST(SourceTreeTest, AFileThatCannotBeReadIsCounted) {
  const Scene scene;
  // This process's memory has nothing at its beginning: an error of the device for whoever reads there.
  const auto seen = scene.look([&](Tally& tally) { return read_tree({"/proc/self/mem"}, tally); }, scene.options());
  EXPECT_EQ(seen->count(Skip::read_error), 1U);
  // Files of /proc say that they are empty.
  const auto status =
      scene.look([&](Tally& tally) { return read_tree({"/proc/self/status"}, tally); }, scene.options());
  EXPECT_TRUE(status->text.at("/proc/self/status").starts_with("Name:"));
}

TEST(SourceTreeTest, AFileThatVanishesOrBecomesALinkIsCounted) {
  const Scene scene;
  for (const std::string name : {"a", "b", "c"}) scene.write(name, name);
  auto options = scene.options();
  options.threads = 1;
  std::string first;
  const auto seen = scene.tree({}, options, [&](const Blob& blob) {
    if (!first.empty()) return;
    first = blob.path;
    for (const std::string name : {"a", "b", "c"}) {
      if (!first.ends_with(name)) std::filesystem::remove(scene.path(name));
    }
    std::filesystem::create_symlink("/etc/passwd", scene.path(first.ends_with("a") ? "b" : "a"));
  });
  EXPECT_EQ(seen->counts.blobs, 1U);
  EXPECT_EQ(seen->count(Skip::vanished), 1U);
  EXPECT_EQ(seen->count(Skip::symlink), 1U);
}

TEST(SourceTreeTest, AFileThatChangesWhileItIsReadIsScannedAndCounted) {
  const Scene scene;
  scene.write("long", std::string(kPieceBytes + 1000, 'x'));
  const auto grown = scene.tree({}, scene.options(), [&](const Blob& blob) {
    if (blob.tell_from == 0) std::ofstream(scene.path("long"), std::ios::app) << "more";
  });
  EXPECT_EQ(grown->skipped_as(Skip::changed), Paths{"long"});
  EXPECT_EQ(grown->text.at("long").size(), kPieceBytes + 1000);
  const auto cut = scene.tree({}, scene.options(), [&](const Blob& blob) {
    if (blob.tell_from == 0) std::filesystem::resize_file(scene.path("long"), 100);
  });
  EXPECT_EQ(cut->skipped_as(Skip::changed), Paths{"long"});
}

TEST(SourceTreeTest, PiecesTellEveryByteOnceAndKnowTheirLines) {
  const Scene scene;
  std::string text;
  std::vector<std::size_t> line_begins;
  while (text.size() < 3 * kPieceBytes + 12345) {
    const auto number = line_begins.size();
    line_begins.push_back(text.size());
    text += "line " + std::to_string(number) + " " + std::string(number * 37 % 190, '.') + "\n";
  }
  scene.write("long", text);
  Paths wrong;
  const auto seen = scene.tree({}, scene.options(), [&](const Blob& blob) {
    const auto bytes = base::as_text(blob.bytes);
    // The first line that begins in the piece says its own number, from 0.
    const auto begin = blob.tell_from == 0 ? 0 : bytes.find('\n') + 1;
    const auto number = std::stoull(std::string(bytes.substr(begin + 5, 9)));
    const auto piece_begin = line_begins.at(number) - begin;
    const auto line = begin == 0 ? number : number - 1;
    if (blob.first_line != line + 1) wrong.push_back("line of " + std::to_string(number));
    if (blob.first_column != piece_begin - line_begins.at(line) + 1)
      wrong.push_back("column of " + std::to_string(number));
    if (!blob.is_piece) wrong.push_back("no piece");
  });
  EXPECT_EQ(wrong, Paths{});
  EXPECT_TRUE(seen->text.at("long") == text);
  EXPECT_EQ(seen->counts.blobs, 1U);
  EXPECT_EQ(seen->counts.bytes, text.size());
  EXPECT_EQ(seen->pieces.size(), 4U);

  // Exactly as long as a piece, and around it.
  for (const auto size : {kPieceBytes - 1, kPieceBytes, kPieceBytes + 1, 2 * kPieceBytes - kOverlapBytes}) {
    text.resize(size);
    scene.write("long", text);
    const auto again = scene.tree();
    EXPECT_TRUE(again->text.at("long") == text) << size;
    EXPECT_EQ(again->counts.bytes, size);
  }
}

TEST(SourceTreeTest, OneLineOfFiftyMegabytes) {
  const Scene scene;
  constexpr std::size_t kLong = 50'000'000;
  scene.write("min.js", std::string(kLong, 'x'));  // NOLINT(bugprone-string-constructor)
  std::uint64_t last_column = 0;
  auto options = scene.options();
  const auto seen = scene.tree({}, options, [&](const Blob& blob) {
    EXPECT_EQ(blob.first_line, 1U);
    last_column = std::max(last_column, blob.first_column + blob.bytes.size());
  });
  EXPECT_EQ(last_column, 50'000'001U);
  EXPECT_EQ(seen->text.at("min.js").size(), 50'000'000U);
}

TEST(SourceTreeTest, HolesAreNotRead) {
  const Scene scene;
  const auto path = scene.path("sparse");
  const base::FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  const std::string begin = "first\nsecond";
  const std::string end = "at the end\n";
  constexpr off_t kFar = off_t{4} << 30;
  ASSERT_EQ(::pwrite(file.get(), begin.data(), begin.size(), 0), static_cast<ssize_t>(begin.size()));
  if (::pwrite(file.get(), end.data(), end.size(), kFar) < 0) GTEST_SKIP() << "no sparse files of 4 GB here";
  std::uint64_t read = 0;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  const auto seen = scene.tree({}, scene.options(), [&](const Blob& blob) {
    read += blob.bytes.size();
    if (const auto at = base::as_text(blob.bytes).find(end); at != std::string_view::npos) {
      line = blob.first_line;
      column = blob.first_column + at;
    }
  });
  EXPECT_LT(read, std::uint64_t{1} << 20);  // a file system's blocks around what is there
  EXPECT_EQ(line, 2U);
  EXPECT_EQ(column, static_cast<std::uint64_t>(kFar) - 6 + 1);
  EXPECT_EQ(seen->counts.blobs, 1U);
  // Nothing but a hole.
  ASSERT_EQ(::ftruncate(file.get(), 0), 0);
  ASSERT_EQ(::ftruncate(file.get(), kFar), 0);
  EXPECT_EQ(scene.tree()->counts.bytes, 0U);
}

TEST(SourceTreeTest, LargerThanAllowedIsCounted) {
  const Scene scene;
  scene.write("large", "123456");
  scene.write("small", "12345");
  auto options = scene.options();
  options.largest_file_bytes = 5;
  const auto seen = scene.tree({}, options);
  EXPECT_EQ(seen->paths(), Paths{"small"});
  EXPECT_EQ(seen->skipped_as(Skip::file_too_large), Paths{"large"});
}

TEST(SourceTreeTest, DeeperThanAPathMayBe) {
  const Scene scene;
  base::FileHandle folder(::open(scene.path().c_str(), O_PATH | O_CLOEXEC));
  const std::string name(200, 'd');
  for (int depth = 0; depth < 30; ++depth) {
    ASSERT_EQ(::mkdirat(folder.get(), name.c_str(), 0755), 0);
    folder = base::FileHandle(::openat(folder.get(), name.c_str(), O_PATH | O_CLOEXEC));
  }
  scene.write("beside", "x");
  const auto seen = scene.tree();
  EXPECT_EQ(seen->paths(), Paths{"beside"});
  EXPECT_EQ(seen->count(Skip::read_error), 1U);
}

TEST(SourceTreeTest, ThousandsOfFilesByAnyNumberOfThreads) {
  const Scene scene;
  for (int folder = 0; folder < 40; ++folder) {
    for (int file = 0; file < 50; ++file) {
      scene.write("f" + std::to_string(folder) + "/" + std::to_string(file), std::to_string(folder * 100 + file));
    }
  }
  auto options = scene.options();
  options.threads = 1;
  const auto one = scene.tree({}, options);
  options.threads = 7;
  const auto seven = scene.tree({}, options);
  EXPECT_EQ(one->text, seven->text);
  EXPECT_EQ(one->text.size(), 2000U);

  std::atomic<bool> stop = false;
  options.stop = &stop;
  const auto stopped = scene.tree({}, options, [&](const Blob&) { stop = true; });
  EXPECT_LT(stopped->counts.blobs, 2000U);
}

TEST(SourceTreeTest, StandardInputIsOneFile) {
  const Scene scene;
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  base::FileHandle writing(ends[1]);
  const base::FileHandle reading(ends[0]);
  const std::string text(kPieceBytes + 70'000, 'y');
  std::jthread other([&] {
    for (std::size_t at = 0; at < text.size();) {
      const auto sent = ::write(writing.get(), text.data() + at, text.size() - at);
      if (sent <= 0) break;
      at += static_cast<std::size_t>(sent);
    }
    writing.reset();
  });
  const auto seen = scene.look([&](Tally& tally) { return read_stream(reading.get(), "-", tally); }, scene.options());
  EXPECT_TRUE(seen->text.at("-") == text);
  EXPECT_EQ(seen->counts.blobs, 1U);
}

}  // namespace
}  // namespace jwtkeep::scan
