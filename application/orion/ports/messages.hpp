#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"
#include "orion/ports/trace_context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace orion {

/// An integration event on its way: the same envelope in the outbox, in the broker and in a dead letter.
struct Envelope {
    MessageId id;         ///< unique; consumers remember it, so that a repeat has no effect
    std::string type;     ///< `ordering.stock_requested`: publishing context, event in snake_case
    int version;          ///< of the body's schema, from 1
    Instant time;         ///< when it happened
    std::string subject;  ///< what it is about (an order id, a SKU); messages of one subject keep their order
    TraceContext trace;
    std::string body;  ///< JSON
};

/// Hands messages to the broker. One thread at a time.
class EventPublisher {
public:
    virtual ~EventPublisher() = default;

    /// Returns a value only when the broker has stored all of them durably. On an error any number of them may have
    /// been stored: publish them again (consumers recognise repeats). `unavailable`: the broker does not answer.
    virtual Result<void> publish(const std::vector<Envelope>& messages) = 0;
};

/// One message handed to a consumer.
struct Delivery {
    Envelope message;
    int attempt;  ///< 1 for the first
};

/// Handles the messages of one consumer. A value: done for good. `unavailable`: try again later, with growing delays
/// and in the end a dead letter. Any other error: it will never work, a dead letter at once. Thread-safe.
class MessageHandler {
public:
    virtual ~MessageHandler() = default;
    virtual Result<void> handle(const Delivery& delivery) = 0;
};

/// Hands the messages of one consumer to its MessageHandler, several at once, but those of one subject one after the
/// other in the order of their publication: one that is retried holds back the later ones of its subject. Every message
/// is handed over at least once. The handler runs inside a TraceScope that carries the message's trace on, with its id
/// as the cause.
class MessageConsumer {
public:
    virtual ~MessageConsumer() = default;
    virtual void start() = 0;
    /// Finishes the messages in hand, returns the others and blocks until that is done. Can be called twice.
    virtual void stop() = 0;
};

}  // namespace orion
