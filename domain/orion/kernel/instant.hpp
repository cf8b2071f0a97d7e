#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace orion {

/// A point in time, UTC, to the millisecond: for records and for people. Durations inside the process use a steady
/// clock.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339, `2026-01-31T09:30:00.000Z`.
std::string to_rfc3339(Instant instant);

/// Exactly the form that `to_rfc3339` writes; nothing for any other.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace orion
