#pragma once

#include "orion/persistence/session.hpp"
#include "orion/ports/messages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::messaging {

/// A message that one consumer holds until its lease ends.
struct Claim {
    std::int64_t seq;
    int attempt;
    Envelope message;
};

/// The queue of one consumer in the tables of module `messaging`, one step at a time, each inside the caller's
/// transaction. Only the oldest message of a subject can be claimed. A step on a claim that was lost meanwhile (its
/// lease ended and somebody else took it) does nothing.
class SqlQueue {
public:
    explicit SqlQueue(std::string consumer) : consumer_{std::move(consumer)} {}

    /// Nothing happens if the message waits already, or is a dead letter of this consumer.
    void enqueue(persistence::Session& session, const Envelope& message, Instant now) const;

    bool is_empty(persistence::Session& session) const;
    /// When the next message can be claimed; in the past if there is one now.
    std::optional<Instant> next_ready(persistence::Session& session) const;
    /// Takes up to `limit` ready messages until `lease_end`, oldest first.
    std::vector<Claim> claim(persistence::Session& session, Instant now, Instant lease_end, int limit) const;
    /// False if the claim was lost.
    bool renew(persistence::Session& session, std::int64_t seq, int attempt, Instant lease_end) const;

    void acknowledge(persistence::Session& session, const Claim& claim, Instant now) const;
    /// The attempt failed; the next one is due at `again`.
    void retry(persistence::Session& session, const Claim& claim, std::string_view reason, Instant now,
               Instant again) const;
    /// Moves the message to the dead letters.
    void bury(persistence::Session& session, const Claim& claim, std::string_view reason, Instant now) const;
    /// Gives a message back that nobody looked at.
    void release(persistence::Session& session, const Claim& claim, Instant now) const;

    /// Puts right what a clock that went backwards left in the future: nothing is due later than `latest`.
    void limit_delays(persistence::Session& session, Instant now, Instant latest) const;

    const std::string& consumer() const { return consumer_; }

private:
    void remove(persistence::Session& session, const Claim& claim, Instant now) const;

    std::string consumer_;
};

}  // namespace orion::messaging
