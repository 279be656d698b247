// `aws-kms://REGION/KEY`: a symmetric key of AWS KMS. Internal to this room.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/aws/aws_server.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/store/key_wrapper.hpp"

namespace jwtkeep::kms {

/// KEY is a key's id, its ARN, or `alias/NAME`. The encryption context `jwtkeep-store` = the store's id binds what is
/// wrapped to the store; it stands in CloudTrail, and IAM policies can ask for it. Decrypt names the key as well:
/// without that, KMS takes whatever key made a ciphertext, one of a stranger's account too.
/// https://docs.aws.amazon.com/kms/latest/APIReference/
class AwsKms final : public store::KeyWrapper {
 public:
  static base::Result<std::shared_ptr<store::KeyWrapper>> open(const destination::Address& address,
                                                               const destination::Surroundings& surroundings);
  AwsKms(const destination::Address& address, std::shared_ptr<destination::AwsServer> server)
      : address_(address.text()), key_(address.name), server_(std::move(server)) {}

  [[nodiscard]] const std::string& address() const noexcept override { return address_; }
  base::Result<base::Bytes> wrap(const base::SecretBytes& secret, std::string_view store_id) override;
  base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view store_id) override;

 private:
  [[nodiscard]] std::unexpected<base::Error> refused(const destination::AwsAnswer& answer) const;
  [[nodiscard]] std::unexpected<base::Error> not_mine() const;
  [[nodiscard]] bool is_my_key(std::string_view arn) const;

  std::string address_;
  std::string key_;
  std::shared_ptr<destination::AwsServer> server_;
};

}  // namespace jwtkeep::kms
