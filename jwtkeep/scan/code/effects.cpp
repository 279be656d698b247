#include "jwtkeep/scan/code/effects.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::scan::code {
namespace {

constexpr auto sorted(auto words) {
  std::ranges::sort(words);
  return words;
}

template <std::size_t kCount>
bool has(const std::array<std::string_view, kCount>& words, std::string_view word) noexcept {
  return std::ranges::binary_search(words, word);
}

constexpr auto kPass = sorted(std::to_array<std::string_view>({
    // The same text as bytes, and back.
    "encode",
    "encodeUtf8",
    "GetBytes",
    "toBytes",
    "to_bytes",

    "asList",
    "data",
    "utf8_encode",
    "force_bytes",
    "force_str",
    "force_text",
    "smart_bytes",
    "smart_str",
    "smart_text",
    "stringToBytes",
    "StringToBytes",
    "strval",
    "string",
    "String",
    "str",
    "text",
    "byte",
    "bytearray",
    "Bytes",
    "ByteString",
    "Array",
    "Uint8Array",
    "from",
    "Buffer",
    "fromString",
    "from_str",
    "of",
    "Of",
    "parse",
    "string_view",
    "QByteArray",
    "QString",
    "QStringLiteral",
    "QByteArrayLiteral",
    "QLatin1String",
    "fromUtf8",
    "fromLatin1",
    "Data",
    "init",
    "vector",
    "vec",
    "literal",
    "tr",
    "T",
    "L",
    "_T",
    "TEXT",
    "s",
    "sv",
    // Blanks off, padding on.
    "trim",
    "Trim",
    "strip",

    "reverse",
    "reversed",
    "strrev",
    "Reverse",
    "expand",
    // A key around it.
    "hmacShaKeyFor",
    "SymmetricSecurityKey",
    "SecretKeySpec",
    "from_secret",
    "createSecretKey",
    "plainText",
    "SecretStr",
    "SecretKey",
    "Secret",
    "SecretBytes",
    "SecretString",
    "HmacKey",
    "HMACKey",
    "SymmetricKey",
    "OctetSequenceKey",
    "Key",
    "create",
    "create_from_std_string",
    "HMACSHA256",
    "HMACSHA512",
    "from_bytes",
    "new_from_slice",
    "hs256",
    "SecretBox",
    // What only holds it.
    "resolve",
    "just",
    "Some",
    "Ok",
    "Just",
    "constant",
    "lazyOf",
    "ref",
    "Optional",
    "ofNullable",
    "success",
    "succeed",
    "pure",
    "decode_utf8",
    "fromIterable",
    "fromList",
    "from_iter",
    "Cow",
    "Borrowed",
    "Owned",
    "defer",
    "sealed",
}));

// Called on a value: what they are given is something else.
constexpr auto kKeep = sorted(std::to_array<std::string_view>({"PadLeft",
                                                               "PadRight",
                                                               "Substring",
                                                               "ToArray",
                                                               "ToCharArray",
                                                               "ToString",
                                                               "asKey",
                                                               "as_bytes",
                                                               "as_key",
                                                               "as_mut",
                                                               "as_ref",
                                                               "as_slice",
                                                               "as_str",
                                                               "b",
                                                               "bytes",
                                                               "c_str",
                                                               "chomp",
                                                               "clone",
                                                               "cloned",
                                                               "codeUnits",
                                                               "collect",
                                                               "copied",
                                                               "copyOf",
                                                               "dup",
                                                               "encodeToByteArray",
                                                               "expect",
                                                               "freeze",
                                                               "get",
                                                               "getBytes",
                                                               "getEncoded",
                                                               "get_secret_value",
                                                               "html_safe",
                                                               "into",
                                                               "into_bytes",
                                                               "into_iter",
                                                               "iter",
                                                               "ljust",
                                                               "lower",
                                                               "padEnd",
                                                               "padStart",
                                                               "repeat",
                                                               "rjust",
                                                               "slice",
                                                               "split",
                                                               "stripIndent",
                                                               "subarray",
                                                               "substring",
                                                               "toArray",
                                                               "toByteArray",
                                                               "toCharArray",
                                                               "toLatin1",
                                                               "toList",
                                                               "toLowerCase",
                                                               "toNullable",
                                                               "toStdString",
                                                               "toString",
                                                               "toUpperCase",
                                                               "toUtf8",
                                                               "to_owned",
                                                               "to_s",
                                                               "to_str",
                                                               "to_string",
                                                               "to_vec",
                                                               "trimIndent",
                                                               "trimMargin",
                                                               "trim_end",
                                                               "trim_start",
                                                               "unicodeScalars",
                                                               "unwrap",
                                                               "upper",
                                                               "utf8",
                                                               "utf8CString",
                                                               "value"}));

constexpr auto kFallback = sorted(std::to_array<std::string_view>({
    "unwrap_or",
    "unwrap_or_else",
    "orElse",
    "getOrElse",
    "orElseGet",
    "or_else",
    "or",
    "default",
    "Default",
    "default_value",
    "DefaultValue",
    "defaultTo",
    "fetch",
    "ifBlank",
    "ifEmpty",
    "withDefault",
    "valueOr",
    "value_or",
    "map_or",
    "getOrDefault",
    "GetValueOrDefault",
    "IfEmpty",
    "presence_or",
    "catch",
    "recover",
    "Field",
    "field",
    "Option",
    "optional",
    "or_insert",
    "or_default",
    "Coalesce",
    "coalesce",
    "firstNonEmpty",
    "FirstNonEmpty",
    "nvl",
    "defaultIfBlank",
    "defaultString",
    "defaultIfEmpty",
    "requireNonNullElse",
    "firstNonNull",
}));

constexpr auto kJoin = sorted(std::to_array<std::string_view>(
    {"join", "Join", "implode", "joined", "mkString", "joinToString", "concat!", "iolist_to_binary", "joining"}));

bool contains(std::string_view text, std::string_view what) noexcept {
  return text.find(what) != std::string_view::npos;
}

bool speaks_of_base64(std::string_view chain) noexcept {
  return contains(chain, "base64") || contains(chain, "b64") || contains(chain, "decode64") ||
         contains(chain, "encode64") || contains(chain, "base_64") || contains(chain, "atob") ||
         contains(chain, "btoa");
}

bool puts_on(std::string_view name, std::string_view chain) noexcept {
  return contains(chain, "encode") || contains(chain, "tobase64") || contains(chain, "btoa") ||
         contains(chain, "to_base64") || contains(chain, "hexlify") || contains(chain, "tohex") ||
         contains(chain, "bin2hex") || name == "stringify";
}

bool takes_off(std::string_view chain) noexcept {
  return contains(chain, "decod") || contains(chain, "from") || contains(chain, "parse") || contains(chain, "unb64") ||
         contains(chain, "atob") || contains(chain, "2bin") || contains(chain, "unhex") || contains(chain, "a2b") ||
         contains(chain, "tobytes") || contains(chain, "tobytearray") || contains(chain, "toarray") ||
         contains(chain, "unpack");
}

}  // namespace

Effect effect_of(std::string_view name) noexcept {
  if (has(kFallback, name)) return Effect::fallback;
  if (has(kPass, name)) return Effect::pass;
  if (has(kKeep, name)) return Effect::keep;
  if (name == "importKey") return Effect::pass_second;
  return Effect::none;
}

bool is_join(std::string_view name) noexcept { return has(kJoin, name); }

bool is_getter(std::string_view name, std::string_view chain) noexcept {
  if (chain.ends_with("setdefault") || chain.ends_with("set_default")) return false;
  constexpr auto kOwners =
      std::to_array<std::string_view>({"env", "config", "cfg", "conf", "setting", "option", "properties", "props",
                                       "prefs", "vault", "param", "flag", "argv", "viper"});
  if (std::ranges::any_of(kOwners, [&](auto owner) { return contains(chain, owner); })) {
    // Configuration.from('x') and the like are few; env("X").trim() ends in a name of its own.
    const auto last = std::max(chain.rfind('.'), chain.rfind(':'));
    const auto own = last == std::string_view::npos ? chain : chain.substr(last + 1);
    if (own != "encode" && own != "getbytes" && own != "trim" && own != "tostring" && own != "bytes") return true;
  }
  constexpr auto kNames =
      std::to_array<std::string_view>({"getProperty", "getString", "GetString", "GetValue", "getOption", "getSetting",
                                       "lookup", "Lookup", "str", "Getenv", "getenv", "get_setting", "getParameter",
                                       "getSecret", "get_secret", "GetSecret", "option", "add_argument", "secret"});
  if (name == "str" || name == "secret") return false;
  return std::ranges::find(kNames, name) != kNames.end();
}

Decoder decoder_of(std::string_view name, std::string_view chain) noexcept {
  if (name == "rot13" || name == "str_rot13") return Decoder::rot13;
  if (name == "strrev") return Decoder::reversed;
  if (puts_on(name, chain)) {
    // `base64.encode(...)` puts it on, `decodeURIComponent` and `Base64Encoding.decode` take it off.
    if (!contains(chain, "decode") || contains(chain, ".encode")) return Decoder::none;
  }
  if (speaks_of_base64(chain) && takes_off(chain)) return Decoder::base64;
  if ((contains(chain, "hex") || contains(chain, "base16") || contains(chain, "decode16") || contains(chain, "b16")) &&
      takes_off(chain)) {
    return Decoder::hex;
  }
  if (contains(chain, "decodeuri") || contains(chain, "unescape") || contains(chain, "unquote") ||
      contains(chain, "urldecode") || contains(chain, "decode_www_form") || contains(chain, "uri.decode") ||
      contains(chain, "decodecomponent")) {
    return Decoder::percent;
  }
  return Decoder::none;
}

bool is_encoder(std::string_view name, std::string_view chain) noexcept {
  return puts_on(name, chain) && (speaks_of_base64(chain) || contains(chain, "hex"));
}

}  // namespace jwtkeep::scan::code
