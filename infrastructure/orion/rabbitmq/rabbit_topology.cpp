#include "orion/rabbitmq/rabbit_topology.hpp"

#include "orion/rabbitmq/rabbit_connection.hpp"

#include <fmt/format.h>

#include <vector>

namespace orion::rabbitmq {
namespace {

amqp_table_entry_t argument(const char* name, std::string_view value) {
    amqp_table_entry_t entry{};
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = bytes(value);
    return entry;
}

amqp_table_entry_t argument(const char* name, bool value) {
    amqp_table_entry_t entry{};
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    entry.value.value.boolean = static_cast<amqp_boolean_t>(value);
    return entry;
}

amqp_table_entry_t argument(const char* name, int value) {
    amqp_table_entry_t entry{};
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_I32;
    entry.value.value.i32 = value;
    return entry;
}

class Declaring {
public:
    explicit Declaring(RabbitConnection& connection) : connection_{connection} {}

    void exchange(const std::string& name, const char* type) {
        amqp_exchange_declare(connection_.get(), RabbitConnection::channel, bytes(name), amqp_cstring_bytes(type), 0, 1,
                              0, 0, amqp_empty_table);
        connection_.check(fmt::format("exchange {}", name));
    }

    void queue(const std::string& name, std::vector<amqp_table_entry_t> arguments) {
        arguments.push_back(argument("x-queue-type", std::string_view{"quorum"}));
        const amqp_table_t table{static_cast<int>(arguments.size()), arguments.data()};
        amqp_queue_declare(connection_.get(), RabbitConnection::channel, bytes(name), 0, 1, 0, 0, table);
        connection_.check(fmt::format("queue {}", name));
    }

    void binding(const std::string& queue, const std::string& exchange, const std::string& key) {
        amqp_queue_bind(connection_.get(), RabbitConnection::channel, bytes(queue), bytes(exchange), bytes(key),
                        amqp_empty_table);
        connection_.check(fmt::format("binding of {}", queue));
    }

private:
    RabbitConnection& connection_;
};

}  // namespace

void declare(RabbitConnection& connection, const Names& names, const messaging::Topology& topology) {
    Declaring declaring{connection};
    declaring.exchange(names.events(), "topic");
    declaring.exchange(names.dead(), "direct");
    const auto dead = names.dead();
    for (const auto& [consumer, types] : topology) {
        declaring.queue(names.dead_queue(consumer), {});
        declaring.binding(names.dead_queue(consumer), dead, consumer);
        // The broker drops no dead letter on its way only together with reject-publish.
        declaring.queue(names.queue(consumer),
                        {argument("x-single-active-consumer", true), argument("x-delivery-limit", delivery_limit),
                         argument("x-dead-letter-exchange", std::string_view{dead}),
                         argument("x-dead-letter-routing-key", std::string_view{consumer}),
                         argument("x-dead-letter-strategy", std::string_view{"at-least-once"}),
                         argument("x-overflow", std::string_view{"reject-publish"})});
        declaring.binding(names.queue(consumer), dead, Names::replay_key(consumer));
        for (const auto& type : types) declaring.binding(names.queue(consumer), names.events(), type);
    }
}

void declare(const RabbitOptions& options, const messaging::Topology& topology) {
    RabbitConnection connection{options};
    declare(connection, Names{options.prefix}, topology);
    connection.close();
}

}  // namespace orion::rabbitmq
