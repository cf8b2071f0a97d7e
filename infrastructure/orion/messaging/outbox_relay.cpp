#include "orion/messaging/outbox_relay.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/messaging/outbox_reading.hpp"
#include "orion/resilience/retry.hpp"

namespace orion::messaging {

using namespace std::chrono_literals;
using persistence::Session;
using std::chrono::steady_clock;

OutboxRelay::OutboxRelay(persistence::Database& database, EventPublisher& publisher, const Clock& clock, Log& log,
                         RelayOptions options)
    : database_{database}, publisher_{publisher}, clock_{clock}, log_{log}, options_{options} {}

OutboxRelay::~OutboxRelay() { stop(); }

void OutboxRelay::start() {
    contract(!thread_.joinable(), "a relay is started once");
    thread_ = std::thread{[this] { run(); }};
}

void OutboxRelay::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stopped_.notify_one();
    database_.changes().wake();
    thread_.join();
}

bool OutboxRelay::stopping() {
    const std::lock_guard lock{mutex_};
    return stopping_;
}

void OutboxRelay::pause(std::chrono::milliseconds duration) {
    std::unique_lock lock{mutex_};
    stopped_.wait_for(lock, duration, [this] { return stopping_; });
}

void OutboxRelay::run() {
    while (!stopping()) {
        // A lock and not a lease in a row: it costs no writes, and it is free the moment its owner dies.
        if (const auto lead = database_.try_lead("outbox relay")) move_while(*lead);
        pause(options_.takeover_poll);
    }
}

void OutboxRelay::move_while(persistence::Lead& lead) {
    constexpr auto shortest = 50ms;
    constexpr auto longest = 5'000ms;
    resilience::GrowingPause backoff{shortest, longest};
    while (!stopping() && lead.held()) {
        const auto mark = database_.changes().mark();
        const auto moved = move_batch();
        if (!moved) {
            log_.warning("outbox not relayed", {{"code", moved.error().code.text()}});
            pause(resilience::random_part(backoff.next()));
            continue;
        }
        backoff.start_over();
        if (*moved == 0) database_.changes().wait(mark, steady_clock::now() + options_.idle_poll);
    }
}

Result<std::size_t> OutboxRelay::move_batch() {
    try {
        ORION_TRY(const auto batch, database_.read([&](Session& session) -> Result<OutboxBatch> {
            return unsent_messages(session, options_.batch);
        }));
        if (batch.messages.empty()) return 0;
        ORION_CHECK(publisher_.publish(batch.messages));
        ORION_CHECK(database_.write([&](Session& session) -> Result<void> {
            const auto now = clock_.now();
            // What was sent stays for a while, but no payment token does, and nothing about a person.
            for (const auto seq : batch.seqs)
                session.send(
                    "UPDATE messaging_outbox SET sent_at = :2, body = CASE WHEN type = :3 OR type LIKE 'identity.%'"
                    " OR type LIKE 'audit.%' THEN '{}' ELSE body END WHERE seq = :1",
                    seq, now, event_type<ordering::PaymentRequested>());
            return {};
        }));
        return batch.messages.size();
    } catch (const std::exception& exception) {
        log_.error("outbox relay failed", {{"reason", exception.what()}});
        return fail(ErrorKind::unavailable, "relay_failed", "The outbox could not be relayed.");
    }
}

}  // namespace orion::messaging
