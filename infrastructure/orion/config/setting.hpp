#pragma once

#include "orion/config/settings.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace orion::config {

/// Where a key's value lives in `Settings`; its type is the type of the setting.
using Target =
    std::variant<int& (*)(Settings&), bool& (*)(Settings&), std::size_t& (*)(Settings&),
                 std::chrono::milliseconds& (*)(Settings&), std::string& (*)(Settings&), Currency& (*)(Settings&),
                 LogLevel& (*)(Settings&), SecretSetting& (*)(Settings&), Profile& (*)(Settings&)>;

/// When a process takes a new value.
enum class Taken { at_start, on_reload };

/// One key. Its default is what a fresh `Settings` holds.
struct Setting {
    std::string_view key;  ///< `section.name`, or `name` alone, which is in no section; a duration's unit last
    Target target;
    std::int64_t min;  ///< of a number or duration, in the key's unit; of a text, its length; of a secret, its bytes
    std::int64_t max;
    std::string_view description;
    Taken taken = Taken::at_start;

    std::string_view section() const { return key.contains('.') ? key.substr(0, key.find('.')) : std::string_view{}; }
    std::string_view name() const { return key.substr(key.find('.') + 1); }
    /// `http.port` is `ORION_HTTP_PORT` in the environment.
    std::string environment_name() const;
    /// What one stands for in a key that ends in `_ms`, `_s`, `_minutes`, `_hours` or `_days`.
    std::chrono::milliseconds unit() const;
};

/// The value as TOML shows it: `8080`, `"stderr"`. Of a secret, its reference.
std::string show(const Setting& setting, const Settings& settings);

/// "a whole number from 0 to 65535"
std::string expectation(const Setting& setting);

}  // namespace orion::config
