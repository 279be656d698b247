// Generated once by tools/embed.sh, then kept by hand.
#include "crypto/embedded_key.hpp"

namespace device {

const char kDeviceKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx3D455VjWBH2uyDM\n"
    "i3t20lYsVbtUu5ji0EHjUK4+p4+hRANCAATdVUivWGwHXuywN835kawBwwSmBway\n"
    "RJbMhGQmg3k8f4y50yuN4ILIgWUVufqGEgdxfyRu4UgBc6vPs5tKkDMV\n"
    "-----END PRIVATE KEY-----\n";

const unsigned long kDeviceKeyLength = sizeof(kDeviceKey) - 1;

}  // namespace device
