// Repositories that git itself has made, sound and damaged ones.
#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "jwtkeep/scan/source/git/history_source.hpp"
#include "jwtkeep/scan/source/git/staged.hpp"
#include "tests/unit/scan/scene.hpp"

namespace jwtkeep::scan {
namespace {

using Paths = std::vector<std::string>;

class SourceGitTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (std::system("git --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "there is no git";  // NOLINT(*-env33-c)
  }

  std::unique_ptr<Told> history(HistoryRequest request) {
    source_ = std::make_unique<HistorySource>(std::move(request));
    return scene_.look([&](Tally& tally) { return source_->read(tally); }, scene_.options());
  }
  std::unique_ptr<Told> history(std::string_view folder = "repo", bool all_objects = false) {
    return history({.folder = scene_.path(folder), .range = {}, .all_objects = all_objects});
  }
  base::Error refusal(HistoryRequest request) {
    HistorySource source(std::move(request));
    const auto options = scene_.options();
    const SourceEvents events;
    Tally tally(options, events);
    const auto read = source.read(tally);
    EXPECT_FALSE(read);
    return read ? base::Error{} : read.error();
  }
  /// What is known of a blob that `history` has told.
  History located(const std::string& object) {
    std::vector<Finding> findings(1);
    findings[0].place.history.emplace();
    findings[0].place.history->blob = object;
    EXPECT_TRUE(source_->locate(findings, scene_.options()));
    return *findings[0].place.history;
  }
  std::string git(const std::string& words, std::string_view folder = "repo") const {
    auto output = scene_.sh("git " + words, folder);
    while (output.ends_with('\n')) output.pop_back();
    return output;
  }
  /// A repository in `repo` with two commits: `a` changes, `b` goes, `c/d` stays.
  void make_repository(const std::string& init = {}) const {
    scene_.sh("git init -q " + init + " -b main repo && git -C repo config gc.auto 0");
    scene_.write("repo/a", "one");
    scene_.write("repo/b", "gone");
    scene_.write("repo/c/d", "stays");
    scene_.sh("git add . && GIT_COMMITTER_DATE='@1700000000 +0000' git commit -qm 1", "repo");
    scene_.write("repo/a", "two");
    std::filesystem::remove(scene_.path("repo/b"));
    scene_.sh("git add -A . && GIT_COMMITTER_DATE='@1700000100 +0100' git commit -qm 2", "repo");
  }
  /// The file that holds a loose object.
  [[nodiscard]] std::string loose(const std::string& object, const std::string& repository = "repo/.git") const {
    return scene_.path(repository + "/objects/" + object.substr(0, 2) + "/" + object.substr(2));
  }
  void damage(const std::string& file) const {
    std::filesystem::permissions(file, std::filesystem::perms(0644));
    std::ofstream(file, std::ios::binary) << "no object";
  }

  Scene scene_;
  std::unique_ptr<HistorySource> source_;
};

std::string all_text(const Told& told) {
  std::vector<std::string> texts;
  for (const auto& [object, text] : told.by_object) texts.push_back(text);
  std::ranges::sort(texts);
  std::string joined;
  for (const auto& text : texts) joined += text + " ";
  return joined;
}

TEST_F(SourceGitTest, EveryBlobOnceWithAllItsPlaces) {
  make_repository();
  scene_.sh(
      "git checkout -q -b side HEAD~1 && git mv c/d moved && GIT_COMMITTER_DATE='@1700000200 +0000' git commit -qm 3",
      "repo");
  scene_.sh("git checkout -q main", "repo");
  const auto seen = history();
  EXPECT_EQ(all_text(*seen), "gone one stays two ");
  EXPECT_EQ(seen->counts.blobs, 4U);

  const auto stays = located(git("rev-parse HEAD:c/d"));
  EXPECT_EQ(stays.paths, (Paths{"c/d", "moved"}));
  EXPECT_TRUE(stays.in_head);
  EXPECT_EQ(stays.head_path, "c/d") << "and not where the newest commit has it";
  EXPECT_EQ(stays.first->id, git("rev-parse HEAD~1"));
  EXPECT_EQ(stays.first->path, "c/d");
  EXPECT_EQ(stays.first->time, base::Instant(base::Seconds(1700000000)));
  EXPECT_EQ(stays.first->author, "Ann <ann@example.org>");
  EXPECT_EQ(stays.last->id, git("rev-parse side"));
  EXPECT_EQ(stays.last->path, "moved");
  const auto gone = located(git("rev-parse HEAD~1:b"));
  EXPECT_FALSE(gone.in_head);
  EXPECT_EQ(gone.head_path, "");
  EXPECT_EQ(gone.paths, Paths{"b"});
  EXPECT_EQ(gone.first, gone.last);
}

TEST_F(SourceGitTest, VersionsOfOneFileComeOneBehindTheOther) {
  make_repository();
  for (const std::string_view text : {"three", "four"}) {
    scene_.write("repo/a", text);
    scene_.write("repo/c/d", text.substr(1));
    scene_.sh("git commit -qam more", "repo");
  }
  auto options = scene_.options();
  options.threads = 1;
  HistorySource source({.folder = scene_.path("repo")});
  const auto seen = scene_.look([&](Tally& tally) { return source.read(tally); }, options);
  Paths paths;
  for (const auto& piece : seen->pieces) paths.push_back(piece.path);
  EXPECT_EQ(paths, (Paths{"a", "a", "a", "a", "c/d", "c/d", "c/d", "b"}));
}

TEST_F(SourceGitTest, WhatAMergeBringsItself) {
  make_repository();
  scene_.sh("git checkout -q -b side HEAD~1", "repo");
  scene_.write("repo/a", "other");
  scene_.sh("git commit -qam 3 && git checkout -q main && git merge -q side || true", "repo");
  scene_.write("repo/a", "resolved by hand");
  scene_.sh("git commit -qam merged", "repo");
  history();
  const auto merged = located(git("rev-parse HEAD:a"));
  EXPECT_EQ(merged.first->id, git("rev-parse HEAD"));
  EXPECT_EQ(history()->counts.blobs, 6U);
}

TEST_F(SourceGitTest, WhatNoRefLeadsTo) {
  make_repository();
  scene_.write("repo/amended", "leaked and amended away");
  scene_.sh("git add . && git commit -qm 3 && git reset -q --hard HEAD~1", "repo");
  scene_.sh("printf 'never committed' | git hash-object -w --stdin", "repo");
  EXPECT_EQ(history()->counts.blobs, 4U);
  const auto all = history("repo", true);
  EXPECT_EQ(all->counts.blobs, 6U);
  EXPECT_EQ(all->text.at("amended"), "leaked and amended away");
  EXPECT_EQ(located(all->object.at("amended")).first->author, "Ann <ann@example.org>");
  const auto loose_blob =
      std::ranges::find_if(all->text, [](const auto& row) { return row.second == "never committed"; });
  ASSERT_NE(loose_blob, all->text.end());
  EXPECT_EQ(loose_blob->first, all->object.at(loose_blob->first));
  EXPECT_FALSE(located(loose_blob->first).first);
}

TEST_F(SourceGitTest, ARangeIsWhatItBrought) {
  make_repository();
  EXPECT_EQ(all_text(*history({.folder = scene_.path("repo"), .range = "HEAD~1..HEAD"})), "two ");
  EXPECT_EQ(refusal({.folder = scene_.path("repo"), .range = "nothing..HEAD"}).reason, base::Reason::bad_value);
  // It is no option.
  EXPECT_EQ(refusal({.folder = scene_.path("repo"), .range = "--output=" + scene_.path("stolen")}).reason,
            base::Reason::bad_value);
  EXPECT_FALSE(std::filesystem::exists(scene_.path("stolen")));
}

TEST_F(SourceGitTest, AllKindsOfRepositories) {
  make_repository();
  scene_.sh("git gc -q", "repo");
  EXPECT_EQ(all_text(*history()), "gone one stays two ");
  scene_.sh(
      "git clone -q --bare repo bare.git && git -C repo worktree add -q ../tree HEAD~1 && git clone -q --shared repo "
      "shared "
      "&& git clone -q --depth 1 file://" +
      scene_.path("repo") + " shallow");
  EXPECT_EQ(all_text(*history("bare.git")), "gone one stays two ");
  EXPECT_EQ(all_text(*history("tree")), "gone one stays two ");
  EXPECT_EQ(all_text(*history("shared")), "gone one stays two ");  // alternates
  EXPECT_EQ(all_text(*history("shallow")), "stays two ");
  EXPECT_EQ(all_text(*history("repo/c")), "gone one stays two ");  // a folder within
}

TEST_F(SourceGitTest, Sha256) {
  make_repository("--object-format=sha256");
  const auto seen = history();
  EXPECT_EQ(all_text(*seen), "gone one stays two ");
  const auto blob = git("rev-parse HEAD:a");
  EXPECT_EQ(blob.size(), 64U);
  EXPECT_EQ(located(blob).last->id, git("rev-parse HEAD"));
}

TEST_F(SourceGitTest, APartialCloneIsReadAsFarAsItIsHere) {
  make_repository();
  scene_.sh("git -C repo config uploadpack.allowFilter true && git clone -q --filter=blob:none file://" +
            scene_.path("repo") + " partial");
  const auto seen = history("partial");
  EXPECT_EQ(all_text(*seen), "stays two ");
  EXPECT_EQ(seen->skipped_as(Skip::object_missing), (Paths{"a", "b"}));
}

TEST_F(SourceGitTest, NothingInIt) {
  scene_.sh("git init -q repo");
  EXPECT_EQ(history()->counts.blobs, 0U);
  EXPECT_EQ(history("repo", true)->counts.blobs, 0U);
  const auto none = refusal({.folder = scene_.path()});
  EXPECT_EQ(none.reason, base::Reason::bad_value);
  EXPECT_TRUE(none.what.contains("in no git repository")) << none.what;
}

TEST_F(SourceGitTest, SubmodulesAreCounted) {
  make_repository();
  scene_.sh("git -c protocol.file.allow=always submodule --quiet add file://" + scene_.path("repo") +
                " sub && git commit -qm s",
            "repo");
  EXPECT_EQ(history()->skipped_as(Skip::submodule), Paths{"sub"});
}

TEST_F(SourceGitTest, DamagedObjectsAreCountedAndTheRestIsRead) {
  make_repository();
  damage(loose(git("rev-parse HEAD~1:b")));
  const auto seen = history();
  EXPECT_EQ(all_text(*seen), "one stays two ");
  EXPECT_EQ(seen->skipped_as(Skip::object_damaged), Paths{"b"});
  // A tree: what only its commits know can no longer be told by a path.
  damage(loose(git("rev-parse HEAD~1^{tree}")));
  const auto less = history();
  EXPECT_TRUE(all_text(*less).contains("stays")) << all_text(*less);
  EXPECT_TRUE(all_text(*less).contains("two"));
  EXPECT_TRUE(all_text(*less).contains("one"));
  EXPECT_GE(less->count(Skip::object_damaged), 2U);
}

TEST_F(SourceGitTest, ADamagedPack) {
  make_repository();
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += std::to_string(i * 7919);
  scene_.write("repo/large", noise);
  scene_.sh("git add . && git commit -qm large && git gc -q", "repo");
  for (const auto& entry : std::filesystem::directory_iterator(scene_.path("repo/.git/objects/pack"))) {
    if (entry.path().extension() != ".pack") continue;
    std::filesystem::permissions(entry.path(), std::filesystem::perms(0644));
    std::fstream pack(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    pack.seekp(static_cast<std::streamoff>(std::filesystem::file_size(entry.path()) / 2));
    pack << std::string(64, 'X');
  }
  const auto seen = history();
  EXPECT_GE(seen->count(Skip::object_damaged), 1U);
  EXPECT_TRUE(all_text(*seen).contains("stays"));
}

TEST_F(SourceGitTest, AHostileRepositoryStartsNothing) {
  make_repository();
  const auto trap = "touch " + scene_.path("trapped");
  scene_.write("trap.sh", "#!/bin/sh\n" + trap + "\n");
  std::filesystem::permissions(scene_.path("trap.sh"), std::filesystem::perms(0755));
  const auto program = scene_.path("trap.sh");
  for (const std::string key : {"core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "diff.x.command",
                                "diff.x.textconv", "filter.x.smudge", "filter.x.clean", "gpg.program", "pager.log",
                                "pager.diff", "core.editor", "credential.helper", "core.askPass"}) {
    git("config " + key + " " + program);
  }
  git("config log.showSignature true");
  git("config alias.log '!" + trap + "'");
  git("config filter.x.required true");
  scene_.write("repo/.gitattributes", "* diff=x filter=x\n");
  scene_.write("repo/.git/hooks/post-index-change", "#!/bin/sh\n" + trap + "\n");
  std::filesystem::permissions(scene_.path("repo/.git/hooks/post-index-change"), std::filesystem::perms(0755));
  EXPECT_EQ(history("repo", true)->counts.blobs, 4U);
  StagedSource staged(scene_.path("repo"));
  scene_.look([&](Tally& tally) { return staged.read(tally); }, scene_.options());
  std::vector<Finding> findings(1);
  EXPECT_TRUE(staged.keep_added(findings, scene_.options()));
  scene_.write("repo/.gitignore", "a\n");
  scene_.tree("repo");
  EXPECT_FALSE(std::filesystem::exists(scene_.path("trapped")));
}

TEST_F(SourceGitTest, ReplacedObjectsHideNothing) {
  make_repository();
  git("replace HEAD HEAD~1");
  EXPECT_EQ(all_text(*history()), "gone one stays two ");
}

TEST_F(SourceGitTest, SomebodyElsesRepositoryIsExplained) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  make_repository();
  ASSERT_EQ(::chown(scene_.path("repo").c_str(), 65534, 65534), 0);
  ASSERT_EQ(::chown(scene_.path("repo/.git").c_str(), 65534, 65534), 0);
  const auto refused = refusal({.folder = scene_.path("repo")});
  EXPECT_EQ(refused.reason, base::Reason::permission);
  EXPECT_TRUE(refused.hint.contains("safe.directory")) << refused.hint;
}

TEST_F(SourceGitTest, NoGitAtAll) {
  const auto before = std::string(::getenv("PATH"));
  ::setenv("PATH", scene_.path().c_str(), 1);
  const auto refused = refusal({.folder = scene_.path()});
  ::setenv("PATH", before.c_str(), 1);
  EXPECT_EQ(refused.reason, base::Reason::not_found);
}

TEST_F(SourceGitTest, StoppedSoon) {
  make_repository();
  std::atomic<bool> stop = true;
  auto options = scene_.options();
  options.stop = &stop;
  HistorySource source({.folder = scene_.path("repo")});
  const auto seen = scene_.look([&](Tally& tally) { return source.read(tally); }, options);
  EXPECT_EQ(seen->counts.blobs, 0U);
}

Finding at_line(const std::string& path, const std::string& object, std::uint64_t line) {
  Finding finding;
  finding.place.path = path;
  finding.place.begin.line = finding.place.end.line = line;
  finding.place.history.emplace();
  finding.place.history->blob = object;
  return finding;
}

TEST_F(SourceGitTest, WhatIsStagedAndWhichOfItsLinesAreNew) {
  make_repository();
  scene_.write("repo/a", "1\n2\n3\n4\n5\n");
  scene_.sh("git commit -qam 3", "repo");
  scene_.write("repo/a", "1\nnew\n2\n3\nchanged\n5\n");
  scene_.write("repo/added", "x\n");
  scene_.write("repo/odd\nname", "y\n");
  std::filesystem::create_symlink("a", scene_.path("repo/link"));
  scene_.sh("git add -A . && git rm -q c/d", "repo");
  scene_.write("repo/a", "not staged\n");

  StagedSource staged(scene_.path("repo"));
  const auto seen = scene_.look([&](Tally& tally) { return staged.read(tally); }, scene_.options());
  EXPECT_EQ(seen->paths(), (Paths{"a", "added", "odd\nname"}));
  EXPECT_EQ(seen->text.at("a"), "1\nnew\n2\n3\nchanged\n5\n");
  std::vector<Finding> findings;
  for (std::uint64_t line = 1; line <= 6; ++line) findings.push_back(at_line("a", seen->object.at("a"), line));
  findings.push_back(at_line("added", seen->object.at("added"), 1));
  ASSERT_TRUE(staged.keep_added(findings, scene_.options()));
  std::vector<std::uint64_t> lines;
  for (const auto& finding : findings) lines.push_back(finding.place.begin.line);
  EXPECT_EQ(lines, (std::vector<std::uint64_t>{2, 5, 1}));
}

TEST_F(SourceGitTest, WhatGitTakesForBinaryIsNewAsAWhole) {
  make_repository();
  scene_.write("repo/.gitattributes", "*.env -diff\n");
  scene_.write("repo/x.env", "1\n");
  scene_.sh("git add . && git commit -qm 3", "repo");
  scene_.write("repo/x.env", "1\nJWT_SECRET=hidden\n");
  scene_.sh("git add .", "repo");
  StagedSource staged(scene_.path("repo"));
  const auto seen = scene_.look([&](Tally& tally) { return staged.read(tally); }, scene_.options());
  std::vector<Finding> findings{at_line("x.env", seen->object.at("x.env"), 2)};
  ASSERT_TRUE(staged.keep_added(findings, scene_.options()));
  EXPECT_EQ(findings.size(), 1U);
}

TEST_F(SourceGitTest, NothingIsStagedOutsideOfARepository) {
  scene_.write("plain/a", "x\n");
  StagedSource staged(scene_.path("plain"));
  const auto options = scene_.options();
  const SourceEvents events;
  Tally tally(options, events);
  const auto read = staged.read(tally);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, base::Reason::bad_value);
  EXPECT_TRUE(read.error().what.contains("in no git repository")) << read.error().what;
}

TEST_F(SourceGitTest, TheFirstCommitIsStagedToo) {
  scene_.sh("git init -q repo");
  scene_.write("repo/a", "x\n");
  scene_.sh("git add .", "repo");
  StagedSource staged(scene_.path("repo"));
  EXPECT_EQ(scene_.look([&](Tally& tally) { return staged.read(tally); }, scene_.options())->paths(), Paths{"a"});
}

}  // namespace
}  // namespace jwtkeep::scan
