// RSA moduli (base64url) made by OpenSSL out of few primes, p, q, r and s, as a machine with few random bits makes
// them.
#pragma once

#include <string>
#include <string_view>

namespace jwtkeep::vectors {

/// p * q, 2048 bits.
inline constexpr std::string_view kFirstModulus =
    "xy6DqlYiDf7mxs2biLatkRf9u8c8V5M-qUJdVcSU5zDSCNa9o8yn2BU9FOAiUWDvq5kj2OrWdHNYP0jRdrTjiCA1orlXDNSJNPYJ"
    "kppqQepBt6_XweQm6H680B0K9tgECbAYxlu76uDT_6GhuhwwuhSKFzWBKCXso2sx94QQT4IqMG7fBiMg0pN30PuV-M6MYFAVpaoV"
    "qOqMNjPBc2xkYlYIbDJwh6GBp6qCW7D2LWnGO9Ux8JcruUCosOBxksBcg0OGg7P0tPK15gwHCMd3MF3mHyhYqLsKdO6rxNvNpIGR"
    "OumhsLLs0UCMu7SYIKCZxvQ70fhKLERTDbI2mvN1Ew";

/// p * r, 2048 bits: shares p with the first.
inline constexpr std::string_view kSecondModulus =
    "x-tUqufW7JV5_O3OVtfhiZgS58NcVWx6RrKciDUF-7myYmsDy0jU59d-zZH-LPcA_Hs6XmIyUQethvRV6QsdbluVNZNKdSgMREPv"
    "aiNdQyG78NSNiPQHQTT_Xb3GSLS9MT6b_E5WngMXN8y9HgAzL8_z7azK0_uk--ntDXpDBuoPMHuaUzVsGkO9VsGp_9Md9V3YHyhC"
    "WR35MCR0_xkf5DRCLqXGwx6YKkyGBI7G4q0RzyFvMyPsNKFkm6i8z3VJLbq5sd5hwBHXvCHVTKWGDi5bRIrT1RtkoKOWjBwG8vbm"
    "a38Tu06LIi-BBRTk3ZfyWGVl4HZUmeap_pY1C1Id4Q";

/// q * s, 3072 bits: shares q with the first, and nothing with the second.
inline constexpr std::string_view kLongerModulus =
    "0Y5fORP8Mh6D7etq8QMPsw2N9WZSPrrvPVgtLsGzDFu0mpYFPaErd3WYgGjnaIZWlhdHF9tUdXA1QUdA-ETwOSK3cYCgxjuDkcVL"
    "fDRLLhXyFSwCloT2ncE450fLS7NuaxajetQBnXMA1rcrcVT-1JdIE0UeCTeQU4zvR8S1CfOC2VPuH9Jpb7CCvp9h9zniyoN5GM_N"
    "waX6LnHdLkeVm7ZMNgfWDYeEmybOLly_vRq9fB1R1JEpVH7g9y1-XfhRPbEnmtfc_lbocgWOny-qP_stWDpjjdhQX9a_L3oFmOWV"
    "YuOgtbVUzVhSuWVDgoUXxhjvQjGWRxds87dshlh1OWmRZ37FGXAs4sHsvtoSetvY9iQgSLr8Ktu3n7HhW5mO6tuIVr8PEGCrCHpM"
    "Jq0gmFAfxvaC8Vt3vZYPgqBSsY90hnnn4SPIRkgjdrG_oW0yjojzY5dRNHEMFGcuHIfwsuhpC8OkyNbxVtF5vt1p_hbuiRApSvsC"
    "5yCwWIujn1c9";

/// 2048 bits, of two primes of its own.
inline constexpr std::string_view kAloneModulus =
    "0gmFebuqefyIknA1rzNYMyrIQ6i-LvEXjw6a8NBy4t6eINahZvrZVv6AzlAvBb_QT39sPmVPYKCkW3W5ZxU_4btDLPkOkh6AVPG6"
    "Wy11uEOiODVutXHvOHBW5tQvdVVsNHnkSZtO5uk1Q-Ioib5U5wYrEs_w_XbhpBlPyiO7oPDcydSM5lmZFik6r_XGrr5etEBLqjJo"
    "5AME81e_6kY22WDyMZ6iT2SkyCRiKfXtZlBtaRVMb4ofYdnA5-XYIJ5mh85rrLTJU8GOcAsezXEf4g9g6u2JKFgqYaXQlXWbDIgn"
    "BRcafCy8kKqkn6uF-n_Jv2X24SKcET0t_2EqVzmw1w";

/// The public JWK of a modulus.
inline std::string rsa_jwk(std::string_view modulus, std::string_view kid) {
  return R"({"kty":"RSA","e":"AQAB","kid":")" + std::string(kid) + R"(","n":")" + std::string(modulus) + R"("})";
}

}  // namespace jwtkeep::vectors
