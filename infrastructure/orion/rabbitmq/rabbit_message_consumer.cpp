#include "orion/rabbitmq/rabbit_message_consumer.hpp"

#include "orion/messaging/message_handling.hpp"
#include "orion/rabbitmq/confirmed_publishing.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"
#include "orion/rabbitmq/subject_lanes.hpp"
#include "orion/resilience/retry.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <system_error>
#include <thread>
#include <utility>

namespace orion::rabbitmq {

using namespace std::chrono_literals;
using messaging::Verdict;
using std::chrono::steady_clock;

namespace {

/// What waits for another attempt is held too; without room beside it, it would stop everything else.
constexpr int prefetch_min = 1000;
constexpr auto reconnect_min = 100ms;
constexpr auto reconnect_max = 5'000ms;
constexpr auto burial_pause = 1'000ms;
constexpr auto heartbeat_check = 500;  // milliseconds; frames that are due are written while reading
constexpr std::size_t reason_max = 500;

/// Interrupts a thread that waits for a connection.
class WakeUp {
public:
    WakeUp() : descriptor_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {
        if (descriptor_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
    }
    ~WakeUp() { ::close(descriptor_); }
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;

    void ring() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
    }
    void wait_with(int other, int timeout_ms) const {
        std::array<pollfd, 2> polled{
            {{.fd = other, .events = POLLIN, .revents = 0}, {.fd = descriptor_, .events = POLLIN, .revents = 0}}};
        ::poll(polled.data(), polled.size(), timeout_ms);
        std::uint64_t count = 0;
        [[maybe_unused]] const auto read = ::read(descriptor_, &count, sizeof count);
    }

private:
    int descriptor_;
};

}  // namespace

class RabbitMessageConsumer::Running {
public:
    Running(RabbitOptions rabbit, messaging::Topology topology, Ports ports, messaging::ConsumerOptions options)
        : rabbit_{std::move(rabbit)}, topology_{std::move(topology)}, ports_{ports}, options_{std::move(options)} {}

    void start() {
        contract(!owner_.joinable(), "a consumer is started once");
        for (int i = 0; i < options_.threads; ++i) workers_.emplace_back([this] { work(); });
        owner_ = std::thread{[this] { keep_connected(); }};
    }

    void stop() {
        if (!owner_.joinable()) return;
        lanes_.close();
        for (auto& worker : workers_) worker.join();
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        stopped_.notify_one();
        wake_up_.ring();
        owner_.join();
    }

private:
    struct Settled {
        Held held;
        messaging::Handled handled;
    };

    // The threads that handle.
    void work();
    void settle(Settled settled);

    // The thread that owns the connection.
    void keep_connected();
    void serve();
    bool receive(RabbitConnection& connection);
    void carry_out(RabbitConnection& connection, Settled settled);
    void acknowledge(RabbitConnection& connection, const Held& held);
    void bury_dead(RabbitConnection& connection);
    void bury(const Settled& settled);
    bool stopping();

    const RabbitOptions rabbit_;
    const messaging::Topology topology_;
    const Ports ports_;
    const messaging::ConsumerOptions options_;
    const WakeUp wake_up_{};
    SubjectLanes lanes_;

    std::mutex mutex_;
    std::condition_variable stopped_;
    std::vector<Settled> settled_;
    bool stopping_ = false;

    // Only for the owner of the connection.
    struct Graveyard {
        explicit Graveyard(const RabbitOptions& options) : connection{options} {}
        RabbitConnection connection;
        ConfirmedPublishing publishing{connection};
    };
    std::optional<Graveyard> graveyard_;
    std::deque<Settled> dead_;  ///< not buried yet
    steady_clock::time_point burial_at_{};
    resilience::GrowingPause pause_{reconnect_min, reconnect_max};
    std::uint64_t connection_number_ = 0;
    std::int64_t last_letter_ = 0;

    std::vector<std::thread> workers_;
    std::thread owner_;
};

void RabbitMessageConsumer::Running::work() {
    while (auto held = lanes_.take()) {
        const auto& message = held->message;
        const bool is_last = held->failures + 1 >= options_.attempts_max;
        auto handled = messaging::handle_message(
            ports_.handler, ports_.log, options_,
            {.message = message.envelope, .attempt = message.lost_in_hand + held->failures + 1}, is_last);
        settle({.held = *std::move(held), .handled = std::move(handled)});
    }
}

void RabbitMessageConsumer::Running::settle(Settled settled) {
    auto& held = settled.held;
    if (settled.handled.verdict == Verdict::done) {
        lanes_.finish(held);
    } else {
        ++held.failures;
        held.history.push_back(
            fmt::format("attempt {}: {}", held.failures, settled.handled.reason.substr(0, reason_max)));
        if (settled.handled.verdict == Verdict::again) {
            const auto delay = messaging::retry_delay(options_, held.failures);
            lanes_.again(std::move(held), steady_clock::now() + delay);
            return;
        }
        lanes_.finish(held);
    }
    {
        const std::lock_guard lock{mutex_};
        settled_.push_back(std::move(settled));
    }
    wake_up_.ring();
}

bool RabbitMessageConsumer::Running::stopping() {
    const std::lock_guard lock{mutex_};
    return stopping_;
}

void RabbitMessageConsumer::Running::keep_connected() {
    do {
        try {
            lanes_.renew(++connection_number_);
            serve();
            return;
        } catch (const TopologyMismatch& mismatch) {
            ports_.log.error("queue is not as it must be", {{"consumer", options_.name}, {"reason", mismatch.what()}});
        } catch (const std::exception& failure) {
            ports_.log.warning("broker not reachable", {{"consumer", options_.name}, {"reason", failure.what()}});
        }
        graveyard_.reset();
        dead_.clear();
        std::unique_lock lock{mutex_};
        stopped_.wait_for(lock, resilience::random_part(pause_.next()), [this] { return stopping_; });
        settled_.clear();  // the broker has them again, and the inbox knows them
    } while (!stopping());
}

void RabbitMessageConsumer::Running::serve() {
    RabbitConnection connection{rabbit_};
    const Names names{rabbit_.prefix};
    declare(connection, names, topology_);
    const auto prefetch = static_cast<std::uint16_t>(std::max(options_.prefetch, prefetch_min));
    amqp_basic_qos(connection.get(), RabbitConnection::channel, 0, prefetch, 0);
    connection.check("prefetch");
    const auto queue = names.queue(options_.name);
    amqp_basic_consume(connection.get(), RabbitConnection::channel, bytes(queue), bytes(options_.name), 0, 0, 0,
                       amqp_empty_table);
    connection.check(queue);
    ports_.log.info("consuming", {{"consumer", options_.name}});
    pause_.start_over();
    for (;;) {
        const bool is_last_round = stopping();
        std::vector<Settled> settled;
        {
            const std::lock_guard lock{mutex_};
            settled.swap(settled_);
        }
        for (auto& each : settled) carry_out(connection, std::move(each));
        bury_dead(connection);
        if (is_last_round) break;
        bool received = false;
        for (int i = 0; i < options_.prefetch && receive(connection); ++i) received = true;
        if (!received) wake_up_.wait_with(connection.descriptor(), heartbeat_check);
    }
    // The broker works off acknowledgements after it has read them; what it has not when the connection ends comes
    // again.
    amqp_basic_cancel(connection.get(), RabbitConnection::channel, bytes(options_.name));
    connection.check("leaving");
    amqp_queue_declare(connection.get(), RabbitConnection::channel, bytes(queue), 1, 1, 0, 0, amqp_empty_table);
    connection.check("leaving");
    connection.close();
}

/// False when nothing lies ready.
bool RabbitMessageConsumer::Running::receive(RabbitConnection& connection) {
    amqp_maybe_release_buffers(connection.get());
    amqp_envelope_t envelope{};
    constexpr timeval at_once{.tv_sec = 0, .tv_usec = 0};
    const auto reply = amqp_consume_message(connection.get(), &envelope, &at_once, 0);
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION && reply.library_error == AMQP_STATUS_TIMEOUT) return false;
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION && reply.library_error == AMQP_STATUS_UNEXPECTED_STATE) {
        // Something else than a delivery: of what can come, only alarms of the broker leave the channel usable.
        const auto frame = connection.frame(steady_clock::now() + rabbit_.confirm_timeout);
        if (!frame || frame->frame_type != AMQP_FRAME_METHOD) return true;
        const auto method = frame->payload.method.id;
        if (method == AMQP_CONNECTION_BLOCKED_METHOD || method == AMQP_CONNECTION_UNBLOCKED_METHOD) return true;
        throw BrokerFailure{fmt::format("the broker ended the consumer ({})", amqp_method_name(method))};
    }
    RabbitConnection::check("consuming", reply);
    auto message = carried_message(envelope.message.properties, envelope.message.body);
    const auto tag = envelope.delivery_tag;
    amqp_destroy_envelope(&envelope);
    if (!message.is_complete) {
        ports_.log.error("not a message of ours became a dead letter", {{"consumer", options_.name}});
        constexpr amqp_boolean_t requeue = 0;
        RabbitConnection::check("rejecting",
                                amqp_basic_reject(connection.get(), RabbitConnection::channel, tag, requeue));
        return true;
    }
    Held held{.message = std::move(message), .tag = tag, .connection = connection_number_};
    if (held.message.trouble) held.history = held.message.trouble->history;
    lanes_.add(std::move(held));
    return true;
}

void RabbitMessageConsumer::Running::carry_out(RabbitConnection& connection, Settled settled) {
    if (settled.held.connection != connection_number_) return;
    if (settled.handled.verdict == Verdict::never)
        dead_.push_back(std::move(settled));
    else
        acknowledge(connection, settled.held);
}

void RabbitMessageConsumer::Running::acknowledge(RabbitConnection& connection, const Held& held) {
    RabbitConnection::check("acknowledging", amqp_basic_ack(connection.get(), RabbitConnection::channel, held.tag, 0));
}

/// While the broker takes none (an alarm, say), the dead wait and the living go on. To end the connection instead would
/// have the broker count everything that is held as lost in hand once more.
void RabbitMessageConsumer::Running::bury_dead(RabbitConnection& connection) {
    while (!dead_.empty() && steady_clock::now() >= burial_at_) {
        try {
            bury(dead_.front());
        } catch (const BrokerFailure& failure) {
            ports_.log.warning("dead letter not stored", {{"consumer", options_.name}, {"reason", failure.what()}});
            graveyard_.reset();
            burial_at_ = steady_clock::now() + burial_pause;
            return;
        }
        acknowledge(connection, dead_.front().held);
        dead_.pop_front();
    }
}

void RabbitMessageConsumer::Running::bury(const Settled& settled) {
    if (!graveyard_) graveyard_.emplace(rabbit_);
    const auto now = ports_.clock.now().time_since_epoch().count();
    last_letter_ = std::max(last_letter_ + 1, now * 1000);
    const Trouble trouble{.consumer = options_.name,
                          .attempts = settled.held.failures,
                          .reason = settled.handled.reason.substr(0, reason_max),
                          .history = settled.held.history,
                          .number = last_letter_,
                          .died_at_ms = now};
    const Outgoing outgoing{.message = &settled.held.message.envelope,
                            .exchange = Names{rabbit_.prefix}.dead(),
                            .routing_key = options_.name,
                            .trouble = &trouble};
    if (!graveyard_->publishing.publish({&outgoing, 1}, rabbit_.confirm_timeout).empty())
        throw BrokerFailure{"there is no queue for dead letters"};
}

RabbitMessageConsumer::RabbitMessageConsumer(RabbitOptions rabbit, const messaging::Topology& topology, Ports ports,
                                             messaging::ConsumerOptions options)
    : running_{std::make_unique<Running>(std::move(rabbit), topology, ports, std::move(options))} {}

RabbitMessageConsumer::~RabbitMessageConsumer() { stop(); }

void RabbitMessageConsumer::start() { running_->start(); }

void RabbitMessageConsumer::stop() { running_->stop(); }

}  // namespace orion::rabbitmq
