#include <fmt/format.h>

#include "cli/header_remarks.hpp"
#include "cli/input.hpp"
#include "cli/token_view.hpp"
#include "jwtkeep/base/counted.hpp"

namespace jwtkeep::cli {
namespace {

std::int64_t size_of(const base::Bytes& bytes) { return static_cast<std::int64_t>(bytes.size()); }

std::string form_of(const std::string& token) {
  if (!token.starts_with('{')) return "compact";
  const auto json = base::parse_json(token, {.size_bytes = kMostRawTokenBytes});
  return json && json->find("recipients") != nullptr ? "general" : "flattened";
}

void show_recipients(const jose::EncryptedToken& token, const Output& out, TokenView& view) {
  auto list = base::Json::array();
  for (const auto& recipient : token.recipients()) {
    remark_on_encryption(recipient, view.remarks);
    view.text += out.styled(Style::bold, "header") + "\n" + base::write_json_pretty(recipient.header.json()) + "\n";
    list.push(base::Json::object(
        {{"header", recipient.header.json()}, {"encrypted_key_bytes", size_of(recipient.encrypted_key)}}));
  }
  view.json.set("header", token.recipients().front().header.json());
  view.json.set("protected", token.protected_header());
  view.json.set("recipients", std::move(list));
}

}  // namespace

base::Result<TokenView> view_encrypted(const std::string& token, const Output& out) {
  JWTKEEP_TRY(const auto parsed, jose::EncryptedToken::parse(token, {.size_bytes = kMostRawTokenBytes}));
  const auto& content = parsed.content();
  TokenView view;
  view.json = base::Json::object({{"verified", false}, {"kind", "JWE"}, {"form", form_of(token)}});
  show_recipients(parsed, out, view);
  view.json.set("iv_bytes", size_of(content.iv));
  view.json.set("ciphertext_bytes", size_of(content.ciphertext));
  view.json.set("tag_bytes", size_of(content.tag));
  view.json.set("aad_bytes", size_of(parsed.aad()));
  view.text += fmt::format("{} {} bytes for {}\n", out.styled(Style::bold, "encrypted"), content.ciphertext.size(),
                           base::counted(parsed.recipients().size(), "recipient"));
  const auto* cty = parsed.recipients().front().header.json().find("cty");
  if (cty != nullptr) view.remarks.note("cty", "the content says what it is: " + base::write_json(*cty));
  return view;
}

}  // namespace jwtkeep::cli
