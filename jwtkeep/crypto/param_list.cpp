#include "jwtkeep/crypto/param_list.hpp"

#include <algorithm>

namespace jwtkeep::crypto {
namespace {

base::SecretBytes read_number(const EVP_PKEY* key, const char* name, std::size_t width, bool& found) {
  base::SecretBytes number(width);
  found = number.fill([&](base::MutableByteView target) {
    OSSL_PARAM params[] = {OSSL_PARAM_construct_BN(name, target.data(), target.size()), OSSL_PARAM_construct_end()};
    const bool read = EVP_PKEY_get_params(key, params) == 1 && OSSL_PARAM_modified(params) == 1;
    // OpenSSL's parameters are in the machine's order, padded with zeros to the buffer's length.
    if (read) std::ranges::reverse(target);
    return read;
  });
  return number;
}

}  // namespace

base::MutableByteView ParamList::keep(base::ByteView bytes) {
  // One more byte, because guarded memory of no size has no address.
  base::SecretBytes copy(bytes.size() + 1);
  const auto view = copy.fill([&](base::MutableByteView target) {
    std::ranges::copy(bytes, target.begin());
    return target.first(bytes.size());
  });
  kept_.push_back(std::move(copy));
  return view;
}

ParamList& ParamList::number(const char* name, base::ByteView big_endian) {
  const auto kept = keep(big_endian);
  std::ranges::reverse(kept);
  params_.push_back(OSSL_PARAM_construct_BN(name, kept.data(), kept.size()));
  return *this;
}

ParamList& ParamList::number(const char* name, const base::SecretBytes& big_endian) {
  return big_endian.reveal([&](base::ByteView bytes) -> ParamList& { return number(name, bytes); });
}

ParamList& ParamList::octets(const char* name, base::ByteView bytes) {
  const auto kept = keep(bytes);
  params_.push_back(OSSL_PARAM_construct_octet_string(name, kept.data(), kept.size()));
  return *this;
}

ParamList& ParamList::text(const char* name, std::string_view value) {
  const auto kept = keep(base::as_bytes(value));
  params_.push_back(OSSL_PARAM_construct_utf8_string(name, reinterpret_cast<char*>(kept.data()), kept.size()));
  return *this;
}

EvpPkey ParamList::key(const char* type, int selection) {
  params_.push_back(OSSL_PARAM_construct_end());
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  must(context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* made = nullptr;
  const bool built = EVP_PKEY_fromdata(context.get(), &made, selection, params_.data()) == 1;
  params_.pop_back();
  EvpPkey owned(made);
  return built ? std::move(owned) : nullptr;
}

std::optional<base::SecretBytes> number_of(const EVP_PKEY* key, const char* name, std::size_t width) {
  bool found = false;
  auto number = read_number(key, name, width, found);
  if (!found) return std::nullopt;
  return number;
}

std::optional<base::SecretBytes> number_of(const EVP_PKEY* key, const char* name) {
  const auto padded = number_of(key, name, static_cast<std::size_t>(EVP_PKEY_get_bits(key)) / 8 + 1);
  if (!padded) return std::nullopt;
  return padded->reveal([](base::ByteView bytes) {
    while (!bytes.empty() && bytes.front() == 0) bytes = bytes.subspan(1);
    return base::SecretBytes::copy_of(bytes);
  });
}

base::Bytes publish(const base::SecretBytes& number) {
  return number.reveal([](base::ByteView bytes) { return base::Bytes(bytes.begin(), bytes.end()); });
}

}  // namespace jwtkeep::crypto
