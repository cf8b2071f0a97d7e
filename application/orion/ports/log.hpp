#pragma once

#include "orion/kernel/secret.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace orion {

enum class LogLevel { debug, info, warning, error, off };

/// One named detail of a log line: a text, a whole number or a truth value. Borrows its texts: make it in the call.
/// A secret is none of these, so it cannot be logged.
struct LogField {
    LogField(std::string_view name, std::string_view text) : key{name}, value{text} {}
    LogField(std::string_view name, const std::string& text) : key{name}, value{std::string_view{text}} {}
    LogField(std::string_view name, const char* text) : key{name}, value{std::string_view{text}} {}
    template <std::same_as<bool> Truth>
    LogField(std::string_view name, Truth truth) : key{name}, value{truth} {}
    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    LogField(std::string_view name, Number number) : key{name}, value{static_cast<std::int64_t>(number)} {}
    LogField(std::string_view name, const Secret& secret) = delete;

    std::string_view key;
    std::variant<std::string_view, std::int64_t, bool> value;
};

/// Where the process tells its operator what it does: one event a line, carrying `current_trace()` by itself. Name, ids
/// and codes only: no bodies, no personal details. Thread-safe; never throws and never fails the work that logs.
class Log {
public:
    virtual ~Log() = default;

    /// `log.info("order placed", {{"order", id.to_string()}, {"lines", 3}});`
    void debug(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::debug, message, {fields.begin(), fields.size()});
    }
    void info(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::info, message, {fields.begin(), fields.size()});
    }
    void warning(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::warning, message, {fields.begin(), fields.size()});
    }
    void error(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::error, message, {fields.begin(), fields.size()});
    }

    virtual void write(LogLevel level, std::string_view message, std::span<const LogField> fields) noexcept = 0;
};

}  // namespace orion
