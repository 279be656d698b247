// A PKCS #11 module in this process: the one door to its functions. Internal to this room: it holds PKCS #11's types.
#pragma once

#include <p11-kit/pkcs11.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::kms {

/// The name of a return value, such as `CKR_PIN_INCORRECT`; its number where it has none here.
std::string name_of(CK_RV value);

/// One user of a module. The library stays in the process; C_Initialize and C_Finalize are called with the first user
/// and after the last one, whatever names they loaded it by. Where somebody else in the process has initialised it, it
/// is left so. In a forked child it counts as not loaded: PKCS #11 asks each process to initialise for itself (2.40,
/// section 5.4).
class Pkcs11Module {
 public:
  /// An empty path: p11-kit's, which knows the modules that are configured on this machine.
  /// Errors: `not_found`, `bad_value` (no such module), `io_failed` (it refuses).
  static base::Result<std::shared_ptr<Pkcs11Module>> load(const std::string& path);

  Pkcs11Module(const Pkcs11Module&) = delete;
  Pkcs11Module& operator=(const Pkcs11Module&) = delete;
  ~Pkcs11Module();

  [[nodiscard]] const CK_FUNCTION_LIST& functions() const noexcept { return *functions_; }
  /// Whether this is the process that loaded it.
  [[nodiscard]] bool is_here() const noexcept;

 private:
  explicit Pkcs11Module(CK_FUNCTION_LIST* functions) noexcept;

  CK_FUNCTION_LIST* functions_;
  pid_t process_;
};

}  // namespace jwtkeep::kms
