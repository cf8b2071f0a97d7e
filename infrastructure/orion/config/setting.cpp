#include "orion/config/setting.hpp"

#include "orion/config/log_level_names.hpp"

#include <fmt/format.h>

#include <type_traits>

namespace orion::config {
namespace {

using std::chrono::milliseconds;

std::string in_quotes(std::string_view text) {
    std::string toml = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            toml += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            toml += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            toml += c;
    }
    return toml + '"';
}

}  // namespace

std::string Setting::environment_name() const {
    std::string name_in_capitals = "ORION_";
    for (const char c : key)
        name_in_capitals += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name_in_capitals;
}

milliseconds Setting::unit() const {
    if (key.ends_with("_ms")) return milliseconds{1};
    if (key.ends_with("_s")) return std::chrono::seconds{1};
    if (key.ends_with("_minutes")) return std::chrono::minutes{1};
    if (key.ends_with("_hours")) return std::chrono::hours{1};
    contract(key.ends_with("_days"), "the key of a duration ends in its unit");
    return std::chrono::days{1};
}

std::string show(const Setting& setting, const Settings& settings) {
    // The targets hand out references to change; here they only read a copy.
    auto copy = settings;
    return std::visit(
        [&]<class Value>(Value& (*target)(Settings&)) -> std::string {
            const Value& value = target(copy);
            if constexpr (std::is_same_v<Value, std::string>)
                return in_quotes(value);
            else if constexpr (std::is_same_v<Value, milliseconds>)
                return std::to_string(value / setting.unit());
            else if constexpr (std::is_same_v<Value, Currency>)
                return in_quotes(value.code());
            else if constexpr (std::is_same_v<Value, LogLevel>)
                return in_quotes(log_level_name(value));
            else if constexpr (std::is_same_v<Value, Profile>)
                return in_quotes(value == Profile::production ? "production" : "development");
            else if constexpr (std::is_same_v<Value, SecretSetting>)
                return in_quotes(value.reference);
            else if constexpr (std::is_same_v<Value, bool>)
                return value ? "true" : "false";
            else
                return std::to_string(value);
        },
        setting.target);
}

std::string expectation(const Setting& setting) {
    return std::visit(
        [&]<class Value>(Value& (*)(Settings&)) -> std::string {
            if constexpr (std::is_same_v<Value, std::string>)
                return setting.min == 0 ? fmt::format("a text of up to {} characters", setting.max)
                                        : fmt::format("a text of {} to {} characters", setting.min, setting.max);
            else if constexpr (std::is_same_v<Value, Currency>)
                return "a three-letter ISO 4217 code";
            else if constexpr (std::is_same_v<Value, LogLevel>)
                return "one of debug, info, warning, error, off";
            else if constexpr (std::is_same_v<Value, Profile>)
                return "development or production";
            else if constexpr (std::is_same_v<Value, SecretSetting>)
                return fmt::format(
                    "env:NAME, file:PATH, sealed:PATH#NAME or vault:MOUNT/PATH#FIELD of at least {} bytes",
                    setting.min);
            else if constexpr (std::is_same_v<Value, bool>)
                return "true or false";
            else
                return fmt::format("a whole number from {} to {}", setting.min, setting.max);
        },
        setting.target);
}

}  // namespace orion::config
