#pragma once

#include "orion/messaging/consumer_options.hpp"
#include "orion/ports/log.hpp"
#include "orion/ports/messages.hpp"

#include <chrono>
#include <string>

namespace orion::messaging {

enum class Verdict { done, again, never };

struct Handled {
    Verdict verdict;
    std::string reason;  ///< empty if it is done
};

/// Hands a message to `handler` under its trace and judges the outcome: anything but `unavailable`, and any failure of
/// the last attempt, is never to be tried again. Whatever the handler throws is a failed attempt.
Handled handle_message(MessageHandler& handler, Log& log, const ConsumerOptions& options, const Delivery& delivery,
                       bool is_last_attempt);

/// How long to wait after the failed attempt `attempt`: half of its delay, and a random part of the whole.
std::chrono::milliseconds retry_delay(const ConsumerOptions& options, int attempt);

}  // namespace orion::messaging
