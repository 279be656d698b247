// Ignore files, with git itself as the oracle.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "jwtkeep/scan/source/ignore/ignore_file.hpp"
#include "tests/unit/scan/scene.hpp"

namespace jwtkeep::scan {
namespace {

using Paths = std::vector<std::string>;

/// What git would add: files that are not ignored.
Paths by_git(const Scene& scene, std::string_view folder = {}) {
  const auto listed = scene.sh("git ls-files -z -o -c --exclude-standard", folder);
  std::set<std::string> paths;
  for (std::size_t at = 0; at < listed.size();) {
    const auto end = listed.find('\0', at);
    paths.insert(listed.substr(at, end - at));
    at = end + 1;
  }
  paths.erase(".command");
  return {paths.begin(), paths.end()};
}

TEST(SourceIgnoreTest, WhatTheManualSays) {
  const Scene scene;
  scene.sh("git init -q .");
  const Paths paths({"a.log",
                     "keep.log",
                     "doc/frotz/x",
                     "a/doc/frotz/x",
                     "foo/x",
                     "bar/foo",
                     "abc/x/y",
                     "a/x/b",
                     "a/b",
                     "a/x/y/b",
                     "build/x",
                     "src/build",
                     "src/build.txt",
                     "#hash",
                     "!bang",
                     "trailing ",
                     "trailing",
                     "deep/a.log",
                     "deep/keep.log",
                     "x/.env",
                     "node_modules/p/index.js",
                     "q?",
                     "qx",
                     "star*",
                     "[b]",
                     "b",
                     "tab\t",
                     "sub/only/here",
                     "only/here"});
  for (const auto& path : paths) scene.write(path, "x");
  scene.write(
      ".gitignore",
      "\xef\xbb\xbf# a comment\n*.log\n!keep.log\r\n/doc/frotz/\nfoo/\nabc/**\na/**/b\nbuild/\n\\#hash\n\\!bang\n"
      "trailing\\ \ntrailing   \nnode_modules/\nq\\?\nstar\\*\n[[]b]\n\n   \ntab\t\n");
  scene.write("deep/.gitignore", "!a.log\nkeep.log\n");
  scene.write("sub/.gitignore", "/only/*\n");
  const auto seen = scene.tree();
  EXPECT_EQ(seen->paths(), by_git(scene));
  EXPECT_TRUE(seen->text.contains("deep/a.log"));
  EXPECT_GT(seen->count(Skip::ignored), 10U);

  auto options = scene.options();
  options.ignore_files = false;
  const auto all = scene.tree({}, options);
  EXPECT_EQ(all->counts.blobs, paths.size() + 3);
  EXPECT_EQ(all->count(Skip::ignored), 0U);
}

TEST(SourceIgnoreTest, TheRepositorysAndTheUsersOwnFiles) {
  const Scene scene;
  scene.write(".home/.gitconfig", "[user]\n\tname = x\n[core] ; here\n  excludesFile = \"~/my ignores\" # mine\n");
  scene.write(".home/my ignores", "*.bak\n.home/\n");
  scene.sh("git init -q .");
  scene.write(".git/info/exclude", "/private\n!kept.bak\n");
  for (const std::string path : {"a.bak", "kept.bak", "private", "deep/private", "x"}) scene.write(path, "x");
  EXPECT_EQ(scene.tree()->paths(), (Paths{"deep/private", "kept.bak", "x"}));
  EXPECT_EQ(scene.tree()->paths(), by_git(scene));

  // Where nothing is configured, its usual place.
  scene.write(".home/.gitconfig", "");
  scene.write(".home/.config/git/ignore", "x\n.home\n");
  EXPECT_EQ(scene.tree()->paths(), by_git(scene));
  EXPECT_EQ(scene.tree()->paths(), (Paths{"a.bak", "deep/private", "kept.bak"}));

  // And a repository's own configuration before both.
  scene.write("ignores", "deep\n.home\n");
  scene.sh("git config core.excludesFile '" + scene.path("ignores") + "'");
  EXPECT_EQ(scene.tree()->paths(), by_git(scene));
  EXPECT_EQ(scene.tree()->paths(), (Paths{"a.bak", "ignores", "kept.bak", "x"}));
}

TEST(SourceIgnoreTest, FilesThatGitTracksAreReadWhateverIgnoresThem) {
  const Scene scene;
  scene.sh("git init -q .");
  for (const std::string path : {"config/prod.env", "dist/a.js", "dist/b.js", "x"}) scene.write(path, "x");
  scene.sh("git add -f config/prod.env dist/b.js");
  scene.write(".gitignore", "*.env\ndist/\n.gitignore\n");
  EXPECT_EQ(scene.tree()->paths(), (Paths{"config/prod.env", "dist/b.js", "x"}));
  // Also of a part of the tree.
  EXPECT_EQ(scene.tree("config")->paths(), Paths{"prod.env"});
  // One that is there no more is no trouble; one that has become a link is not followed.
  std::filesystem::remove(scene.path("dist/b.js"));
  std::filesystem::remove_all(scene.path("config"));
  scene.write("elsewhere/prod.env", "x");
  std::filesystem::create_symlink("elsewhere", scene.path("config"));
  EXPECT_EQ(scene.tree()->paths(), Paths{"x"});
}

TEST(SourceIgnoreTest, WhatStandsAboveAFolderHoldsInIt) {
  const Scene scene;
  scene.sh("git init -q repo");
  scene.write("repo/.gitignore", "/a/b/secret\n*.tmp\n/x\n");
  scene.write("repo/a/.gitignore", "!kept.tmp\n");
  for (const std::string path : {"secret", "x", "kept.tmp", "y.tmp", "c/secret"}) scene.write("repo/a/b/" + path, "x");
  EXPECT_EQ(scene.tree("repo/a/b")->paths(), (Paths{"c/secret", "kept.tmp", "x"}));
  EXPECT_EQ(scene.tree("repo/a/b")->paths(), by_git(scene, "repo/a/b"));
}

TEST(SourceIgnoreTest, AnotherRepositoryWithinHasItsOwn) {
  const Scene scene;
  scene.sh("git init -q . && git init -q inner && git init -q --separate-git-dir elsewhere.git linked");
  scene.write(".gitignore", "*.log\nelsewhere.git\n");
  scene.write("inner/.gitignore", "*.txt\n");
  for (const std::string folder : {"", "inner/", "linked/"}) {
    scene.write(folder + "a.log", "x");
    scene.write(folder + "a.txt", "x");
  }
  EXPECT_EQ(scene.tree()->paths(),
            (Paths{".gitignore", "a.txt", "inner/.gitignore", "inner/a.log", "linked/a.log", "linked/a.txt"}));
}

TEST(SourceIgnoreTest, WithoutARepositoryIgnoreFilesHoldAsWell) {
  const Scene scene;
  scene.write("folder/.gitignore", "node_modules/\n");
  scene.write("folder/node_modules/x", "x");
  scene.write("folder/y", "x");
  EXPECT_EQ(scene.tree("folder")->paths(), (Paths{".gitignore", "y"}));
}

TEST(SourceIgnoreTest, HostileIgnoreFiles) {
  const Scene scene;
  scene.sh("git init -q .");
  scene.write("x", "x");
  // A FIFO would keep us, a link would show what stands elsewhere, a huge one would cost.
  ASSERT_EQ(::mkfifo(scene.path(".gitignore").c_str(), 0600), 0);
  EXPECT_EQ(scene.tree()->paths(), Paths{"x"});
  std::filesystem::remove(scene.path(".gitignore"));
  scene.write("patterns", "x\n");
  std::filesystem::create_symlink("patterns", scene.path(".gitignore"));
  EXPECT_EQ(scene.tree()->paths(), (Paths{"patterns", "x"}));
  std::filesystem::remove(scene.path(".gitignore"));
  // Backtracking would never end.
  std::string stars;
  for (int i = 0; i < 60; ++i) stars += "*a";
  scene.write(".gitignore", stars + "b\n**/" + stars + "/**/b\n");
  scene.write(std::string(200, 'a'), "x");
  EXPECT_EQ(scene.tree()->counts.blobs, 4U);
}

/// Patterns of few letters and much syntax, so that they often match.
rc::Gen<std::string> pattern() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::weightedElement<std::string>(
                          {{6, "a"},    {6, "b"},           {2, "ab"}, {3, "/"},    {3, "*"},    {2, "**"},
                           {2, "**/"},  {1, "/**"},         {2, "?"},  {1, "[ab]"}, {1, "[!a]"}, {1, "[^b-z]"},
                           {1, "[]a]"}, {1, "[[:alpha:]]"}, {1, "[a"}, {1, "\\"},   {1, "\\*"},  {1, " "},
                           {1, "."},    {1, "-"},           {2, "!"},  {1, "#"}})),
                      [](std::vector<std::string> parts) {
                        parts.resize(std::min<std::size_t>(parts.size(), 6));
                        std::string line;
                        for (const auto& part : parts) line += part;
                        return line + "\n";
                      });
}

TEST(SourceIgnoreTest, AsGitDoesWhateverThePatterns) {
  const Scene scene;
  scene.sh("git init -q .");
  for (const std::string first : {"a/b/a/", "b/ab/b/", "a/a/", "ab/", "b/", "a/", ""}) {
    for (const std::string name : {"a", "b", "ab", "ba.a", "aab", "*", "]", "a b", "\\", "-", "!a", "#b", "c/a"}) {
      const auto below = first + name;
      std::error_code ignored;
      if (!std::filesystem::is_directory(scene.path(below), ignored)) scene.write(below, "x");
    }
  }
  const auto file = rc::gen::map(rc::gen::container<std::vector<std::string>>(pattern()), [](auto lines) {
    lines.resize(std::min<std::size_t>(lines.size(), 5));
    std::string text;
    for (const auto& line : lines) text += line;
    return text;
  });
  EXPECT_TRUE(rc::check("as git does", [&] {
    const auto top = *file;
    const auto below = *file;
    scene.write(".gitignore", top);
    scene.write("a/.gitignore", below);
    RC_ASSERT(scene.tree()->paths() == by_git(scene));
  }));
}

}  // namespace
}  // namespace jwtkeep::scan
