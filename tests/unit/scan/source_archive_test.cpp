// Archives as other programs write them (tar, gzip, Python), whole and damaged.
#include <fstream>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/scan/source/git/history_source.hpp"
#include "jwtkeep/scan/source/standard_input.hpp"
#include "tests/unit/scan/scene.hpp"

namespace jwtkeep::scan {
namespace {

using Paths = std::vector<std::string>;

class SourceArchiveTest : public testing::Test {
 protected:
  SourceArchiveTest() {
    scene_.write("in/app.properties", "jwt.secret=x");
    scene_.write("in/sub/a.js", "a");
  }
  /// Only what `archive` holds.
  std::unique_ptr<Told> look(const std::string& archive) {
    return scene_.look([&](Tally& tally) { return read_tree({scene_.path(archive)}, tally); }, scene_.options());
  }
  [[nodiscard]] std::string shown(const std::string& below) const { return scene_.path(below); }
  void python(const std::string& program, const std::string& folder = {}) const {
    scene_.write(".program.py", program);
    scene_.sh("python3 '" + scene_.path(".program.py") + "'", folder);
  }

  Scene scene_;
};

TEST_F(SourceArchiveTest, EachFormByItsMagicWhateverItsName) {
  scene_.sh("tar cf ../a.tar . && tar czf ../b.tgz . && tar cJf ../c.tar.xz . && tar cjf ../d.dat .", "in");
  python(
      "import zipfile\n"
      "for name, how in (('e.jar', zipfile.ZIP_DEFLATED), ('f.unknown', zipfile.ZIP_STORED)):\n"
      "  with zipfile.ZipFile(name, 'w', how) as z:\n"
      "    z.write('in/app.properties', 'app.properties'); z.write('in/sub/a.js', 'sub/a.js')\n");
  for (const std::string name : {"a.tar", "b.tgz", "c.tar.xz", "d.dat", "e.jar", "f.unknown"}) {
    const auto seen = look(name);
    EXPECT_EQ(seen->paths(), (Paths{shown(name) + "!app.properties", shown(name) + "!sub/a.js"})) << name;
    EXPECT_EQ(seen->text[shown(name) + "!app.properties"], "jwt.secret=x") << name;
    EXPECT_TRUE(seen->skipped.empty()) << name;
  }
  auto options = scene_.options();
  options.archives = false;
  const auto closed = scene_.look([&](Tally& tally) { return read_tree({scene_.path("e.jar")}, tally); }, options);
  EXPECT_EQ(closed->paths(), Paths{shown("e.jar")});
  EXPECT_TRUE(closed->text[shown("e.jar")].starts_with("PK"));
}

TEST_F(SourceArchiveTest, OneCompressedFile) {
  scene_.sh("gzip -k in/app.properties && bzip2 -k in/app.properties && xz -k in/app.properties");
  EXPECT_EQ(look("in/app.properties.gz")->text,
            (std::map<std::string, std::string>{{shown("in/app.properties.gz!app.properties"), "jwt.secret=x"}}));
  // Nothing else is as slow to unpack.
  EXPECT_EQ(look("in/app.properties.bz2")->skipped_as(Skip::compressed), Paths{shown("in/app.properties.bz2")});
  EXPECT_EQ(look("in/app.properties.xz")->skipped_as(Skip::compressed), Paths{shown("in/app.properties.xz")});
}

TEST_F(SourceArchiveTest, ByStandardInputAndOutOfAHistory) {
  scene_.sh(
      "mkdir repo && cd in && tar czf ../repo/b.tgz . && cd ../repo && git init -q . && git add . && git commit -qm 1");
  const base::FileHandle file(::open(scene_.path("repo/b.tgz").c_str(), O_RDONLY | O_CLOEXEC));
  const auto piped = scene_.look([&](Tally& tally) { return read_stream(file.get(), "-", tally); }, scene_.options());
  EXPECT_EQ(piped->paths(), (Paths{"-!app.properties", "-!sub/a.js"}));
  HistorySource source({.folder = scene_.path("repo")});
  const auto seen = scene_.look([&](Tally& tally) { return source.read(tally); }, scene_.options());
  EXPECT_EQ(seen->paths(), (Paths{"b.tgz!app.properties", "b.tgz!sub/a.js"}));
  EXPECT_EQ(seen->object["b.tgz!sub/a.js"].size(), 40U);
}

TEST_F(SourceArchiveTest, ImagesOfContainers) {
  // `docker save`: layers are tars within; an OCI layout: blobs by their digest, gzipped.
  scene_.sh(
      "mkdir -p docker/0123 oci/blobs/sha256 && tar cf docker/0123/layer.tar -C in . && echo '[]' > "
      "docker/manifest.json && "
      "tar czf oci/blobs/sha256/abcdef -C in . && echo '{}' > oci/index.json && "
      "tar cf docker.tar -C docker . && tar cf oci.tar -C oci .");
  EXPECT_EQ(look("docker.tar")->paths(),
            (Paths{shown("docker.tar!0123/layer.tar!app.properties"), shown("docker.tar!0123/layer.tar!sub/a.js"),
                   shown("docker.tar!manifest.json")}));
  EXPECT_EQ(look("oci.tar")->paths(),
            (Paths{shown("oci.tar!blobs/sha256/abcdef!app.properties"), shown("oci.tar!blobs/sha256/abcdef!sub/a.js"),
                   shown("oci.tar!index.json")}));
}

TEST_F(SourceArchiveTest, ArchivesWithinArchivesHaveAnEnd) {
  scene_.sh(
      "mkdir nest && cp in/app.properties nest/a0 && cd nest && for i in 1 2 3 4 5 6 7 8 9 10; do "
      "tar cf a$i a$((i-1)); done");
  EXPECT_EQ(look("nest/a4")->paths(), Paths{shown("nest/a4!a3!a2!a1!a0")});
  const auto deep = look("nest/a10");
  EXPECT_EQ(deep->counts.blobs, 0U);
  EXPECT_EQ(deep->count(Skip::archive_too_large), 1U);
}

TEST_F(SourceArchiveTest, LongEntriesComeInPieces) {
  python(
      "import zipfile\n"
      "text = b''.join(b'line %d\\n' % i for i in range(900000))\n"
      "with zipfile.ZipFile('long.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as z:\n"
      "  z.writestr('long.txt', text); z.writestr('short.txt', 'x')\n");
  const auto seen = look("long.zip");
  std::string text;
  for (int line = 0; line < 900000; ++line) text += "line " + std::to_string(line) + "\n";
  EXPECT_TRUE(seen->text[shown("long.zip!long.txt")] == text);
  EXPECT_EQ(seen->text[shown("long.zip!short.txt")], "x");
  EXPECT_GT(seen->pieces.size(), 2U);
}

TEST_F(SourceArchiveTest, BombsAreCutOff) {
  python(
      "import zipfile, gzip\n"
      "zeros = bytes(1 << 20)\n"
      "with zipfile.ZipFile('bomb.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as z:\n"
      "  z.writestr('first.txt', 'x')\n"
      "  with z.open('zeros', 'w') as f:\n"
      "    for _ in range(80): f.write(zeros)\n"
      "with gzip.open('bomb.gz', 'wb', 1) as f:\n"
      "  for _ in range(80): f.write(zeros)\n");
  for (const std::string name : {"bomb.zip", "bomb.gz"}) {
    const auto seen = look(name);
    EXPECT_EQ(seen->count(Skip::archive_too_large), 1U) << name;
    EXPECT_LT(seen->counts.bytes, std::uint64_t{80} << 20) << name;
  }
  // What stands before is scanned; a list of holes without an end is no header.
  EXPECT_EQ(look("bomb.zip")->text[shown("bomb.zip!first.txt")], "x");
  python(
      "import tarfile, io, gzip\n"
      "info = tarfile.TarInfo('x'); info.pax_headers = {'GNU.sparse.map': ','.join('1,1' for _ in range(2_000_000))}\n"
      "with gzip.open('header.tgz', 'wb', 1) as f:\n"
      "  f.write(info.tobuf(tarfile.PAX_FORMAT)); f.write(bytes(1024))\n");
  const auto header = look("header.tgz");
  EXPECT_EQ(header->count(Skip::archive_too_large) + header->count(Skip::archive_damaged), 1U);
}

TEST_F(SourceArchiveTest, DamagedOnesAreCountedAndReadUpToThere) {
  scene_.sh("tar czf ../whole.tgz . && tar cf ../whole.tar .", "in");
  python(
      "import zipfile, random\n"
      "noise = random.Random(1).randbytes(200000)\n"
      "with zipfile.ZipFile('whole.zip', 'w', zipfile.ZIP_DEFLATED) as z:\n"
      "  z.writestr('a', 'first'); z.writestr('noise', noise)\n");
  for (const std::string name : {"whole.tgz", "whole.tar", "whole.zip"}) {
    const auto size = std::filesystem::file_size(scene_.path(name));
    std::filesystem::resize_file(scene_.path(name), name == "whole.tar" ? 1536 + 700 : size / 2);
    EXPECT_EQ(look(name)->count(Skip::archive_damaged), 1U) << name;
  }
  // Only its first bytes are those of an archive.
  scene_.write("fake.zip", std::string("PK\x03\x04", 4) + "is what this text begins with");
  scene_.write("fake.gz", std::string("\x1f\x8b\x08", 3) + "\xff is what this text begins with");
  scene_.write("fake.tar", std::string(257, 'x') + "ustar  " + std::string(300, 'y'));
  for (const std::string name : {"fake.zip", "fake.gz", "fake.tar"}) {
    const auto seen = look(name);
    EXPECT_EQ(seen->count(Skip::archive_damaged) + seen->counts.blobs, 1U) << name;
  }
}

TEST_F(SourceArchiveTest, EncryptedEntriesAreCounted) {
  // A stored entry with the bit that says so (APPNOTE 4.4.4), as `zip -e` writes it.
  python(
      "import zipfile\n"
      "with zipfile.ZipFile('e.zip', 'w') as z: z.writestr('secret.txt', 'x' * 40); z.writestr('open.txt', 'x')\n"
      "data = bytearray(open('e.zip', 'rb').read())\n"
      "data[6] |= 1; data[data.index(b'PK\\x01\\x02') + 8] |= 1\n"
      "open('e.zip', 'wb').write(data)\n");
  const auto seen = look("e.zip");
  EXPECT_EQ(seen->skipped_as(Skip::archive_encrypted), Paths{shown("e.zip!secret.txt")});
  EXPECT_EQ(seen->paths(), Paths{shown("e.zip!open.txt")});
}

TEST_F(SourceArchiveTest, EntriesThatAreNoFilesAreNone) {
  scene_.sh("ln -s /etc/passwd link && ln app.properties hard && mkfifo fifo && tar cf ../odd.tar . ", "in");
  EXPECT_EQ(look("odd.tar")->counts.blobs, 2U);
}

}  // namespace
}  // namespace jwtkeep::scan
