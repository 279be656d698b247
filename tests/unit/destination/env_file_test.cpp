#include "jwtkeep/destination/env_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "running.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"

namespace jwtkeep::destination {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for each test, without a `.git` above it.
class EnvFile : public testing::Test {
 protected:
  [[nodiscard]] std::string at(const std::string& name) const { return (folder_ / name).string(); }
  static base::Result<void> write(const std::string& path) {
    return write_env_file(path, base::SecretBytes::copy_of("JWT_SECRET='x'\n"));
  }
  static std::string read(const std::string& path) { return servers::content_of(path); }
  void put(const std::string& name, const std::string& text) const { std::ofstream(at(name)) << text; }
  /// Runs git in the folder, without the user's configuration.
  void git(const std::string& words) const {
    const auto ran = run(shell("cd '" + folder_.string() + "' && HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 git " + words +
                               " >/dev/null 2>&1"),
                         {});
    ASSERT_EQ(ran.code, 0) << words;
  }
  static void expect_unsafe(const base::Result<void>& result, std::string_view hint) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, base::Reason::unsafe_place) << result.error().what;
    EXPECT_NE(result.error().hint.find(hint), std::string::npos) << result.error().hint;
  }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  const servers::ScratchFolder scratch_{"env"};
  const fs::path folder_ = scratch_.path();
};

TEST_F(EnvFile, IsWrittenWholeForItsOwnerAlone) {
  const auto before = ::umask(0);
  const auto written = write(at(".env"));
  ::umask(before);
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_EQ(read(at(".env")), "JWT_SECRET='x'\n");
  struct stat found{};
  ASSERT_EQ(::stat(at(".env").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0600U);
  EXPECT_EQ(files(), 1U) << "no temporary file is left";
}

TEST_F(EnvFile, ReplacesALooserFileWithoutEverOpeningIt) {
  put(".env", "OLD=1\n");
  fs::permissions(at(".env"), fs::perms(0666));
  fs::create_hard_link(at(".env"), at("other"));
  ASSERT_TRUE(write(at(".env")));
  EXPECT_EQ(read(at("other")), "OLD=1\n") << "the old file was replaced, not written to";
  EXPECT_EQ(fs::status(at(".env")).permissions(), fs::perms(0600));
}

TEST_F(EnvFile, RefusesLinksFoldersAndDevices) {
  fs::create_symlink(at("target"), at("link"));
  fs::create_directory(at("folder"));
  ASSERT_EQ(::mkfifo(at("fifo").c_str(), 0600), 0);
  for (const auto* name : {"link", "folder", "fifo"}) expect_unsafe(write(at(name)), "plain file");
  EXPECT_FALSE(fs::exists(at("target")));
  for (const auto& path : {std::string(), at(""), at(".."), at("a") + std::string("\0b", 2)}) {
    const auto result = check_env_file_place(path);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, base::Reason::bad_value);
  }
  EXPECT_EQ(check_env_file_place(at("missing/.env")).error().reason, base::Reason::not_found);
}

TEST_F(EnvFile, RefusesAFolderWhereEverybodyMayReplaceIt) {
  fs::permissions(folder_, fs::perms(0777));
  expect_unsafe(write(at(".env")), "chmod o-w");
  fs::permissions(folder_, fs::perms(01777));
  EXPECT_TRUE(write(at(".env"))) << "a sticky folder such as /tmp lets nobody replace another's file";
}

TEST_F(EnvFile, RefusesWhatGitDoesNotIgnoreAndTakesWhatItIgnores) {
  git("init -q .");
  fs::create_directory(at("app"));
  expect_unsafe(write(at("app/.env")), ".gitignore");
  EXPECT_FALSE(fs::exists(at("app/.env")));
  put(".gitignore", ".env\n");
  EXPECT_TRUE(write(at("app/.env")));
  expect_unsafe(check_env_file_place(at("app/.env.prod")), "echo .env.prod >>");
}

TEST_F(EnvFile, RefusesWhatGitTracksEvenWhenItIsIgnored) {
  git("init -q .");
  put(".gitignore", ".env\n");
  put(".env", "OLD=1\n");
  git("add -f .env");
  expect_unsafe(write(at(".env")), "rm --cached .env");
  expect_unsafe(write(at(".env")), "rotate");
  EXPECT_EQ(read(at(".env")), "OLD=1\n");
  git("rm -q --cached .env");
  EXPECT_TRUE(write(at(".env")));
}

TEST_F(EnvFile, TakesANameThatLooksLikeAPathspecAsAName) {
  git("init -q .");
  put(".gitignore", "nothing\n");
  put(":(exclude)x", "OLD=1\n");
  expect_unsafe(check_env_file_place(at(":(exclude)x")), ".gitignore");
  expect_unsafe(check_env_file_place(at("*")), ".gitignore");
}

TEST_F(EnvFile, SeesTheWorkingTreeThroughALinkedFolderAndInALinkedTree) {
  git("init -q .");
  fs::create_directory(at("app"));
  const auto outside = folder_.string() + "-link";
  fs::create_directory_symlink(at("app"), outside);
  const auto result = check_env_file_place(outside + "/.env");
  fs::remove(outside);
  expect_unsafe(result, ".gitignore");

  git("-c user.name=a -c user.email=a@example.org commit -q --allow-empty -m first");
  git("worktree add -q linked");
  ASSERT_TRUE(fs::is_regular_file(at("linked/.git")));
  expect_unsafe(check_env_file_place(at("linked/.env")), ".gitignore");
}

TEST_F(EnvFile, AnotherRepositoryInTheEnvironmentDoesNotMislead) {
  git("init -q .");
  ::setenv("GIT_DIR", "/nonexistent", 1);
  ::setenv("GIT_WORK_TREE", "/", 1);
  const auto result = check_env_file_place(at(".env"));
  ::unsetenv("GIT_DIR");
  ::unsetenv("GIT_WORK_TREE");
  expect_unsafe(result, "echo .env >>");
}

TEST_F(EnvFile, WithoutAnAnswerFromGitNothingIsWritten) {
  fs::create_directory(at(".git"));  // no repository: git says so with 128
  expect_unsafe(write(at(".env")), "git -C");
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  const auto without_git = write(at(".env"));
  ::setenv("PATH", path.c_str(), 1);
  expect_unsafe(without_git, "install git");
  EXPECT_FALSE(fs::exists(at(".env")));
}

}  // namespace
}  // namespace jwtkeep::destination
