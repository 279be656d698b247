// The places where a master key may be, each with the keys `jwtkeep` and `other`.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "jwtkeep/kms/open_wrapper.hpp"
#include "soft_hsm.hpp"
#include "tests/unit/destination/aws_emulator.hpp"
#include "tests/unit/destination/openbao.hpp"
#include "tests/unit/destination/surroundings_with.hpp"

namespace jwtkeep::kms {

struct Place {
  std::string why_not;
  std::function<std::string(const std::string& key)> address;
  std::function<std::shared_ptr<store::KeyWrapper>(const std::string& address)> open;
  std::function<std::vector<std::string>()> secrets;
  std::string other_key_says = "wrong_master_key";  ///< of what `jwtkeep` has wrapped
};

const Place& place_of(const std::string& kind);

/// Opens, or fails the test.
std::shared_ptr<store::KeyWrapper> must_open(const std::string& address, destination::Pairs variables);

/// OpenBao with the transit engine, its keys made; `options` stand behind the server's.
std::string bao_address(const std::string& key, const std::string& options = "");
/// The variables with which the AWS emulator is asked.
destination::Pairs aws_variables(const destination::AwsKeys& keys);
/// A user who may do everything with KMS but `denied` (empty: everything).
destination::AwsKeys kms_user(destination::AwsEmulator& aws, const std::string& denied);
/// A new key, with the alias `alias/NAME` where a name is given; its id.
std::string make_kms_key(destination::AwsEmulator& aws, const std::string& alias = "");
std::string kms_address(const destination::AwsEmulator& aws, const std::string& key);

}  // namespace jwtkeep::kms
