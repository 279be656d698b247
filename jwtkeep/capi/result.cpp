#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"

namespace {

using namespace jwtkeep;

/// What `read` gives of a result that says something; `otherwise` of any other. A claim's value is never huge, but a
/// copy of it may still fail: then it is as if there were none.
template <class T, class Read>
T of(const jwtkeep_result* result, T otherwise, Read&& read) noexcept {
  if (result == nullptr || !result->view) return otherwise;
  try {
    return std::forward<Read>(read)(*result->view);
  } catch (...) {
    return otherwise;
  }
}

const char* show(std::string_view text, std::size_t* size) {
  if (size != nullptr) *size = text.size();
  return text.data() == nullptr ? "" : text.data();
}

const char* nothing(std::size_t* size) {
  if (size != nullptr) *size = 0;
  return nullptr;
}

}  // namespace

jwtkeep_result* jwtkeep_result_new(void) {
  try {
    return new jwtkeep_result;
  } catch (...) {
    return nullptr;
  }
}

void jwtkeep_result_free(jwtkeep_result* result) { delete result; }

const char* jwtkeep_result_claims(const jwtkeep_result* result, size_t* size) {
  return of(result, nothing(size), [&](const jose::VerifiedView& view) { return show(view.payload(), size); });
}

const char* jwtkeep_result_header(jwtkeep_result* result, size_t* size) {
  return of(result, nothing(size), [&](const jose::VerifiedView& view) {
    if (!result->header) result->header = base::write_json(view.to_verified_token().header());
    return show(*result->header, size);
  });
}

const char* jwtkeep_result_kid(const jwtkeep_result* result) {
  return of<const char*>(result, nullptr, [](const jose::VerifiedView& view) { return view.kid().c_str(); });
}

const char* jwtkeep_result_alg(const jwtkeep_result* result) {
  return of<const char*>(result, nullptr, [](const jose::VerifiedView& view) { return name(view.alg()).data(); });
}

const char* jwtkeep_result_text(const jwtkeep_result* result, const char* claim, size_t* size) {
  if (claim == nullptr) return nothing(size);
  return of(result, nothing(size), [&](const jose::VerifiedView& view) {
    const auto text = view.text(claim);
    return text ? show(*text, size) : nullptr;
  });
}

int jwtkeep_result_integer(const jwtkeep_result* result, const char* claim, int64_t* value) {
  if (claim == nullptr || value == nullptr) return 0;
  return of(result, 0, [&](const jose::VerifiedView& view) {
    const auto number = view.integer(claim);
    if (number) *value = *number;
    return number ? 1 : 0;
  });
}

int jwtkeep_result_holds(const jwtkeep_result* result, const char* claim, const char* text) {
  if (claim == nullptr || text == nullptr) return 0;
  return of(result, 0, [&](const jose::VerifiedView& view) { return view.holds_text(claim, text) ? 1 : 0; });
}
