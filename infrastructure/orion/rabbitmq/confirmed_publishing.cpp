#include "orion/rabbitmq/confirmed_publishing.hpp"

#include <fmt/format.h>

#include <utility>

namespace orion::rabbitmq {
namespace {

/// What may be on its way without a confirm; beyond about a hundred the broker gets no faster.
constexpr std::size_t window = 100;

}  // namespace

ConfirmedPublishing::ConfirmedPublishing(RabbitConnection& connection) : connection_{connection} {
    amqp_confirm_select(connection_.get(), RabbitConnection::channel);
    connection_.check("confirm mode");
}

std::set<MessageId> ConfirmedPublishing::publish(std::span<const Outgoing> messages, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    returned_.clear();
    for (const auto& message : messages) {
        while (unconfirmed_.size() >= window) receive(deadline);
        if (std::chrono::steady_clock::now() > deadline) throw BrokerFailure{"not sent in time"};
        send(message);
    }
    while (!unconfirmed_.empty()) receive(deadline);
    return std::exchange(returned_, {});
}

void ConfirmedPublishing::send(const Outgoing& outgoing) {
    const WireProperties properties{*outgoing.message, outgoing.trouble};
    constexpr amqp_boolean_t mandatory = 1;
    constexpr amqp_boolean_t immediate = 0;
    RabbitConnection::check("publishing",
                            amqp_basic_publish(connection_.get(), RabbitConnection::channel, bytes(outgoing.exchange),
                                               bytes(outgoing.routing_key), mandatory, immediate, properties.get(),
                                               bytes(outgoing.message->body)));
    unconfirmed_.insert(next_tag_++);
}

void ConfirmedPublishing::receive(std::chrono::steady_clock::time_point deadline) {
    const auto frame = connection_.frame(deadline);
    if (!frame) throw BrokerFailure{"no confirm in time"};
    if (frame->frame_type != AMQP_FRAME_METHOD) return;
    switch (const auto& method = frame->payload.method; method.id) {
        case AMQP_BASIC_ACK_METHOD: {
            const auto& ack = *static_cast<amqp_basic_ack_t*>(method.decoded);
            settle(ack.delivery_tag, ack.multiple != 0);
            return;
        }
        case AMQP_BASIC_NACK_METHOD:
            throw BrokerFailure{"the broker refused a message"};
        case AMQP_BASIC_RETURN_METHOD: {
            amqp_message_t message{};
            RabbitConnection::check("a returned message",
                                    amqp_read_message(connection_.get(), frame->channel, &message, 0));
            if (const auto id = MessageId::parse(text(message.properties.message_id))) returned_.insert(*id);
            amqp_destroy_message(&message);
            return;
        }
        case AMQP_CONNECTION_BLOCKED_METHOD:
            throw BrokerFailure{"the broker takes no messages: " +
                                std::string{text(static_cast<amqp_connection_blocked_t*>(method.decoded)->reason)}};
        case AMQP_CHANNEL_CLOSE_METHOD: {
            const auto& closed = *static_cast<amqp_channel_close_t*>(method.decoded);
            throw BrokerFailure{fmt::format("channel closed: {} {}", closed.reply_code, text(closed.reply_text))};
        }
        case AMQP_CONNECTION_CLOSE_METHOD: {
            const auto& closed = *static_cast<amqp_connection_close_t*>(method.decoded);
            throw BrokerFailure{fmt::format("connection closed: {} {}", closed.reply_code, text(closed.reply_text))};
        }
        default:
            return;
    }
}

void ConfirmedPublishing::settle(std::uint64_t tag, bool multiple) {
    if (multiple)
        unconfirmed_.erase(unconfirmed_.begin(), unconfirmed_.upper_bound(tag));
    else
        unconfirmed_.erase(tag);
}

}  // namespace orion::rabbitmq
