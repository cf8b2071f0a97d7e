#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace orion::identity {

struct SessionPolicy {
    std::chrono::minutes unused_for{std::chrono::days{30}};  ///< a session that is not used for so long is over
    std::chrono::minutes longest{std::chrono::days{90}};     ///< and one that is this old
    /// How long a refresh token that was used may be shown again by somebody who never got the answer.
    std::chrono::seconds grace{10};
};

/// From where somebody asks.
struct Client {
    std::string device;   ///< as it calls itself, the `User-Agent`
    std::string address;  ///< of the network
};

struct SessionSnapshot {
    SessionId id;
    UserId user;
    std::string device;  ///< at most 200 bytes of UTF-8
    std::string address;
    Instant created_at;
    Instant last_used_at;
    Instant expires_at;
    std::optional<Instant> ended_at;

    friend bool operator==(const SessionSnapshot&, const SessionSnapshot&) = default;
};

/// One log-in on one device: a family of refresh tokens, of which the latest works.
class Session {
public:
    struct Opening {
        SessionId id;
        UserId user;
        Client client;
        Instant at;
    };
    static Session open(const Opening& opening, const SessionPolicy& policy);
    static Session restore(SessionSnapshot snapshot) { return Session{std::move(snapshot)}; }

    /// It was used to get new tokens. Precondition: it is live.
    void use(const std::string& address, Instant now, const SessionPolicy& policy);
    /// No token of it works any more. Changes nothing the second time.
    void end(Instant now);

    bool is_live(Instant now) const { return !state_.ended_at && now < state_.expires_at; }

    SessionId id() const { return state_.id; }
    UserId user() const { return state_.user; }
    const SessionSnapshot& snapshot() const { return state_; }

private:
    explicit Session(SessionSnapshot snapshot) : state_{std::move(snapshot)} {}
    void live_on(Instant now, const SessionPolicy& policy);
    SessionSnapshot state_;
};

/// A refresh token as the shop keeps it.
struct RefreshToken {
    std::string hash;  ///< SHA-256; what it is of is nowhere kept
    SessionId session;
    std::optional<Instant> used_at{};
    std::string seed{};  ///< of its successor, once it was used

    friend bool operator==(const RefreshToken&, const RefreshToken&) = default;
};

}  // namespace orion::identity
