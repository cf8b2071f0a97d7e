#include "orion/messaging/message_handling.hpp"

#include "orion/resilience/steady_time.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>

namespace orion::messaging {

Handled handle_message(MessageHandler& handler, Log& log, const ConsumerOptions& options, const Delivery& delivery,
                       bool is_last_attempt) {
    const auto& message = delivery.message;
    const auto id = message.id.to_string();
    const auto& correlation = message.trace.correlation_id;
    const TraceScope scope{{correlation.empty() ? id : correlation, id, message.trace.traceparent}};
    Handled handled{.verdict = Verdict::again, .reason = {}};
    try {
        const auto outcome = handler.handle(delivery);
        if (outcome) {
            log.info("message handled", {{"consumer", options.name},
                                         {"type", message.type},
                                         {"subject", message.subject},
                                         {"attempt", delivery.attempt}});
            return {.verdict = Verdict::done, .reason = {}};
        }
        if (outcome.error().kind != ErrorKind::unavailable) handled.verdict = Verdict::never;
        handled.reason = std::string{outcome.error().code.text()} + ": " + outcome.error().message;
    } catch (const std::exception& exception) {
        handled.reason = std::string{"exception: "} + exception.what();
    } catch (...) {
        handled.reason = "unknown exception";
    }
    if (is_last_attempt) handled.verdict = Verdict::never;
    log.warning(handled.verdict == Verdict::never ? "message became a dead letter" : "message will be tried again",
                {{"consumer", options.name},
                 {"message", id},
                 {"type", message.type},
                 {"attempt", delivery.attempt},
                 {"reason", handled.reason}});
    return handled;
}

std::chrono::milliseconds retry_delay(const ConsumerOptions& options, int attempt) {
    const auto index = std::min(static_cast<std::size_t>(attempt), options.retry_delays.size()) - 1;
    const auto delay = options.retry_delays[index];
    return delay / 2 + resilience::random_part(delay);
}

}  // namespace orion::messaging
