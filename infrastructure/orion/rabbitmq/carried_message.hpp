#pragma once

#include "orion/ports/messages.hpp"

#include <amqp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::rabbitmq {

/// What a message gathers when it cannot be handled, kept in its headers.
struct Trouble {
    std::string consumer;
    int attempts = 0;
    std::string reason{};  ///< of the last attempt
    std::vector<std::string> history{};
    std::int64_t number = 0;      ///< names a dead letter
    std::int64_t died_at_ms = 0;  ///< 0: it is no dead letter
};

/// A message as the broker carries it.
struct CarriedMessage {
    Envelope envelope;
    bool is_complete = true;  ///< false if something of the envelope was missing or no envelope's
    int lost_in_hand = 0;     ///< how often a consumer was lost that held it
    std::optional<Trouble> trouble{};
};

/// Properties and headers for publishing; they point into the message and into this object.
class WireProperties {
public:
    explicit WireProperties(const Envelope& message, const Trouble* trouble = nullptr);
    WireProperties(const WireProperties&) = delete;
    WireProperties& operator=(const WireProperties&) = delete;

    const amqp_basic_properties_t* get() const { return &properties_; }

private:
    void add(const char* name, std::string_view value);
    void add(const char* name, std::int64_t value);

    std::string id_;
    std::string history_;
    std::vector<amqp_table_entry_t> headers_;
    amqp_basic_properties_t properties_{};
};

CarriedMessage carried_message(const amqp_basic_properties_t& properties, amqp_bytes_t body);

}  // namespace orion::rabbitmq
