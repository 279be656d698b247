#include "jwtkeep/webhook/hook.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/label.hpp"
#include "jwtkeep/http/this_machine.hpp"

namespace jwtkeep::webhook {
namespace {

using base::fail;
using base::Reason;

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kLeastKeyBytes = 24;
constexpr std::size_t kMostKeyBytes = 64;

}  // namespace

base::Result<void> check_hook(const Hook& hook) {
  if (!base::is_label(hook.name)) {
    return fail(Reason::bad_value, "a webhook's name has 1 to 32 characters of a-z, 0-9 and -", "call it e.g. pager");
  }
  if (hook.url.is_https() || http::is_this_machine(hook.url)) return {};
  return fail(Reason::bad_value, "the webhook " + hook.name + " is not https://",
              "what happens to keyrings is told to nobody on the way");
}

base::Result<base::SecretBytes> read_key(const base::SecretBytes& text) {
  auto key = text.reveal([](base::ByteView bytes) -> std::optional<base::SecretBytes> {
    if (!base::as_text(bytes).starts_with(kPrefix)) return std::nullopt;
    return base::base64_decode_secret(bytes.subspan(kPrefix.size()));
  });
  if (key && key->size() >= kLeastKeyBytes && key->size() <= kMostKeyBytes) return *std::move(key);
  return fail(Reason::bad_value, "a webhook's secret is whsec_ and 24 to 64 bytes in base64",
              "make one with: echo whsec_$(openssl rand -base64 32)");
}

bool is_told(const Hook& hook, const store::TrailEvent& event) {
  const auto& action = event.action;
  const bool step = action.starts_with("key.") || action == "sync.fail" || action == "sync.overwrite";
  if (!step || !event.keyring) return false;
  return hook.keyrings.empty() || std::ranges::any_of(hook.keyrings, [&](const access::Pattern& pattern) {
           return pattern.has(event.keyring->text());
         });
}

}  // namespace jwtkeep::webhook
