#include "orion/rabbitmq/rabbit_dead_letters.hpp"

#include "orion/rabbitmq/confirmed_publishing.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"

#include <algorithm>
#include <utility>

namespace orion::rabbitmq {
namespace {

constexpr int letters_max = 10'000;

std::unexpected<Error> not_found() {
    return fail(ErrorKind::not_found, "dead_letter_not_found", "There is no dead letter of this number.");
}

struct Found {
    DeadLetter letter;
    std::vector<std::uint64_t> tags;  ///< more than one when a broker or a worker failed at the burial
};

/// All letters, for as long as this lives: nobody else sees them. What is not acknowledged goes back in its order.
class Opened {
public:
    Opened(const RabbitOptions& options, const messaging::Topology& topology)
        : options_{options}, connection_{options} {
        declare(connection_, Names{options.prefix}, topology);
        for (const auto& [consumer, types] : topology) read_queue(consumer);
        std::ranges::sort(letters_, {}, [](const Found& found) { return found.letter.number; });
    }

    std::vector<Found>& letters() { return letters_; }

    Found* find(std::int64_t number) {
        const auto found = std::ranges::find(letters_, number, [](const Found& each) { return each.letter.number; });
        return found == letters_.end() ? nullptr : &*found;
    }

    /// The copy is stored before the letter goes: a crash in between leaves both, and the inbox knows the message.
    void replay(const Found& found) {
        RabbitConnection other{options_};
        ConfirmedPublishing publishing{other};
        const Trouble past{.consumer = found.letter.consumer, .history = found.letter.history};
        const Outgoing outgoing{.message = &found.letter.message,
                                .exchange = Names{options_.prefix}.dead(),
                                .routing_key = Names::replay_key(found.letter.consumer),
                                .trouble = &past};
        if (!publishing.publish({&outgoing, 1}, options_.confirm_timeout).empty())
            throw BrokerFailure{"the consumer's queue is gone"};
        other.close();
        drop(found);
    }

    void drop(const Found& found) {
        for (const auto tag : found.tags)
            RabbitConnection::check("dropping", amqp_basic_ack(connection_.get(), RabbitConnection::channel, tag, 0));
    }

    void close() { connection_.close(); }

private:
    Found* find(const std::string& consumer, MessageId message) {
        const auto found = std::ranges::find_if(letters_, [&](const Found& each) {
            return each.letter.consumer == consumer && each.letter.message.id == message;
        });
        return found == letters_.end() ? nullptr : &*found;
    }

    void read_queue(const std::string& consumer) {
        const auto queue = Names{options_.prefix}.dead_queue(consumer);
        for (int i = 0; i < letters_max; ++i) {
            amqp_maybe_release_buffers(connection_.get());
            const auto reply = amqp_basic_get(connection_.get(), RabbitConnection::channel, bytes(queue), 0);
            RabbitConnection::check(queue, reply);
            if (reply.reply.id == AMQP_BASIC_GET_EMPTY_METHOD) return;
            const auto tag = static_cast<amqp_basic_get_ok_t*>(reply.reply.decoded)->delivery_tag;
            amqp_message_t message{};
            RabbitConnection::check(queue,
                                    amqp_read_message(connection_.get(), RabbitConnection::channel, &message, 0));
            auto carried = carried_message(message.properties, message.body);
            amqp_destroy_message(&message);
            if (auto* const copy = carried.is_complete ? find(consumer, carried.envelope.id) : nullptr) {
                copy->tags.push_back(tag);
                continue;
            }
            auto trouble = carried.trouble.value_or(Trouble{.consumer = consumer, .reason = "unknown"});
            letters_.push_back({.letter = {.number = trouble.number,
                                           .consumer = consumer,
                                           .message = std::move(carried.envelope),
                                           .attempts = trouble.attempts,
                                           .reason = std::move(trouble.reason),
                                           .died_at = Instant{std::chrono::milliseconds{trouble.died_at_ms}},
                                           .history = std::move(trouble.history)},
                                .tags = {tag}});
        }
    }

    const RabbitOptions& options_;
    RabbitConnection connection_;
    std::vector<Found> letters_;
};

template <class Use>
auto with_letters(const RabbitOptions& options, const messaging::Topology& topology, Use&& use)
    -> std::invoke_result_t<Use, Opened&> {
    try {
        Opened opened{options, topology};
        auto result = use(opened);
        opened.close();
        return result;
    } catch (const BrokerFailure&) {
        return broker_unavailable();
    }
}

}  // namespace

Result<std::vector<DeadLetter>> RabbitDeadLetters::list(std::int64_t after, int limit) {
    return with_letters(options_, topology_, [&](Opened& opened) -> Result<std::vector<DeadLetter>> {
        std::vector<DeadLetter> letters;
        for (auto& found : opened.letters())
            if (found.letter.number > after && std::cmp_less(letters.size(), limit))
                letters.push_back(std::move(found.letter));
        return letters;
    });
}

Result<DeadLetter> RabbitDeadLetters::show(std::int64_t number) {
    return with_letters(options_, topology_, [&](Opened& opened) -> Result<DeadLetter> {
        auto* const found = opened.find(number);
        if (found == nullptr) return not_found();
        return std::move(found->letter);
    });
}

Result<void> RabbitDeadLetters::replay(std::int64_t number) {
    return with_letters(options_, topology_, [&](Opened& opened) -> Result<void> {
        const auto* const found = opened.find(number);
        if (found == nullptr) return not_found();
        opened.replay(*found);
        return {};
    });
}

Result<void> RabbitDeadLetters::drop(std::int64_t number) {
    return with_letters(options_, topology_, [&](Opened& opened) -> Result<void> {
        const auto* const found = opened.find(number);
        if (found == nullptr) return not_found();
        opened.drop(*found);
        return {};
    });
}

}  // namespace orion::rabbitmq
