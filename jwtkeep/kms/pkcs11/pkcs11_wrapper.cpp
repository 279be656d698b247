#include "jwtkeep/kms/pkcs11/pkcs11_wrapper.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/kms/pkcs11/module.hpp"
#include "jwtkeep/kms/pkcs11/token.hpp"

namespace jwtkeep::kms {
namespace {

using base::Bytes;
using base::ByteView;
using base::fail;
using base::MutableByteView;
using base::Reason;
using base::Result;
using base::SecretBytes;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kIvBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kMostSecretBytes = 64;

/// PKCS #11 takes what it only reads through pointers that could write.
CK_BYTE_PTR unconst(ByteView bytes) { return const_cast<CK_BYTE_PTR>(bytes.data()); }  // NOLINT

std::string additional_data(std::string_view store_id) { return "jwtkeep-store:" + std::string(store_id); }

/// A file with a PIN in it is its owner's alone, as a key file is.
Result<void> check_private(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || (status.st_mode & 0077U) == 0) return {};
  return fail(Reason::permission,
              fmt::format("others may read the file with the PIN, {} (mode {:04o})", path, status.st_mode & 07777U),
              "run: chmod 600 " + path);
}

SecretBytes without_line_end(SecretBytes text) {
  auto size = text.size();
  text.reveal([&size](ByteView bytes) {
    if (size > 0 && bytes[size - 1] == '\n') --size;
    if (size > 0 && bytes[size - 1] == '\r') --size;
  });
  text.truncate(size);
  return text;
}

/// What the address says counts before the variable: two tokens with different PINs may be in use at once.
Result<SecretBytes> find_pin(const Pkcs11Uri& uri, const destination::Surroundings& surroundings) {
  if (uri.pin_source.empty()) {
    if (auto pin = surroundings.variable("JWTKEEP_PIN")) return *std::move(pin);
    return fail(Reason::bad_value, "there is no PIN for the token: JWTKEEP_PIN is not set",
                "set it, or name a file in the address: pin-source=file:/run/secrets/pin");
  }
  JWTKEEP_CHECK(check_private(uri.pin_source));
  JWTKEEP_TRY(auto text, surroundings.file(uri.pin_source));
  auto pin = without_line_end(std::move(text));
  if (pin.empty())
    return fail(Reason::bad_value, "the file with the PIN, " + uri.pin_source + ", is empty", "write the PIN into it");
  return pin;
}

Result<std::vector<TokenInfo>> tokens_of(const CK_FUNCTION_LIST& pkcs11) {
  constexpr CK_ULONG kMostSlots = 1024;
  std::array<CK_SLOT_ID, kMostSlots> slots{};
  CK_ULONG count = slots.size();
  if (const auto done = pkcs11.C_GetSlotList(CK_TRUE, slots.data(), &count); done != CKR_OK) {
    return fail(Reason::io_failed, "the PKCS #11 module does not list its tokens (" + name_of(done) + ")",
                "look at the module's own configuration and log");
  }
  std::vector<TokenInfo> tokens;
  for (CK_ULONG i = 0; i < std::min<CK_ULONG>(count, slots.size()); ++i) {
    CK_TOKEN_INFO info{};
    // One that was pulled out between the two calls is not there.
    if (pkcs11.C_GetTokenInfo(slots.at(i), &info) == CKR_OK) tokens.push_back(TokenInfo::of(slots.at(i), info));
  }
  return tokens;
}

}  // namespace

/// A session with a token in which one is logged in, and the key.
class Pkcs11Wrapper::Session {
 public:
  Session(std::shared_ptr<Pkcs11Module> module, TokenInfo token, CK_SESSION_HANDLE handle)
      : module_(std::move(module)), token_(std::move(token)), handle_(handle) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    // A forked child has no session: what it would close is its parent's.
    if (!is_here()) return;
    // Not logged out: a login is the whole process's, and another wrapper may be at work in it. The token ends it with
    // the last session (PKCS #11 v2.40, 5.6, C_CloseSession).
    pkcs11().C_CloseSession(handle_);
  }

  [[nodiscard]] bool is_here() const { return module_->is_here(); }

  static Result<std::unique_ptr<Session>> open(const Pkcs11Uri& uri) {
    JWTKEEP_TRY(auto module, Pkcs11Module::load(uri.module_path));
    JWTKEEP_TRY(const auto tokens, tokens_of(module->functions()));
    JWTKEEP_TRY(auto token, choose_token(uri, tokens));
    CK_SESSION_HANDLE handle = 0;
    const auto done = module->functions().C_OpenSession(token.slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
    if (done != CKR_OK) {
      return fail(Reason::io_failed, fmt::format("the token \"{}\" opens no session ({})", token.label, name_of(done)),
                  "look at the module's own log");
    }
    return std::make_unique<Session>(std::move(module), std::move(token), handle);
  }

  /// The PIN is looked for only where the token asks for one and has no keypad of its own.
  Result<void> log_in(const Pkcs11Uri& uri, const destination::Surroundings& surroundings) {
    if ((token_.flags & CKF_LOGIN_REQUIRED) == 0) return {};
    JWTKEEP_CHECK(may_log_in(token_));
    SecretBytes pin;
    const bool by_keypad = (token_.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
    if (!by_keypad) {
      JWTKEEP_TRY(pin, find_pin(uri, surroundings));
    }
    const auto done = pin.reveal([&](ByteView bytes) {
      return pkcs11().C_Login(handle_, CKU_USER, by_keypad ? nullptr : unconst(bytes), bytes.size());
    });
    if (done == CKR_USER_ALREADY_LOGGED_IN) return {};
    if (done != CKR_OK) {
      CK_TOKEN_INFO after{};
      const bool known = pkcs11().C_GetTokenInfo(token_.slot, &after) == CKR_OK;
      return std::unexpected(login_refused(token_, done, known ? after.flags : token_.flags));
    }
    return {};
  }

  /// Once it was found it is not looked for again.
  Result<void> find_key(const Pkcs11Uri& uri) {
    if (key_) return {};
    CK_OBJECT_CLASS secret_key = CKO_SECRET_KEY;
    CK_KEY_TYPE aes = CKK_AES;
    std::vector<CK_ATTRIBUTE> asked{{CKA_CLASS, &secret_key, sizeof secret_key}, {CKA_KEY_TYPE, &aes, sizeof aes}};
    if (!uri.object.empty()) asked.push_back({CKA_LABEL, unconst(base::as_bytes(uri.object)), uri.object.size()});
    if (!uri.id.empty()) asked.push_back({CKA_ID, unconst(uri.id), uri.id.size()});
    std::array<CK_OBJECT_HANDLE, 2> found{};
    CK_ULONG count = 0;
    auto done = pkcs11().C_FindObjectsInit(handle_, asked.data(), asked.size());
    if (done == CKR_OK) {
      done = pkcs11().C_FindObjects(handle_, found.data(), found.size(), &count);
      pkcs11().C_FindObjectsFinal(handle_);
    }
    if (done != CKR_OK) return failed("looks for no key", done);
    if (count == 1) {
      key_ = found.front();
      return {};
    }
    if (count == 0) {
      return fail(
          Reason::not_found, fmt::format("the token \"{}\" has no AES key as the address names it", token_.label),
          "look at object and id (pkcs11-tool --login --list-objects), or make one: pkcs11-tool --login --keygen "
          "--key-type AES:32 --label NAME --sensitive");
    }
    return fail(Reason::bad_value,
                fmt::format("the token \"{}\" has several AES keys as the address names them", token_.label),
                "say which: add id=%.. to the address, or take the others' label away");
  }

  Result<Bytes> seal(const SecretBytes& secret, std::string_view store_id) {
    Bytes sealed{kVersion};
    auto iv = crypto::random_bytes(kIvBytes);
    sealed.insert(sealed.end(), iv.begin(), iv.end());
    sealed.resize(sealed.size() + secret.size() + kTagBytes);
    const auto out = MutableByteView(sealed).subspan(1 + kIvBytes);
    CK_ULONG size = out.size();
    const auto done = secret.reveal([&](ByteView bytes) {
      return with_gcm(iv, store_id, [&](CK_MECHANISM& mechanism) {
        const auto begun = pkcs11().C_EncryptInit(handle_, &mechanism, *key_);
        if (begun != CKR_OK) return begun;
        return pkcs11().C_Encrypt(handle_, unconst(bytes), bytes.size(), out.data(), &size);
      });
    });
    if (done != CKR_OK) return failed("does not encrypt with the key", done);
    if (size == out.size()) return sealed;
    return fail(Reason::io_failed,
                fmt::format("the token \"{}\" gives something else than AES-GCM gives", token_.label));
  }

  Result<SecretBytes> open_sealed(ByteView sealed, std::string_view store_id) {
    if (sealed.size() <= 1 + kIvBytes + kTagBytes || sealed.size() > 1 + kIvBytes + kTagBytes + kMostSecretBytes ||
        sealed.front() != kVersion) {
      return not_mine();
    }
    const auto iv = sealed.subspan(1, kIvBytes);
    const auto ciphertext = sealed.subspan(1 + kIvBytes);
    // A module may want room for the tag as well.
    SecretBytes secret(ciphertext.size());
    CK_ULONG size = secret.size();
    const auto done = secret.fill([&](MutableByteView out) {
      return with_gcm(iv, store_id, [&](CK_MECHANISM& mechanism) {
        const auto begun = pkcs11().C_DecryptInit(handle_, &mechanism, *key_);
        if (begun != CKR_OK) return begun;
        return pkcs11().C_Decrypt(handle_, unconst(ciphertext), ciphertext.size(), out.data(), &size);
      });
    });
    switch (done) {
      case CKR_OK: break;
      // What the standard has for a tag that does not hold, and what modules give.
      case CKR_ENCRYPTED_DATA_INVALID:
      case CKR_ENCRYPTED_DATA_LEN_RANGE:
      case CKR_DATA_INVALID: return not_mine();
      // These as well; they may mean anything else, too.
      case CKR_FUNCTION_FAILED:
      case CKR_GENERAL_ERROR: {
        auto error = not_mine();
        error.error().what += fmt::format(", or the module failed (it says {} alone)", name_of(done));
        return error;
      }
      default: return failed("does not decrypt with the key", done);
    }
    if (size != ciphertext.size() - kTagBytes) return not_mine();
    secret.truncate(size);
    return secret;
  }

 private:
  [[nodiscard]] const CK_FUNCTION_LIST& pkcs11() const { return module_->functions(); }

  template <class Work>
  static CK_RV with_gcm(ByteView iv, std::string_view store_id, Work work) {
    const auto bound = additional_data(store_id);
    CK_GCM_PARAMS parameters{.iv_ptr = unconst(iv),
                             .iv_len = iv.size(),
                             .iv_bits = iv.size() * 8,
                             .aad_ptr = unconst(base::as_bytes(bound)),
                             .aad_len = bound.size(),
                             .tag_bits = kTagBytes * 8};
    CK_MECHANISM mechanism{CKM_AES_GCM, &parameters, sizeof parameters};
    return work(mechanism);
  }

  [[nodiscard]] std::unexpected<base::Error> not_mine() const {
    return fail(Reason::wrong_master_key,
                fmt::format("the key in the token \"{}\" did not wrap this store's master key, or the store's slot was "
                            "changed",
                            token_.label),
                "give the address of the key that did: jwtkeep store openers lists them");
  }

  [[nodiscard]] std::unexpected<base::Error> failed(std::string_view what, CK_RV value) const {
    auto error = fmt::format("the token \"{}\" {} ({})", token_.label, what, name_of(value));
    switch (value) {
      case CKR_KEY_FUNCTION_NOT_PERMITTED:
        return fail(Reason::permission, std::move(error), "the key needs CKA_ENCRYPT and CKA_DECRYPT");
      case CKR_MECHANISM_INVALID:
      case CKR_MECHANISM_PARAM_INVALID:
        return fail(Reason::io_failed, std::move(error),
                    "jwtkeep needs CKM_AES_GCM with an IV of its own: pkcs11-tool --list-mechanisms");
      case CKR_DEVICE_REMOVED:
      case CKR_TOKEN_NOT_PRESENT: return fail(Reason::io_failed, std::move(error), "plug it in again");
      default: return fail(Reason::io_failed, std::move(error), "look at the module's own log");
    }
  }

  std::shared_ptr<Pkcs11Module> module_;
  TokenInfo token_;
  CK_SESSION_HANDLE handle_;
  std::optional<CK_OBJECT_HANDLE> key_;  ///< once it was found
};

Pkcs11Wrapper::Pkcs11Wrapper(Pkcs11Uri uri, destination::Surroundings surroundings)
    : uri_(std::move(uri)), surroundings_(std::move(surroundings)), address_(uri_.text()) {}

Pkcs11Wrapper::~Pkcs11Wrapper() = default;

Result<Pkcs11Wrapper::Session*> Pkcs11Wrapper::session() {
  if (session_ && !session_->is_here()) session_.reset();
  if (!session_) {
    if (login_error_) return std::unexpected(*login_error_);
    JWTKEEP_TRY(auto opened, Session::open(uri_));
    if (auto done = opened->log_in(uri_, surroundings_); !done) {
      login_error_ = done.error();
      return std::unexpected(std::move(done).error());
    }
    // Kept also where there is no such key: who asks again does not log in again.
    session_ = std::move(opened);
  }
  JWTKEEP_CHECK(session_->find_key(uri_));
  return session_.get();
}

Result<Bytes> Pkcs11Wrapper::wrap(const SecretBytes& secret, std::string_view store_id) {
  JWTKEEP_TRY(auto* const with, session());
  return with->seal(secret, store_id);
}

Result<SecretBytes> Pkcs11Wrapper::unwrap(ByteView wrapped, std::string_view store_id) {
  JWTKEEP_TRY(auto* const with, session());
  return with->open_sealed(wrapped, store_id);
}

}  // namespace jwtkeep::kms
