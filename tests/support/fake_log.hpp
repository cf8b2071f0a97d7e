#pragma once

#include "orion/ports/log.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace orion::test {

/// Remembers lines as `message key=value key=value`.
class FakeLog : public Log {
public:
    void write(LogLevel /*level*/, std::string_view message, std::span<const LogField> fields) noexcept override {
        std::string line{message};
        for (const auto& field : fields) {
            line += ' ';
            line += field.key;
            line += '=';
            if (const auto* text = std::get_if<std::string_view>(&field.value)) line += *text;
            if (const auto* number = std::get_if<std::int64_t>(&field.value)) line += std::to_string(*number);
            if (const auto* truth = std::get_if<bool>(&field.value)) line += *truth ? "true" : "false";
        }
        const std::lock_guard lock{mutex_};
        lines_.push_back(std::move(line));
    }

    std::vector<std::string> lines() const {
        const std::lock_guard lock{mutex_};
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace orion::test
