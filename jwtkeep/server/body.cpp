#include "jwtkeep/server/body.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jwtkeep::server {

using base::fail;
using base::Reason;

std::string_view media_type(const web::Incoming& incoming) {
  auto type = incoming.only_field("content-type").value_or("");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type;
}

base::Result<base::Json> json_body(const web::Incoming& incoming, std::span<const std::string_view> members,
                                   std::vector<std::string_view> secret_names) {
  if (incoming.body_size() == 0) return base::Json::object();
  auto json = incoming.reveal_body([&](base::ByteView body) {
    return base::parse_json(base::as_text(body),
                            {.size_bytes = kMostBodyBytes, .secret_names = std::move(secret_names)});
  });
  if (!json) {
    const bool token_alone = std::ranges::find(members, "token") != members.end();
    return fail(json.error().reason, "the body: " + json.error().what,
                token_alone
                    ? "send {\"token\": \"...\"}; to verify, the token alone is taken as Content-Type: application/jwt"
                    : "send a JSON object: {\"name\": value}");
  }
  if (!json->is_object()) return fail(Reason::malformed, "the body is no JSON object", "send {...}");
  for (const auto& [name, value] : *json->members()) {
    if (std::ranges::find(members, name) != members.end()) continue;
    return fail(Reason::bad_value, "the body has a member that means nothing here: " + base::quote_json(name),
                fmt::format("it may have: {}", fmt::join(members, ", ")));
  }
  return *std::move(json);
}

base::Result<std::string> text_member(const base::Json& json, std::string_view name) {
  const auto* found = json.find(name);
  if (found == nullptr) return std::string{};
  if (found->string() != nullptr && !found->string()->empty()) return *found->string();
  return fail(Reason::bad_value,
              fmt::format("\"{}\" {}", name, found->string() == nullptr ? "has to be a text" : "is empty"),
              "leave it out or give it a value");
}

base::Result<std::string> needed_text(const base::Json& json, std::string_view name) {
  JWTKEEP_TRY(auto text, text_member(json, name));
  if (text.empty()) {
    return fail(Reason::bad_value, fmt::format("there is no \"{}\"", name),
                fmt::format("send {{\"{}\": \"...\"}}", name));
  }
  return text;
}

base::Result<bool> flag_member(const base::Json& json, std::string_view name) {
  const auto* found = json.find(name);
  if (found == nullptr) return false;
  if (found->boolean() != nullptr) return *found->boolean();
  return fail(Reason::bad_value, fmt::format("\"{}\" has to be true or false", name), "write it without quotes");
}

base::Result<std::string> token_member(const web::Incoming& incoming) {
  JWTKEEP_TRY(const auto json, json_body(incoming, {"token"}));
  return needed_text(json, "token");
}

}  // namespace jwtkeep::server
