// The words that are looked for in every byte.
#pragma once

#include <array>
#include <string_view>

#include "jwtkeep/scan/trigger.hpp"

namespace jwtkeep::scan {

struct TriggerWord {
  std::string_view text;
  Sign sign;
  bool any_case = true;
  bool begins_word = false;  ///< not amidst one: `assigning`, `AES256`
};

// Rare ones only: each place that one of them stands at costs as much as some thousand bytes without any.
inline constexpr std::array kTriggerWords = std::to_array<TriggerWord>({
    {"secret", Sign::name},
    {"signing", Sign::name, true, true},
    {"sign_key", Sign::name},
    {"sign-key", Sign::name},
    {"signkey", Sign::name},
    {"signature_key", Sign::name},
    {"signaturekey", Sign::name},
    {"private_key", Sign::private_key},
    {"private-key", Sign::private_key},
    {"privatekey", Sign::private_key},
    {"private.key", Sign::private_key},
    {"app_key", Sign::name},
    {"appkey", Sign::name},
    {"auth_key", Sign::name},
    {"auth-key", Sign::name},
    {"authkey", Sign::name},
    {"auth.key", Sign::name},
    {"token_key", Sign::name},
    {"token-key", Sign::name},
    {"tokenkey", Sign::name},
    {"token.key", Sign::name},
    {"token_salt", Sign::name},
    {"hmac_key", Sign::name},
    {"hmackey", Sign::name},
    {"symmetrickey", Sign::name},
    {"symmetricsecuritykey", Sign::name},
    {"symmetric_key", Sign::name},
    {"verification_key", Sign::name},
    {"verifykey", Sign::name},
    {"verify_key", Sign::name},
    {"validationkey", Sign::name},
    {"decryptionkey", Sign::name},
    {"jwt", Sign::library},
    {"jsonwebtoken", Sign::library},
    {"json web token", Sign::library},
    {"json-web-token", Sign::library},
    {"jose", Sign::library},
    {"joken", Sign::library},
    {"guardian", Sign::library},
    {"nimbusds", Sign::library},
    {"livekit", Sign::library},
    {"port_range_start", Sign::library},  // of LiveKit's configuration, which need not say whose it is
    {"app_keys", Sign::name},
    {"strapi", Sign::name},
    {"hs256", Sign::library},
    {"hs384", Sign::library},
    {"hs512", Sign::library},
    {"hmacsha", Sign::library},
    {"rs256", Sign::library, true, true},
    {"es256", Sign::library, true, true},
    // `{"`, `{ "` and `{` with a line break, as base64 encodes them.
    {"eyJ", Sign::token, false},
    {"eyAi", Sign::token, false},
    {"ewog", Sign::token, false},
    {"ewoJ", Sign::token, false},
    {"ew0K", Sign::token, false},
    {"ZXlK", Sign::token, false},  // the base64 of `eyJ`
    {"PRIVATE KEY", Sign::pem, false},
    {"LS0tLS1CRUdJTi", Sign::pem, false},  // the base64 of `-----BEGIN `
    {"kty", Sign::jwk, false},
    // What a SEQUENCE begins with that is as long as a private key, and has a version within it.
    {"MII", Sign::der, false},
    {"MIG", Sign::der, false},
    {"MIH", Sign::der, false},
    {"MHcCAQEE", Sign::der, false},
    {"MEECAQ", Sign::der, false},
    {"MC4CAQ", Sign::der, false},
    {"MEYCAQ", Sign::der, false},
    {"MEcCAQ", Sign::der, false},
    {"MFECAQ", Sign::der, false},
    {"308201", Sign::der},
    {"308202", Sign::der},
    {"308204", Sign::der},
    {"308209", Sign::der},
    {"308187020100", Sign::der},
    {"3081b6020100", Sign::der},
    {"3081ee020100", Sign::der},
    {"3077020101", Sign::der},
    {"302e020100", Sign::der},
    // The same as a list of bytes.
    {"0x30, 0x82, 0x0", Sign::der},
    {"0x30,0x82,0x0", Sign::der},
    {"\\x30\\x82\\x0", Sign::der},
    {"30:82:0", Sign::der},
    {"30 82 0", Sign::der},
    {"0x30, 0x81, ", Sign::der},
    {"0x30,0x81,", Sign::der},
    {"\\x30\\x81\\x", Sign::der},
    {"0x30, 0x77, 0x02", Sign::der},
    {"0x30,0x77,0x02", Sign::der},
    {"\\x30\\x77\\x02", Sign::der},
    {"0x30, 0x2e, 0x02", Sign::der},
    {"0x30,0x2e,0x02", Sign::der},
    {"\\x30\\x2e\\x02", Sign::der},
    {"48, 130, ", Sign::der},
    {"48,130,", Sign::der},
    {"48, -126, ", Sign::der},
    {"48,-126,", Sign::der},
});

}  // namespace jwtkeep::scan
