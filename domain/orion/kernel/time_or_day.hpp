#pragma once

#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"

#include <string_view>

namespace orion {

/// Which millisecond of a whole day.
enum class OfDay { first, last };

/// For bounds that people ask with: a time as `parse_rfc3339` reads it, also without milliseconds, or a day such as
/// `2026-01-31` in UTC. `invalid` / `malformed_time`.
Result<Instant> parse_time_or_day(std::string_view text, OfDay of_day);

}  // namespace orion
