// What `serve` is told, by whatever hand.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/pushing.hpp"

namespace jwtkeep::cli {

/// An OpenID provider: `[[oidc]]`, or the options `--oidc-...`.
struct ProviderWish {
  std::string name = "sso";
  std::string issuer;
  std::string client_id;
  std::string client_secret_file;
  std::vector<std::string> scopes;
  std::string ca_file;

  friend bool operator==(const ProviderWish&, const ProviderWish&) = default;
};

/// Somebody who is told of what happens: `[[webhook]]`, or the options `--webhook-...`.
struct WebhookWish {
  std::string name;
  std::string url;
  std::vector<std::string> keyrings;
  std::string secret_file;
  std::string ca_file;

  friend bool operator==(const WebhookWish&, const WebhookWish&) = default;
};

struct ServeOptions {
  std::string config;
  std::vector<std::string> listen;
  std::string certificate;
  std::string key;
  std::string client_ca;
  bool client_must = false;
  bool self_signed = false;
  std::string public_url;
  std::string default_keyring;
  std::size_t threads = 0;
  std::string drain;
  bool no_rotate = false;
  bool check = false;
  ProviderWish provider;                ///< by options
  std::vector<ProviderWish> providers;  ///< by tables
  WebhookWish webhook;                  ///< by options
  std::vector<WebhookWish> webhooks;    ///< by tables
  PushingOptions pushing;
};

}  // namespace jwtkeep::cli
