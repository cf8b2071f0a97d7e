#include "orion/rabbitmq/broker_probe.hpp"

#include "orion/rabbitmq/rabbit_connection.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"

#include <utility>

namespace orion::rabbitmq {

using std::chrono::steady_clock;

/// A connection whose channel confirms. Alarms end nothing here: the broker does not read what a blocked connection
/// sends, not even that it was closed, so one that came anew with each question would leave it one more each time.
class BrokerProbe::Asking {
public:
    explicit Asking(const RabbitOptions& options)
        : connection_{options}, exchange_{Names{options.prefix}.dead()}, limit_{options.confirm_timeout} {
        amqp_confirm_select(connection_.get(), RabbitConnection::channel);
        connection_.check("confirm mode");
    }

    enum class Answer { well, blocked, no_exchange };

    Answer ask() {
        if (!is_asked_) ask_anew();
        while (const auto frame = connection_.frame(steady_clock::now())) take(*frame);
        const auto deadline = steady_clock::now() + limit_;
        while (is_asked_ && !is_blocked_ && !is_closed_) {
            const auto frame = connection_.frame(deadline);
            if (!frame) throw BrokerFailure{"no confirm in time"};
            take(*frame);
        }
        if (is_closed_) return Answer::no_exchange;
        return is_blocked_ ? Answer::blocked : Answer::well;
    }

private:
    /// Only who publishes is told of an alarm. No queue is bound to this key.
    void ask_anew() {
        RabbitConnection::check("probe",
                                amqp_basic_publish(connection_.get(), RabbitConnection::channel, bytes(exchange_),
                                                   amqp_cstring_bytes("probe"), 0, 0, nullptr, bytes("?")));
        is_asked_ = true;
    }

    void take(const amqp_frame_t& frame) {
        if (frame.frame_type != AMQP_FRAME_METHOD) return;
        switch (frame.payload.method.id) {
            case AMQP_BASIC_ACK_METHOD:
                is_asked_ = false;
                return;
            case AMQP_CONNECTION_BLOCKED_METHOD:
                is_blocked_ = true;
                return;
            case AMQP_CONNECTION_UNBLOCKED_METHOD:
                is_blocked_ = false;
                return;
            case AMQP_CHANNEL_CLOSE_METHOD:
                if (static_cast<amqp_channel_close_t*>(frame.payload.method.decoded)->reply_code != AMQP_NOT_FOUND)
                    throw BrokerFailure{"the broker refuses messages"};
                is_closed_ = true;
                return;
            default:
                throw BrokerFailure{"the broker ended the connection"};
        }
    }

    RabbitConnection connection_;
    const std::string exchange_;
    const std::chrono::milliseconds limit_;
    bool is_asked_ = false;
    bool is_blocked_ = false;
    bool is_closed_ = false;
};

BrokerProbe::BrokerProbe(RabbitOptions options) : options_{std::move(options)} {}

BrokerProbe::~BrokerProbe() = default;

Result<void> BrokerProbe::ask() {
    try {
        if (!asking_) asking_ = std::make_unique<Asking>(options_);
        const auto answer = asking_->ask();
        if (answer == Asking::Answer::no_exchange) asking_.reset();
        if (answer == Asking::Answer::blocked)
            return fail(ErrorKind::unavailable, "broker_blocked", "The message broker takes no messages now.");
        return {};
    } catch (const BrokerFailure&) {
        asking_.reset();
        return broker_unavailable();
    }
}

}  // namespace orion::rabbitmq
