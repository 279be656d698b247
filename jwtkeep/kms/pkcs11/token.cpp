#include "jwtkeep/kms/pkcs11/token.hpp"

#include <fmt/format.h>

namespace jwtkeep::kms {
namespace {

using base::fail;
using base::Reason;
using base::Result;

std::string list(const std::vector<const TokenInfo*>& tokens) {
  std::string all;
  for (const auto* token : tokens) {
    all += fmt::format("{}\"{}\" (serial {})", all.empty() ? "" : ", ", token->label, token->serial);
  }
  return all;
}

}  // namespace

std::string unpadded(const unsigned char* field, std::size_t size) {
  while (size > 0 && (field[size - 1] == ' ' || field[size - 1] == '\0')) --size;
  std::string text(reinterpret_cast<const char*>(field), size);  // NOLINT: the field is text
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return text;
}

TokenInfo TokenInfo::of(CK_SLOT_ID slot, const CK_TOKEN_INFO& info) {
  return {.slot = slot,
          .label = unpadded(info.label, sizeof info.label),
          .manufacturer = unpadded(info.manufacturerID, sizeof info.manufacturerID),
          .model = unpadded(info.model, sizeof info.model),
          .serial = unpadded(info.serialNumber, sizeof info.serialNumber),
          .flags = info.flags};
}

bool matches(const Pkcs11Uri& uri, const TokenInfo& token) {
  const auto same = [](const std::string& asked, const std::string& is) { return asked.empty() || asked == is; };
  return same(uri.token, token.label) && same(uri.manufacturer, token.manufacturer) && same(uri.model, token.model) &&
         same(uri.serial, token.serial) && (!uri.slot_id || *uri.slot_id == token.slot);
}

Result<TokenInfo> choose_token(const Pkcs11Uri& uri, const std::vector<TokenInfo>& tokens) {
  std::vector<const TokenInfo*> all;
  std::vector<const TokenInfo*> meant;
  for (const auto& token : tokens) {
    // A slot for a token to come shows one without a name.
    if ((token.flags & CKF_TOKEN_INITIALIZED) == 0) continue;
    all.push_back(&token);
    if (matches(uri, token)) meant.push_back(&token);
  }
  if (meant.size() == 1) return *meant.front();
  if (meant.empty()) {
    return fail(Reason::io_failed, "no token that is present is the one that the address means",
                all.empty() ? "plug it in, or look at the module's configuration: it shows no token at all"
                            : "there is " + list(all));
  }
  return fail(Reason::bad_value, "the address means several tokens: " + list(meant),
              "say which: add serial=NUMBER to the address");
}

Result<void> may_log_in(const TokenInfo& token) {
  const auto name = fmt::format("the token \"{}\"", token.label);
  if ((token.flags & CKF_USER_PIN_LOCKED) != 0) {
    return fail(Reason::permission, name + " has locked its PIN after wrong ones",
                "unlock it with the vendor's tool and the security officer's PIN; open the store by another way until "
                "then");
  }
  if ((token.flags & CKF_USER_PIN_FINAL_TRY) != 0) {
    return fail(
        Reason::permission, name + " says that one more wrong PIN locks it, so none was tried",
        "log in once with the vendor's tool and the right PIN (pkcs11-tool --login --test): that starts the count "
        "anew");
  }
  if ((token.flags & CKF_TOKEN_INITIALIZED) == 0 || (token.flags & CKF_USER_PIN_INITIALIZED) == 0) {
    return fail(Reason::permission, name + " has no user PIN yet", "set one with the vendor's tool");
  }
  if ((token.flags & CKF_USER_PIN_TO_BE_CHANGED) != 0) {
    return fail(Reason::permission, name + " asks for another PIN than the one it came with",
                "change it with the vendor's tool");
  }
  return {};
}

base::Error login_refused(const TokenInfo& token, CK_RV value, CK_FLAGS flags) {
  const auto name = fmt::format("the token \"{}\"", token.label);
  switch (value) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE: {
      std::string hint = "look at JWTKEEP_PIN, or at the file that pin-source names; it was tried once and no more";
      if ((flags & CKF_USER_PIN_LOCKED) != 0) {
        hint = "that was the last try: it is locked now; unlock it with the vendor's tool";
      } else if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) {
        hint += "; one more wrong PIN locks the token";
      } else if ((flags & CKF_USER_PIN_COUNT_LOW) != 0) {
        hint += "; the token counts wrong PINs, and locks after some";
      }
      return {Reason::permission, name + " does not take the PIN (" + name_of(value) + ")", hint};
    }
    case CKR_PIN_LOCKED: return {Reason::permission, name + " has locked its PIN", "unlock it with the vendor's tool"};
    case CKR_PIN_EXPIRED:
      return {Reason::permission, "the PIN of " + name + " has expired", "change it with the vendor's tool"};
    default:
      return {Reason::io_failed, name + " refuses the login (" + name_of(value) + ")", "look at the module's own log"};
  }
}

}  // namespace jwtkeep::kms
