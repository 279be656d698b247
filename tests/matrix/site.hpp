// Where places stand in the fault matrix: a server or a folder, and everything that can happen to it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/destination/address.hpp"

namespace jwtkeep::matrix {

/// What befalls a place. All are of issue-tracker fame: each has lost somebody's secrets.
enum class Fault : std::uint8_t {
  refuses,       ///< nobody listens; the folder is gone
  times_out,     ///< the request is taken and never answered; a pipe lies where the file was
  denies,        ///< 403; a directory lies where the file was
  errs,          ///< 500; the path leads in a circle
  dies,          ///< it ends after a write, before it answers
  garbage,       ///< its answers are no text of any kind; nor is the file
  untrusted,     ///< its certificate is a stranger's; anybody may read the file
  another_hand,  ///< somebody else writes there
  lost_newest,   ///< its newest version is gone
};
inline constexpr std::array kFaults{Fault::refuses,   Fault::times_out,    Fault::denies,
                                    Fault::errs,      Fault::dies,         Fault::garbage,
                                    Fault::untrusted, Fault::another_hand, Fault::lost_newest};

std::string_view word(Fault fault) noexcept;
/// Done in a moment, and from then on the place answers.
constexpr bool is_a_moment(Fault fault) noexcept { return fault == Fault::another_hand || fault == Fault::lost_newest; }

/// Any thread may call.
class Site {
 public:
  Site() = default;
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  virtual ~Site() = default;

  [[nodiscard]] virtual std::string name() const = 0;
  /// Public keys alone are kept there.
  [[nodiscard]] virtual bool is_public() const { return false; }
  /// The server, and who vouches for it; empty for files.
  [[nodiscard]] virtual std::string server() const { return ""; }
  [[nodiscard]] virtual std::string ca_file() const { return ""; }
  /// Variables with credentials.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> variables() const { return {}; }
  /// Files with credentials, by path.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> files() const { return {}; }
  /// The place called `name`, asked through another server than the site's own where `through` names one.
  [[nodiscard]] virtual destination::Address address(const std::string& name, const std::string& through) const = 0;
  /// Makes room for a place.
  virtual void prepare(const std::string& name) { static_cast<void>(name); }
  /// How the server says no: status and body.
  [[nodiscard]] virtual std::pair<int, std::string> denial() const { return {403, "{}"}; }

  /// `another_hand` and `lost_newest`; for files everything else, too.
  virtual void befall(const std::string& name, Fault fault) = 0;
  /// For files: ends it.
  virtual void mend(const std::string& name) { static_cast<void>(name); }
};

/// Every site whose server can be had here; `missing` gets a sentence for each of the others.
std::vector<std::unique_ptr<Site>> sites(std::vector<std::string>& missing);

std::unique_ptr<Site> make_vault_site();
std::unique_ptr<Site> make_aws_site();
std::unique_ptr<Site> make_dotenv_site();
std::unique_ptr<Site> make_jwks_site();
std::unique_ptr<Site> make_azure_site();
std::unique_ptr<Site> make_kubernetes_site();
std::unique_ptr<Site> make_manifest_site();

}  // namespace jwtkeep::matrix
