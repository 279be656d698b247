// One endpoint of a service of AWS with its credentials.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/aws/credential_source.hpp"
#include "jwtkeep/destination/aws/refusal.hpp"
#include "jwtkeep/destination/opener.hpp"

namespace jwtkeep::destination {

/// What came of a call: a body, or a refusal that the caller may know what to do with.
struct AwsAnswer {
  base::SecretBytes body = {};
  std::optional<Refusal> refusal = {};
  Asked asked = {};

  [[nodiscard]] bool is(RefusalKind kind) const { return refusal && refusal->kind == kind; }
};

class AwsServer final : public Server {
 public:
  /// Asks nobody. Errors: those of `service_url` and `find_credentials`; `not_found` (the CA file).
  static base::Result<std::shared_ptr<AwsServer>> open(const AwsService& service, const Address& address,
                                                       const Surroundings& surroundings, Paces& paces);

  /// What tells one server from another.
  static std::string key_of(const Address& address);

  /// Signs and sends; again where AWS asks for patience or the service fails, and once with new credentials where those
  /// at hand have ended. Every operation that is used here can be repeated: the versions' tokens see to it.
  /// Errors: all refusals but `not_found`, `already_exists`, `bad_request` and `bad_parameter`; no answer.
  base::Result<AwsAnswer> call(std::string_view operation, const std::string& name, const base::Json& parameters);

  /// A refusal of `call`, as an error.
  [[nodiscard]] base::Error error_of(const AwsAnswer& answer) const;

 private:
  AwsServer(const AwsService& service, http::Url url, std::string region, Exchange exchange,
            CredentialSource credentials)
      : service_(service),
        url_(std::move(url)),
        region_(std::move(region)),
        exchange_(std::move(exchange)),
        credentials_(std::move(credentials)) {}
  base::Result<http::Response> send(std::string_view operation, const base::Json& parameters);

  const AwsService& service_;
  http::Url url_;
  std::string region_;
  Exchange exchange_;
  CredentialSource credentials_;
};

}  // namespace jwtkeep::destination
