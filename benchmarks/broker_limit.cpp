// How many messages a second go through RabbitMQ: the publisher with confirms and the consumer, next to the client
// library alone, in turns in one run. Usage: ENGINES=DIR broker_limit [MESSAGES]
#include "orion/observability/spdlog_log.hpp"
#include "orion/rabbitmq/rabbit_connection.hpp"
#include "orion/rabbitmq/rabbit_event_publisher.hpp"
#include "orion/rabbitmq/rabbit_message_consumer.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"
#include "orion/system/system_clock.hpp"
#include "orion/system/uuid_v7_generator.hpp"

#include "support/engines.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace orion;
using namespace orion::rabbitmq;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t batch_size = 100;
const messaging::Topology topology{{"bench", {"bench.happened"}}};

double seconds_of(const auto& work) {
    const auto begun = steady_clock::now();
    work();
    return std::chrono::duration<double>(steady_clock::now() - begun).count();
}

struct Counting final : MessageHandler {
    Result<void> handle(const Delivery&) override {
        ++count;
        count.notify_one();
        return {};
    }
    void until(int wanted) const {
        for (int now = count; now < wanted; now = count) count.wait(now);
    }
    std::atomic<int> count = 0;
};

/// What the library does by itself: publish a batch, wait for its confirms.
void publish_raw(RabbitConnection& connection, const Names& names, const std::string& body, int messages) {
    amqp_basic_properties_t properties{};
    properties._flags = AMQP_BASIC_DELIVERY_MODE_FLAG;
    properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
    std::uint64_t published = 0;
    std::uint64_t confirmed = 0;
    std::uint64_t single = 0;
    while (published < static_cast<std::uint64_t>(messages)) {
        for (std::size_t i = 0; i < batch_size; ++i, ++published)
            amqp_basic_publish(connection.get(), 1, bytes(names.events()), bytes("bench.happened"), 1, 0, &properties,
                               bytes(body));
        while (confirmed + single < published) {
            const auto frame = connection.frame(steady_clock::now() + std::chrono::seconds{10});
            if (!frame || frame->payload.method.id != AMQP_BASIC_ACK_METHOD) std::exit(1);
            const auto& ack = *static_cast<amqp_basic_ack_t*>(frame->payload.method.decoded);
            if (ack.multiple != 0) {
                confirmed = ack.delivery_tag;
                single = 0;
            } else {
                ++single;
            }
        }
    }
}

void consume_raw(RabbitConnection& connection, const Names& names, int messages) {
    amqp_basic_qos(connection.get(), 1, 0, 1000, 0);
    amqp_basic_consume(connection.get(), 1, bytes(names.queue("bench")), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    for (int i = 0; i < messages; ++i) {
        amqp_maybe_release_buffers(connection.get());
        amqp_envelope_t envelope{};
        RabbitConnection::check("consume", amqp_consume_message(connection.get(), &envelope, nullptr, 0));
        amqp_basic_ack(connection.get(), 1, envelope.delivery_tag, 0);
        amqp_destroy_envelope(&envelope);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto url = test::engine("rabbitmq_url");
    if (!url) return std::fputs("needs ENGINES=DIR of scripts/engines\n", stderr), 2;
    const int messages = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const system::SystemClock clock;
    system::UuidV7Generator ids{clock};
    observability::SpdlogLog log{{.service = "bench", .level = LogLevel::warning, .destination = "stderr"}, clock};
    const RabbitOptions options{.url = *url,
                                .password = Secret{*test::engine("rabbitmq_password")},
                                .prefix = "bench-" + ids.next<MessageId>().to_string()};
    declare(options, topology);
    const Names names{options.prefix};
    const std::string body(1024, 'x');

    RabbitEventPublisher publisher{options, topology, log};
    for (int round = 0; round < 3; ++round) {
        std::vector<Envelope> batch;
        for (std::size_t i = 0; i < batch_size; ++i)
            batch.push_back({.id = ids.next<MessageId>(),
                             .type = "bench.happened",
                             .version = 1,
                             .time = clock.now(),
                             .subject = std::to_string(i),
                             .trace = {},
                             .body = body});
        const auto publishing = seconds_of([&] {
            for (int i = 0; i < messages; i += static_cast<int>(batch_size))
                if (!publisher.publish(batch)) std::exit(1);
        });
        Counting handler;
        RabbitMessageConsumer consumer{
            options, topology, {.clock = clock, .log = log, .handler = handler}, {.name = "bench", .prefetch = 1000}};
        const auto consuming = seconds_of([&] {
            consumer.start();
            handler.until(messages);
        });
        consumer.stop();

        double raw_publishing = 0;
        double raw_consuming = 0;
        {
            RabbitConnection connection{options};
            amqp_confirm_select(connection.get(), 1);
            connection.check("confirm");
            raw_publishing = seconds_of([&] { publish_raw(connection, names, body, messages); });
        }
        {
            RabbitConnection connection{options};
            raw_consuming = seconds_of([&] { consume_raw(connection, names, messages); });
        }
        {
            RabbitConnection connection{options};  // some acknowledgements went with the one before
            amqp_queue_purge(connection.get(), 1, bytes(names.queue("bench")));
            connection.check("purge");
            connection.close();
        }
        fmt::print("publish {:.0f}/s, raw {:.0f}/s, ratio {:.2f}; consume {:.0f}/s, raw {:.0f}/s, ratio {:.2f}\n",
                   messages / publishing, messages / raw_publishing, raw_publishing / publishing, messages / consuming,
                   messages / raw_consuming, raw_consuming / consuming);
    }
}
