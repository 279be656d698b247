// Which of AWS's services is asked.
#pragma once

#include <string_view>

namespace jwtkeep::destination {

/// A service that speaks AWS's JSON protocol 1.1.
struct AwsService {
  std::string_view name;      ///< of signatures, IAM's actions and hosts: `secretsmanager`
  std::string_view target;    ///< in front of an operation's name in X-Amz-Target: `secretsmanager`
  std::string_view variable;  ///< that names its endpoint: `AWS_ENDPOINT_URL_SECRETS_MANAGER`
  std::string_view shown;     ///< for messages: `AWS Secrets Manager`
  std::string_view policy;    ///< where the whole IAM policy stands that jwtkeep needs
};

inline constexpr AwsService kSecretsManager{.name = "secretsmanager",
                                            .target = "secretsmanager",
                                            .variable = "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                                            .shown = "AWS Secrets Manager",
                                            .policy = "docs/destinations-aws.md"};
inline constexpr AwsService kKms{.name = "kms",
                                 .target = "TrentService",
                                 .variable = "AWS_ENDPOINT_URL_KMS",
                                 .shown = "AWS KMS",
                                 .policy = "docs/master-keys.md"};

}  // namespace jwtkeep::destination
