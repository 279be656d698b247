// Tokens in compact form, made as no sound maker would. Internal to this room.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/jose/key.hpp"
#include "jwtkeep/probe/material.hpp"

namespace jwtkeep::probe {

std::string signing_input(std::string_view header, std::string_view payload);
std::string compact(std::string_view signing_input, base::ByteView signature);

/// The header of the good token with members set. What names or carries keys (`jwk`, `jku`, `x5c`, `x5u`) is left out.
base::Json header_with(const GoodToken& good, std::initializer_list<base::Json::Member> members);

/// The payload of the good token under this header, with an HMAC by a key that is no secret.
std::string hmac_token(const GoodToken& good, jose::Alg alg, const base::Json& header, base::ByteView key);

/// Header and payload, as they stand, signed by this key.
std::string signed_token(const jose::SigningKey& key, std::string_view header, std::string_view payload);

/// The good token's header as the owner's key would write it: with its `alg`, and its `kid` where the good one has one.
base::Json owner_header(const GoodToken& good, const jose::SigningKey& key);

/// The same for the probe's own key, always with its `kid`, by which it is found in a key set.
base::Json own_header(const GoodToken& good, const OwnKey& own);

/// The good token's claims with members set, signed by the owner's key. There has to be one.
std::string owner_token(const Material& material, std::initializer_list<base::Json::Member> claims);

/// Seconds since 1970, as claims have them.
std::int64_t numeric_date(base::Instant instant);

/// What is said where only the owner's key could make the token.
inline constexpr auto kNeedsOwner =
    "only the key that signs can make one: give --keyring, or a key by --jwk, --pem, --secret or --secret-env";

}  // namespace jwtkeep::probe
