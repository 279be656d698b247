#pragma once

#include <array>
#include <string_view>

namespace jose {

enum class SecretForm { Hex, Base64, Text };

struct Row {
    std::string_view name;
    std::string_view secret_form;
    unsigned secret_bytes;
};

inline constexpr std::array kAlgorithms{
    Row{"HS256", "secret", 32},
    Row{"HS384", "secret", 48},
    Row{"HS512", "secret", 64},
    Row{"RS256", "private_key", 0},
    Row{"ES256", "private_key", 0},
    Row{"none", "", 0},
};

inline constexpr std::string_view kClaimSecretVersion = "secret_version";
inline constexpr std::string_view kSecret = "secret";
inline constexpr std::string_view kToken = "token";
inline constexpr std::string_view kPassword = "password";

}  // namespace jose
