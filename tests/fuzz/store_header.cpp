// What is read of a store before anything of it is authenticated: its own row, a line break, and a slot. Only the slot
// that was sealed for this key file opens, under the very id that it was sealed for, and then the row is the one that
// was written.
#include <algorithm>

#include "jwtkeep/store/identity.hpp"
#include "jwtkeep/store/key_file.hpp"
#include "jwtkeep/store/slot.hpp"
#include "tests/fuzz/check.hpp"

using namespace jwtkeep;
using jwtkeep::fuzz::check;

namespace {

/// Made for this test; the seed `valid` is the header of the store that it opens.
constexpr std::string_view kKeyFile =
    "id: b3eae53a30ce081d\n"
    "jwtkeep-key-1 TLBn2RyTE-OGfdjvMkdUr51Sa0U1f0sTCQhGAJaFwqs\n";
constexpr std::string_view kStoreId = "ad99b8fb82261d958b365ba53a1d3404";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto opener = *store::parse_key_file(base::SecretBytes::copy_of(kKeyFile));
  const auto text = base::as_text({data, size});
  const auto end = std::min(text.find('\n'), text.size());
  const auto identity = text.substr(0, end);
  const std::string slot(text.substr(std::min(end + 1, text.size())));
  const auto id = store::peek_identity(identity);
  if (!id) return 0;
  check(id->size() == kStoreId.size());
  const auto master = store::open_slots(*id, {{.key = "1", .value = slot}}, opener);
  if (!master) return 0;
  check(*id == kStoreId && master->master.size() == store::kMasterKeyBytes);
  const auto keys = store::derive_keys(*id, master->master);
  if (!store::check_identity(keys, identity)) return 0;
  check(!store::check_identity(keys, " " + std::string(identity)));
  return 0;
}
