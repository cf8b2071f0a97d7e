#pragma once

#include "orion/ports/clock.hpp"
#include "orion/ports/log.hpp"

#include <memory>
#include <string>

namespace orion::observability {

struct LogSettings {
    std::string service;                 ///< "orion-api"
    LogLevel level = LogLevel::info;     ///< the least serious that is written
    std::string destination = "stderr";  ///< "stderr", or the path of a file to append to
};

/// One JSON object a line, written at once:
/// `{"time":"2026-01-31T09:30:00.000Z","level":"info","service":"orion-api","thread":4711,"message":"…",
///   "correlation_id":"…","causation_id":"…","fields":{…}}`. The ids are left out where there are none. Whatever the
/// texts hold, a line stays one valid line: control characters are escaped, bytes that are no UTF-8 become U+FFFD.
/// A full disk loses lines (said on stderr, at most once a second), never work.
class SpdlogLog final : public Log {
public:
    /// Throws std::runtime_error when the file cannot be opened.
    SpdlogLog(const LogSettings& settings, const Clock& clock);
    ~SpdlogLog() override;

    /// From any thread, at any time.
    void set_level(LogLevel level);

    void write(LogLevel level, std::string_view message, std::span<const LogField> fields) noexcept override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace orion::observability
