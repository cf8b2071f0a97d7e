#pragma once

#include "orion/kernel/result.hpp"

#include <string>
#include <string_view>

namespace orion::inventory {

/// What people write into the ledger: 1–200 bytes, not only blanks, no control characters. Else notes `missing_field`,
/// `too_long` or `malformed_text` under `field`.
void check_ledger_text(FieldErrors& errors, std::string field, std::string_view text);

}  // namespace orion::inventory
