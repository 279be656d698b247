// Pkcs11Uri: what is taken is the same when it is written and read again, stands in single quotes in any shell, and no
// message repeats a value.
#include <cstdlib>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/kms/open_wrapper.hpp"
#include "jwtkeep/kms/pkcs11/uri.hpp"

using namespace jwtkeep;  // NOLINT(google-build-using-namespace): a program of its own

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text(base::ByteView(data, size));
  const auto uri = kms::Pkcs11Uri::parse(text);
  if (!uri) {
    if (!base::is_printable_ascii(base::as_bytes(uri.error().what))) std::abort();
    const auto pin = text.find("pin-value=");
    // What might be a PIN and is no word of ours.
    if (pin != std::string_view::npos) {
      const auto value = text.substr(pin + 10).substr(0, text.substr(pin + 10).find('&'));
      const bool is_odd = value.size() >= 8 && value.find_first_not_of("0123456789") == std::string_view::npos;
      if (is_odd && (uri.error().what + uri.error().hint).contains(value)) std::abort();
    }
    return 0;
  }
  const auto written = uri->text();
  if (!base::is_printable_ascii(base::as_bytes(written)) || written.find_first_of("'\"` $\\!") != std::string::npos) {
    std::abort();
  }
  const auto again = kms::Pkcs11Uri::parse(written);
  if (!again || *again != *uri) std::abort();
  if (*kms::canonical_address(text) != written) std::abort();
  return 0;
}
