#include "cli/new_place.hpp"

#include <filesystem>

#include "cli/input.hpp"
#include "jwtkeep/opening/store_place.hpp"

namespace jwtkeep::cli {

base::Result<std::unique_ptr<store::Backend>> create_backend(const std::string& place) {
  if (!opening::on_server(place)) {
    JWTKEEP_CHECK(make_private_folder(std::filesystem::path(place).parent_path().string()));
  }
  return opening::create_backend(place);
}

}  // namespace jwtkeep::cli
