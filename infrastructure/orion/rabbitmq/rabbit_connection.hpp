#pragma once

#include "orion/rabbitmq/broker_failure.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include <amqp.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace orion::rabbitmq {

inline amqp_bytes_t bytes(std::string_view text) {
    return {text.size(), const_cast<char*>(text.data())};  // NOLINT: the library only reads it
}

inline std::string_view text(amqp_bytes_t bytes) { return {static_cast<const char*>(bytes.bytes), bytes.len}; }

/// One connection with one open channel. For one thread; after a BrokerFailure it can only be destroyed.
class RabbitConnection {
public:
    static constexpr amqp_channel_t channel = 1;

    /// Connects to the first host that lets it in.
    explicit RabbitConnection(const RabbitOptions& options);
    /// Cuts the connection: the broker takes back what was not acknowledged.
    ~RabbitConnection();
    RabbitConnection(const RabbitConnection&) = delete;
    RabbitConnection& operator=(const RabbitConnection&) = delete;

    /// Says good-bye and waits for the answer.
    void close();

    amqp_connection_state_t get() const { return state_; }
    int descriptor() const { return amqp_get_sockfd(state_); }

    /// After a synchronous call.
    void check(std::string_view what) { check(what, amqp_get_rpc_reply(state_)); }
    static void check(std::string_view what, const amqp_rpc_reply_t& reply);
    /// After a call that gives a status.
    static void check(std::string_view what, int status);

    /// False if the broker has ended it, or has anything else to say while nothing was asked.
    bool is_quiet();

    /// The next frame, or nothing at the deadline.
    std::optional<amqp_frame_t> frame(std::chrono::steady_clock::time_point deadline);

private:
    void open(const RabbitOptions& options, const std::string& url);
    void limit_sending(std::chrono::milliseconds limit) const;

    amqp_connection_state_t state_ = nullptr;
};

}  // namespace orion::rabbitmq
