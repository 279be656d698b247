#include <unistd.h>

#include <algorithm>

#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/opening/at_hand.hpp"
#include "jwtkeep/opening/store_place.hpp"

namespace jwtkeep::capi {

base::Result<store::Store*> usable(OpenStore& open) {
  if (open.process == ::getpid()) return &open.store;
  return base::fail(base::Reason::bad_value, "the store was opened by the process that this one was forked from",
                    "open the store in each process, after the fork");
}

}  // namespace jwtkeep::capi

namespace {

using namespace jwtkeep;
using base::fail;
using base::Reason;

constexpr std::size_t kMostNames = 10000;

base::Result<std::string> or_empty(const char* text, const char* what) {
  if (text == nullptr) return std::string{};
  return capi::string(text, what);
}

base::Result<opening::Wishes> wishes_of(const jwtkeep_store_options& options) {
  const int ways = (options.key_file != nullptr ? 1 : 0) + (options.master_key != nullptr ? 1 : 0) +
                   (options.passphrase != nullptr ? 1 : 0);
  if (ways > 1) {
    return fail(Reason::bad_value, "more than one of key_file, master_key and passphrase is given",
                "give the one that opens the store");
  }
  opening::Wishes wishes;
  JWTKEEP_TRY(wishes.store, or_empty(options.store, "store"));
  JWTKEEP_TRY(wishes.key_file, or_empty(options.key_file, "key_file"));
  if (options.master_key != nullptr) {
    JWTKEEP_TRY(wishes.master_key, capi::name(options.master_key, "master_key"));
  }
  return wishes;
}

base::Result<store::Opener> opener_of(const opening::Wishes& wishes, const destination::Surroundings& around,
                                      const std::string& place, const std::vector<store::WayIn>& ways) {
  JWTKEEP_TRY(auto opener, opening::opener_at_hand(wishes, around, place, ways));
  if (opener) return *std::move(opener);
  JWTKEEP_TRY(const auto path, opening::key_file_path(wishes, around, place));
  return fail(Reason::permission, "there is nothing to open the store with: no key file at " + path,
              "give key_file, passphrase or master_key, or set JWTKEEP_KEYFILE, JWTKEEP_PASSPHRASE or "
              "JWTKEEP_MASTER_KEY");
}

base::Result<store::Store> open_store(const jwtkeep_store_options& options) {
  JWTKEEP_TRY(const auto wishes, wishes_of(options));
  JWTKEEP_TRY(const auto passphrase,
              capi::bytes(options.passphrase, options.passphrase_size, "passphrase", capi::kMostSecretBytes));
  const auto around = destination::Surroundings::of_process();
  JWTKEEP_TRY(const auto place, opening::store_path(wishes, around));
  JWTKEEP_TRY(auto backend, opening::open_backend(place));
  if (options.passphrase != nullptr) {
    return store::Store::open(std::move(backend), store::Opener::passphrase(base::SecretBytes::copy_of(passphrase)));
  }
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(*backend));
  JWTKEEP_TRY(const auto opener, opener_of(wishes, around, place, ways));
  return store::Store::open(std::move(backend), opener);
}

}  // namespace

jwtkeep_error* jwtkeep_store_open(const jwtkeep_store_options* options, jwtkeep_store** store) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(store), "store"));
    const jwtkeep_store_options usual = JWTKEEP_STORE_OPTIONS;
    const auto& wanted = options == nullptr ? usual : *options;
    if (wanted.struct_size != sizeof wanted) {
      return fail(Reason::bad_value, "options has a struct_size that this library does not know",
                  "begin with JWTKEEP_STORE_OPTIONS");
    }
    JWTKEEP_TRY(auto opened, open_store(wanted));
    *store = new jwtkeep_store{std::make_shared<capi::OpenStore>(std::move(opened), ::getpid())};
    return {};
  });
}

jwtkeep_error* jwtkeep_store_keyrings(const jwtkeep_store* store, const char* prefix, const char* after, size_t limit,
                                      jwtkeep_text** json) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(store, "store"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(json), "json"));
    JWTKEEP_TRY(const auto begins, or_empty(prefix, "prefix"));
    JWTKEEP_TRY(const auto from, or_empty(after, "after"));
    JWTKEEP_TRY(auto* open, capi::usable(*store->open));
    JWTKEEP_TRY(const auto names, open->names(begins, from, std::min(limit, kMostNames)));
    auto list = base::Json::array();
    for (const auto& name : names) list.push(name.text());
    *json = new jwtkeep_text{base::write_json(list)};
    return {};
  });
}

void jwtkeep_store_free(jwtkeep_store* store) { delete store; }
