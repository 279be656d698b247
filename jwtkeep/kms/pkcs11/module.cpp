#include "jwtkeep/kms/pkcs11/module.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <map>
#include <mutex>

namespace jwtkeep::kms {
namespace {

using base::fail;
using base::Reason;
using base::Result;

constexpr auto kProxy = "p11-kit-proxy.so";

/// What is in use in this process, so that two users of one module do not finalize it under each other.
struct InUse {
  struct Module {
    std::size_t users = 0;
    bool is_ours = false;  ///< initialised here, so finalized here
    pid_t process = 0;
  };
  std::mutex mutex;
  std::map<CK_FUNCTION_LIST*, Module> modules;
};

InUse& in_use() {
  static InUse all;
  return all;
}

Result<CK_FUNCTION_LIST*> functions_of(const std::string& path) {
  const char* name = path.empty() ? kProxy : path.c_str();
  if (!path.empty() && access(name, F_OK) != 0) {
    return fail(Reason::not_found, fmt::format("there is no PKCS #11 module {}", path),
                "name the vendor's library: module-path=/usr/lib/...");
  }
  // It is never unloaded: modules leave threads and handlers at exit behind.
  void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    if (path.empty()) {
      return fail(Reason::not_found, "the address names no PKCS #11 module, and p11-kit's is not installed",
                  "add ?module-path=/usr/lib/... to it, or install p11-kit-modules");
    }
    return fail(Reason::bad_value, fmt::format("{} cannot be loaded as a library", path),
                "look whether it is one, and whether all that it needs is installed: ldd " + path);
  }
  auto* const get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList"));  // NOLINT
  CK_FUNCTION_LIST* functions = nullptr;
  if (get == nullptr || get(&functions) != CKR_OK || functions == nullptr) {
    return fail(Reason::bad_value, fmt::format("{} is no PKCS #11 module", name),
                "name the vendor's library: module-path=/usr/lib/...");
  }
  return functions;
}

}  // namespace

Pkcs11Module::Pkcs11Module(CK_FUNCTION_LIST* functions) noexcept : functions_(functions), process_(getpid()) {}

Pkcs11Module::~Pkcs11Module() {
  auto& all = in_use();
  const std::lock_guard lock(all.mutex);
  // A child that was forked has not initialised it.
  const auto known = all.modules.find(functions_);
  if (!is_here() || known == all.modules.end() || --known->second.users > 0) return;
  if (known->second.is_ours) functions_->C_Finalize(nullptr);
  all.modules.erase(known);
}

bool Pkcs11Module::is_here() const noexcept { return process_ == getpid(); }

Result<std::shared_ptr<Pkcs11Module>> Pkcs11Module::load(const std::string& path) {
  auto& all = in_use();
  const std::lock_guard lock(all.mutex);
  JWTKEEP_TRY(auto* const functions, functions_of(path));
  auto& known = all.modules[functions];
  if (known.users == 0 || known.process != getpid()) {
    known = {.users = 0, .is_ours = false, .process = getpid()};
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    auto done = functions->C_Initialize(&arguments);
    if (done == CKR_CANT_LOCK) done = functions->C_Initialize(nullptr);
    if (done != CKR_OK && done != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
      all.modules.erase(functions);
      return fail(
          Reason::io_failed,
          fmt::format("the PKCS #11 module {} does not start ({})", path.empty() ? kProxy : path, name_of(done)),
          "look at the module's own configuration and log");
    }
    known.is_ours = done == CKR_OK;
  }
  ++known.users;
  return std::shared_ptr<Pkcs11Module>(new Pkcs11Module(functions));
}

}  // namespace jwtkeep::kms
