#include "orion/rabbitmq/broker_probe.hpp"

#include "orion/rabbitmq/rabbit_connection.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"

#include <utility>

namespace orion::rabbitmq {

BrokerProbe::BrokerProbe(RabbitOptions options) : options_{std::move(options)} {}

BrokerProbe::~BrokerProbe() = default;

Result<void> BrokerProbe::ask() {
    try {
        if (!connection_) connection_ = std::make_unique<RabbitConnection>(options_);
        const auto exchange = Names{options_.prefix}.events();
        constexpr amqp_boolean_t passive = 1;
        amqp_exchange_declare(connection_->get(), RabbitConnection::channel, bytes(exchange),
                              amqp_cstring_bytes("topic"), passive, 1, 0, 0, amqp_empty_table);
        const auto reply = amqp_get_rpc_reply(connection_->get());
        amqp_maybe_release_buffers(connection_->get());
        if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
            connection_.reset();
            return {};
        }
        RabbitConnection::check("probe", reply);
        return {};
    } catch (const BrokerFailure&) {
        connection_.reset();
        return broker_unavailable();
    }
}

}  // namespace orion::rabbitmq
