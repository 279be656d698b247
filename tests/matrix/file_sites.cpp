#include <sys/stat.h>

#include <fstream>
#include <map>
#include <mutex>

#include "tests/matrix/site.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"

namespace jwtkeep::matrix {
namespace {

namespace fs = std::filesystem;

const std::string kGarbage("\0\xff\xfe='\n\"", 7);

/// Each place is a file in a folder of its own.
class FileSite : public Site {
 public:
  [[nodiscard]] destination::Address address(const std::string& name, const std::string&) const override {
    return {.kind = kind(), .scope = {}, .name = file(name).string(), .options = {}};
  }

  void prepare(const std::string& name) override { fs::create_directories(file(name).parent_path()); }

  void befall(const std::string& name, Fault fault) override {
    const auto path = file(name);
    const auto folder = path.parent_path();
    switch (fault) {
      case Fault::refuses: fs::rename(folder, aside(name)); return;
      case Fault::times_out:
        put_aside(name);
        ::mkfifo(path.c_str(), 0600);
        return;
      case Fault::denies:
        put_aside(name);
        fs::create_directory(path);
        return;
      case Fault::errs:
        put_aside(name);
        fs::create_symlink(path, path);
        return;
      case Fault::garbage:
        put_aside(name);
        write(path, kGarbage);
        return;
      case Fault::untrusted:
        if (fs::exists(path)) fs::permissions(path, fs::perms(0644));
        return;
      case Fault::another_hand: write(path, foreign(name)); return;
      case Fault::lost_newest: fs::remove(path); return;
      case Fault::dies: return;  // a file does not: that the keeper dies is tests/e2e/keeper_killed_test.py
    }
  }

  void mend(const std::string& name) override {
    const auto path = file(name);
    if (fs::exists(aside(name))) {
      fs::rename(aside(name), path.parent_path());
      return;
    }
    const auto was = path.string() + ".aside";
    const bool stands = fs::symlink_status(path).type() == fs::file_type::regular;
    if (stands && content(path) != kGarbage) {
      fs::remove(was);  // the keeper has put its own in the place of what lay there
      return;
    }
    fs::remove(path);
    if (fs::exists(was)) fs::rename(was, path);
  }

 protected:
  [[nodiscard]] virtual destination::PlaceKind kind() const = 0;
  [[nodiscard]] virtual std::string leaf() const = 0;
  [[nodiscard]] virtual std::string foreign(const std::string& name) const = 0;
  [[nodiscard]] fs::path file(const std::string& name) const {
    return servers::scratch_folder("matrix") / (name + "-" + this->name()) / leaf();
  }

 private:
  [[nodiscard]] fs::path aside(const std::string& name) const { return file(name).parent_path().string() + ".aside"; }
  void put_aside(const std::string& name) {
    const auto path = file(name);
    if (fs::exists(path)) fs::rename(path, path.string() + ".aside");
  }
  static std::string content(const fs::path& path) { return servers::content_of(path); }
  static void write(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::trunc) << text; }
};

class DotenvSite final : public FileSite {
 public:
  [[nodiscard]] std::string name() const override { return "dotenv"; }

 protected:
  [[nodiscard]] destination::PlaceKind kind() const override { return destination::PlaceKind::dotenv; }
  [[nodiscard]] std::string leaf() const override { return ".env"; }
  [[nodiscard]] std::string foreign(const std::string&) const override { return "JWT_SECRET=supersecret\n"; }
};

class JwksSite final : public FileSite {
 public:
  [[nodiscard]] std::string name() const override { return "jwks"; }
  [[nodiscard]] bool is_public() const override { return true; }

 protected:
  [[nodiscard]] destination::PlaceKind kind() const override { return destination::PlaceKind::jwks; }
  [[nodiscard]] std::string leaf() const override { return "jwks.json"; }
  [[nodiscard]] std::string foreign(const std::string&) const override { return R"({"keys":[]})"; }
};

class ManifestSite final : public FileSite {
 public:
  [[nodiscard]] std::string name() const override { return "manifest"; }
  [[nodiscard]] destination::Address address(const std::string& name, const std::string&) const override {
    return {.kind = destination::PlaceKind::k8s,
            .scope = "orders",
            .name = name,
            .options = {{"manifest", file(name).string()}}};
  }

 protected:
  [[nodiscard]] destination::PlaceKind kind() const override { return destination::PlaceKind::k8s; }
  [[nodiscard]] std::string leaf() const override { return "secret.yaml"; }
  [[nodiscard]] std::string foreign(const std::string& name) const override {
    return "apiVersion: v1\nkind: Secret\nmetadata: {name: " + name +
           ", namespace: orders}\nstringData: {JWT_SECRET: supersecret}\n";
  }
};

}  // namespace

std::unique_ptr<Site> make_manifest_site() { return std::make_unique<ManifestSite>(); }
std::unique_ptr<Site> make_dotenv_site() { return std::make_unique<DotenvSite>(); }
std::unique_ptr<Site> make_jwks_site() { return std::make_unique<JwksSite>(); }

}  // namespace jwtkeep::matrix
