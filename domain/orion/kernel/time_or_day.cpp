#include "orion/kernel/time_or_day.hpp"

#include <cstddef>
#include <string>

namespace orion {

Result<Instant> parse_time_or_day(std::string_view text, OfDay of_day) {
    constexpr std::size_t day_length = std::string_view{"2026-01-31"}.size();
    constexpr std::size_t second_length = std::string_view{"2026-01-31T09:30:00Z"}.size();
    std::string full{text};
    if (text.size() == day_length) full.append(of_day == OfDay::first ? "T00:00:00.000Z" : "T23:59:59.999Z");
    if (text.size() == second_length && text.ends_with('Z')) full.insert(second_length - 1, ".000");
    if (const auto instant = parse_rfc3339(full)) return *instant;
    return fail(ErrorKind::invalid, "malformed_time", "This is neither a time, 2026-01-31T09:30:00.000Z, nor a day.");
}

}  // namespace orion
