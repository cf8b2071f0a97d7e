#pragma once

#include "orion/ports/log.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace orion::config {

inline constexpr std::array<std::string_view, 5> log_level_names{"debug", "info", "warning", "error", "off"};

constexpr std::string_view log_level_name(LogLevel level) {
    return log_level_names.at(static_cast<std::size_t>(level));
}

constexpr std::optional<LogLevel> log_level_of(std::string_view name) {
    for (std::size_t i = 0; i < log_level_names.size(); ++i)
        if (log_level_names[i] == name) return static_cast<LogLevel>(i);
    return std::nullopt;
}

}  // namespace orion::config
