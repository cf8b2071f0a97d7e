#pragma once

#include "orion/kernel/instant.hpp"
#include "orion/kernel/secret.hpp"

#include <cstdint>
#include <string>

namespace orion::security {

/// In which period of 30 seconds `instant` is, counted from 1970. RFC 6238, section 4.2.
std::int64_t totp_step(Instant instant);

/// The six digits that an app with this key (bytes, not base32) shows in that step. RFC 6238 with SHA-1.
std::string totp_code(const Secret& key, std::int64_t step);

}  // namespace orion::security
