// `aws-sm://region/name`: a keyring in AWS Secrets Manager.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "jwtkeep/destination/aws/aws_server.hpp"
#include "jwtkeep/destination/aws/secret_answers.hpp"
#include "jwtkeep/destination/place.hpp"

namespace jwtkeep::destination {

/// One secret, whose AWSCURRENT version is the whole ring as one JSON object.
///
/// It is written as AWS's own rotation writes: a new version under AWSPENDING whose id is the content's digest, read
/// back and compared, then AWSCURRENT is moved to it, away from the version that was seen; AWSPREVIOUS follows by
/// itself. Whatever step a writer dies after, the same call goes on from there. Stages are always named, never left to
/// a server's defaults.
class AwsPlace final : public Place {
 public:
  AwsPlace(std::shared_ptr<AwsServer> server, std::string name) : server_(std::move(server)), name_(std::move(name)) {}

  /// `server` is what an opener keeps under `AwsServer::key_of(address)`; it is opened where there is none yet.
  static base::Result<std::unique_ptr<Place>> open(const Address& address, const Surroundings& surroundings,
                                                   Paces& paces, std::shared_ptr<Server>& server);

  [[nodiscard]] base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                       std::string_view prefix) const override;
  base::Result<std::optional<Standing>> read() override;
  base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                           const std::optional<Standing>& over) override;
  /// Takes all stages from the other versions: AWS then counts them as deprecated, gives them to nobody by a stage, and
  /// deletes them in time.
  base::Result<void> forget_older() override;
  std::vector<std::string> take_notes() override { return std::exchange(notes_, {}); }

 private:
  struct Seen {
    SecretState state;
    std::optional<SecretValue> value;  ///< of AWSCURRENT
  };

  base::Result<AwsAnswer> call(std::string_view operation, base::Json parameters);
  base::Result<std::optional<SecretState>> describe();
  base::Result<std::optional<SecretValue>> value_of(std::string_view by, const std::string& which);
  base::Result<std::optional<Seen>> look();

  base::Result<bool> create(const base::SecretBytes& text, const Marks& marks);
  base::Result<void> restore();
  base::Result<void> replace(const base::SecretBytes& text, const Marks& marks, const Seen& seen);
  base::Result<void> put_pending(const base::SecretBytes& text, const std::string& version);
  base::Result<void> make_current(const std::string& version, const Seen& seen);
  base::Result<void> finish(const std::string& version, const Marks& marks, const SecretState& state);
  base::Result<void> tag(const Marks& marks, const SecretState& state);
  base::Result<bool> take_stage(const std::string& stage, const std::string& version);

  std::shared_ptr<AwsServer> server_;
  std::string name_;
  std::vector<std::string> notes_;
};

}  // namespace jwtkeep::destination
