// What AWS answers when it does not do what it was asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/aws/credentials.hpp"
#include "jwtkeep/destination/aws/service.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

/// What a refusal means for the caller.
enum class RefusalKind : std::uint8_t {
  denied,           ///< the credentials are good and may not do this
  bad_credentials,  ///< unknown, wrong or incomplete ones
  old_credentials,  ///< temporary ones that have ended
  wrong_time,       ///< this machine's clock and AWS's differ
  throttled,        ///< come again later
  not_found,        ///< no such secret, no such version, no such key
  already_exists,   ///< the name or the token is taken
  bad_request,      ///< not in the secret's or key's present state: it is scheduled for deletion, for instance
  bad_parameter,    ///< a stage or version that is not (any more) as the call says; a ciphertext that the key did not
                    ///< make
  broken,           ///< the service failed
  other,            ///< it refuses, for a reason of its own
  not_understood,   ///< no error of AWS's: a proxy's page, garbage
};

struct Refusal {
  RefusalKind kind = RefusalKind::not_understood;
  std::string type = {};    ///< AWS's word, such as `ResourceNotFoundException`; letters and digits alone
  std::string action = {};  ///< that is denied, where the answer names it, such as `kms:Decrypt`
  int status = 0;
  std::optional<std::string> date = {};  ///< the answer's Date
};

/// Reads an answer that is no success. The `__type` of JSON decides, or the `Code` of XML (as STS and IAM have it); the
/// status alone decides only where there is neither. Of the message nothing is kept but the action's name: it may quote
/// what was sent, a session token in AWS's own `SignatureDoesNotMatch` for one.
Refusal read_refusal(const http::Response& response);

/// What was asked, for messages.
struct Asked {
  std::string_view operation;  ///< `PutSecretValue`
  std::string_view name;       ///< the secret's
  std::string server;          ///< the endpoint's origin
  const AwsService* service = &kSecretsManager;
};

/// The refusal as an error. `now` tells, with the answer's Date, how far the clocks are apart.
base::Error explain(const Refusal& refusal, const Asked& asked, const AwsCredentials& credentials, base::Instant now);

}  // namespace jwtkeep::destination
