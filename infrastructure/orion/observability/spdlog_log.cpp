#include "orion/observability/spdlog_log.hpp"

#include "orion/observability/json_text.hpp"
#include "orion/ports/trace_context.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <type_traits>

namespace orion::observability {
namespace {

spdlog::level::level_enum in_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
        case LogLevel::off:
            break;
    }
    return spdlog::level::off;
}

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
        case LogLevel::off:
            break;
    }
    return "off";
}

spdlog::sink_ptr open(const std::string& destination) {
    if (destination == "stderr") return std::make_shared<spdlog::sinks::stderr_sink_mt>();
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(destination);
}

void append_member(std::string& json, std::string_view key, std::string_view text) {
    json += ',';
    append_json_text(json, key);
    json += ':';
    append_json_text(json, text);
}

void append_fields(std::string& json, std::span<const LogField> fields) {
    json += ",\"fields\":{";
    for (bool first = true; const auto& field : fields) {
        if (!first) json += ',';
        first = false;
        append_json_text(json, field.key);
        json += ':';
        std::visit(
            [&json](auto value) {
                if constexpr (std::is_same_v<decltype(value), std::string_view>)
                    append_json_text(json, value);
                else if constexpr (std::is_same_v<decltype(value), bool>)
                    json += value ? "true" : "false";
                else
                    json += std::to_string(value);
            },
            field.value);
    }
    json += '}';
}

}  // namespace

struct SpdlogLog::State {
    State(const LogSettings& settings, const Clock& time_source)
        : clock{time_source}, service{settings.service}, logger{settings.service, open(settings.destination)} {
        logger.set_formatter(std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc, "\n"));
        logger.set_level(in_spdlog(settings.level));
        logger.flush_on(spdlog::level::trace);
        logger.set_error_handler([this](const std::string&) { report_loss(); });
    }

    // At most once a second, and in the form of every other line, since stderr may be somebody's log too.
    void report_loss() {
        const auto now_s =
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch())
                .count();
        if (last_report_s.exchange(now_s) == now_s) return;
        std::string json = "{\"time\":\"" + to_rfc3339(clock.now()) + "\",\"level\":\"error\"";
        append_member(json, "service", service);
        append_member(json, "message", "log lines are lost: the destination cannot be written");
        json += "}\n";
        (void)!::write(STDERR_FILENO, json.data(), json.size());
    }

    const Clock& clock;
    std::string service;
    std::atomic<std::int64_t> last_report_s = 0;
    spdlog::logger logger;
};

SpdlogLog::SpdlogLog(const LogSettings& settings, const Clock& clock)
    : state_{std::make_unique<State>(settings, clock)} {}

SpdlogLog::~SpdlogLog() = default;

void SpdlogLog::set_level(LogLevel level) { state_->logger.set_level(in_spdlog(level)); }

void SpdlogLog::write(LogLevel level, std::string_view message, std::span<const LogField> fields) noexcept {
    const auto severity = in_spdlog(level);
    if (level == LogLevel::off || !state_->logger.should_log(severity)) return;
    try {
        std::string json = "{\"time\":\"" + to_rfc3339(state_->clock.now()) + '"';
        append_member(json, "level", name_of(level));
        append_member(json, "service", state_->service);
        json += ",\"thread\":" + std::to_string(::gettid());
        append_member(json, "message", message);
        const auto& trace = current_trace();
        if (!trace.correlation_id.empty()) append_member(json, "correlation_id", trace.correlation_id);
        if (!trace.causation_id.empty()) append_member(json, "causation_id", trace.causation_id);
        if (!fields.empty()) append_fields(json, fields);
        json += '}';
        state_->logger.log(severity, spdlog::string_view_t{json.data(), json.size()});
    } catch (const std::exception&) {
        // Out of memory: the line is lost, the work goes on.
    }
}

}  // namespace orion::observability
