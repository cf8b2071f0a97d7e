#pragma once

#include "orion/http/client_address.hpp"
#include "orion/http/message.hpp"
#include "orion/identity/api_key.hpp"
#include "orion/kernel/id.hpp"
#include "orion/ports/rate_limiter.hpp"
#include "orion/rest/cors.hpp"
#include "orion/rest/features.hpp"
#include "orion/rest/problem.hpp"
#include "orion/rest/traffic.hpp"

#include <atomic>
#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

/// Requests a minute that one asker may make of each kind; 0: as many as he likes.
struct RateQuotas {
    int browsing = 0;
    int shopping = 0;
    int checkout = 0;
    int credentials = 0;
};

struct EdgeSettings {
    http::AddressRanges trusted_proxies{};
    std::vector<std::string> hosts{};  ///< that the shop answers to, in lower case, without port; none: to any
    Cors cors{};
    std::chrono::seconds hsts{0};  ///< how long browsers shall insist on TLS; zero: they are not told
    RateQuotas quotas{};
    http::AddressRanges unlimited{};  ///< clients that are not counted
    std::chrono::milliseconds shed_after{
        1'000};  ///< a request that waited longer to be looked at is too late to browse
    Features features{};
};

/// What happens to every request before and whatever its route does: where it comes from, what it may be answered to,
/// how many there may be. Thread-safe.
class Edge {
public:
    /// `limiter` outlives this.
    Edge(EdgeSettings settings, RateLimiter& limiter) : limiter_{limiter} { apply(std::move(settings)); }

    /// Puts other settings in force, for requests under way too. Not from two threads at once.
    void apply(EdgeSettings settings);

    /// Who sent it: see http::client_address.
    std::string client_of(const http::Request& request) const;

    /// 400 `unknown_host` for a name that is not the shop's.
    std::expected<void, Problem> admit_host(const http::Request& request) const;

    /// 503 `feature_off` for what is switched off.
    std::expected<void, Problem> admit_feature(Feature feature) const;

    /// What the answer carries besides its own headers.
    std::vector<http::Header> headers_for(const http::Request& request) const;

    /// 503 `overloaded` for what has waited too long for its importance.
    std::expected<void, Problem> admit_load(Traffic traffic, std::chrono::steady_clock::time_point arrived) const;

    /// A request that counts; the header lines that tell what is left. Empty where nothing is limited.
    struct Count {
        bool allowed = true;
        std::chrono::milliseconds retry_after{0};
        std::vector<http::Header> headers{};
    };
    Count count_client(Traffic traffic, std::string_view client) const;
    Count count_user(Traffic traffic, UserId user) const;
    Count count_key(Traffic traffic, identity::ApiKeyId key) const;

private:
    Count count(std::string_view kind, Traffic traffic, std::string_view who) const;

    const EdgeSettings& settings() const { return *in_force_.load(std::memory_order_acquire); }

    /// All that ever were in force, since a request may still look at them: few, for an operator makes each.
    std::vector<std::unique_ptr<const EdgeSettings>> kept_;
    std::atomic<const EdgeSettings*> in_force_ = nullptr;
    RateLimiter& limiter_;
};

/// 429 `rate_limited`
Problem rate_limited(const Edge::Count& count);

}  // namespace orion::rest
