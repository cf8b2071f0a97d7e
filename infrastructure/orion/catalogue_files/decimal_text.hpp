#pragma once

#include "orion/kernel/money.hpp"

#include <cstdint>
#include <string>

namespace orion::catalogue_files {

/// 1999 GBP is "19.99".
std::string decimal_text(std::int64_t minor_units, Currency currency);

}  // namespace orion::catalogue_files
