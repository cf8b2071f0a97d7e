#include "orion/rest/edge.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace orion::rest {
namespace {

using std::chrono::ceil;
using std::chrono::seconds;

constexpr std::chrono::minutes window{1};

struct Quota {
    std::string_view name;
    int requests;
};

/// Nothing for what is not limited.
std::optional<Quota> quota_of(Traffic traffic, const RateQuotas& quotas) {
    const auto quota = [](std::string_view name, int requests) -> std::optional<Quota> {
        if (requests == 0) return std::nullopt;
        return Quota{name, requests};
    };
    switch (traffic) {
        case Traffic::operations:
            return std::nullopt;
        case Traffic::checkout:
            return quota("checkout", quotas.checkout);
        case Traffic::credentials:
            return quota("credentials", quotas.credentials);
        case Traffic::shopping:
            return quota("shopping", quotas.shopping);
        case Traffic::browsing:
            return quota("browsing", quotas.browsing);
    }
    return std::nullopt;
}

std::string without_port(std::string_view host) {
    const auto colon = host.rfind(':');
    const auto bracket = host.rfind(']');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon))
        host = host.substr(0, colon);
    std::string name{host};
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name;
}

}  // namespace

void Edge::apply(EdgeSettings settings) {
    kept_.push_back(std::make_unique<const EdgeSettings>(std::move(settings)));
    in_force_.store(kept_.back().get(), std::memory_order_release);
}

std::string Edge::client_of(const http::Request& request) const {
    return http::client_address(request, settings().trusted_proxies);
}

std::expected<void, Problem> Edge::admit_host(const http::Request& request) const {
    // Whoever asks how a process is asks the machine, not the shop.
    const auto& hosts = settings().hosts;
    if (hosts.empty() || request.target.starts_with("/health/")) return {};
    if (std::ranges::find(hosts, without_port(request.host)) != hosts.end()) return {};
    return refuse(400, "unknown_host", "This shop does not answer to that name.");
}

std::expected<void, Problem> Edge::admit_feature(Feature feature) const {
    if (feature == nullptr || settings().features.*feature) return {};
    Problem problem{503, "feature_off", "The shop does not offer this at the moment."};
    problem.headers.push_back({"Retry-After", "60"});
    return std::unexpected{std::move(problem)};
}

std::vector<http::Header> Edge::headers_for(const http::Request& request) const {
    const auto& chosen = settings();
    std::vector<http::Header> headers;
    if (chosen.hsts.count() > 0) {
        headers.push_back(
            {"Strict-Transport-Security", "max-age=" + std::to_string(chosen.hsts.count()) + "; includeSubDomains"});
    }
    if (chosen.cors.is_on()) {
        headers.push_back({"Vary", "Origin"});
        if (auto allowed = chosen.cors.allowed_origin(request); !allowed.empty())
            allow_origin(headers, std::move(allowed));
    }
    return headers;
}

std::expected<void, Problem> Edge::admit_load(Traffic traffic, std::chrono::steady_clock::time_point arrived) const {
    if (traffic == Traffic::operations || traffic == Traffic::checkout) return {};
    const auto shed_after = settings().shed_after;
    const auto patience = traffic == Traffic::browsing ? shed_after : 2 * shed_after;
    if (std::chrono::steady_clock::now() - arrived <= patience) return {};
    Problem problem{503, "overloaded", "The shop is very busy just now."};
    problem.headers.push_back({"Retry-After", "2"});
    return std::unexpected{std::move(problem)};
}

Edge::Count Edge::count_client(Traffic traffic, std::string_view client) const {
    if (settings().unlimited.contains(client)) return {};
    return count("client", traffic, http::subscriber_of(client));
}

Edge::Count Edge::count_user(Traffic traffic, UserId user) const { return count("user", traffic, user.to_string()); }

Edge::Count Edge::count_key(Traffic traffic, identity::ApiKeyId key) const {
    return count("key", traffic, key.to_string());
}

Edge::Count Edge::count(std::string_view kind, Traffic traffic, std::string_view who) const {
    const auto quota = quota_of(traffic, settings().quotas);
    if (!quota) return {};
    const auto name = std::string{quota->name}.append(1, '-').append(kind);
    const auto decision = limiter_.take(who, {.name = name, .quota = quota->requests, .window = window});
    return {.allowed = decision.allowed,
            .retry_after = decision.retry_after,
            .headers = {{"RateLimit-Policy", '"' + name + "\";q=" + std::to_string(quota->requests) +
                                                 ";w=" + std::to_string(seconds{window}.count())},
                        {"RateLimit", '"' + name + "\";r=" + std::to_string(decision.remaining) +
                                          ";t=" + std::to_string(ceil<seconds>(decision.full_after).count())}}};
}

Problem rate_limited(const Edge::Count& count) {
    Problem problem{429, "rate_limited", "These are too many requests. Please wait a little."};
    const auto wait = std::max(seconds{1}, ceil<seconds>(count.retry_after));
    problem.headers.push_back({"Retry-After", std::to_string(wait.count())});
    return problem;
}

}  // namespace orion::rest
