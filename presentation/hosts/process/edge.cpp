#include "process/edge.hpp"

#include "orion/limits/local_rate_limiter.hpp"
#include "orion/redis/redis_rate_limiter.hpp"

#include "process/catalog_cache.hpp"

#include <chrono>
#include <cstddef>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

namespace orion::hosts {
namespace {

std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    for (const auto part : std::views::split(list, ',')) {
        std::string word{part.begin(), part.end()};
        std::erase(word, ' ');
        if (!word.empty()) words.push_back(std::move(word));
    }
    return words;
}

class Reader {
public:
    http::AddressRanges ranges(std::string_view key, const std::string& list) {
        auto ranges = http::AddressRanges::parse(list);
        if (ranges) return *std::move(ranges);
        problem(key, std::move(ranges).error());
        return {};
    }

    std::vector<std::string> hosts(std::string_view key, const std::string& list) {
        auto hosts = words_of(list);
        for (auto& host : hosts) {
            if (host.find_first_of("/*") != std::string::npos) problem(key, "'" + host + "' is no host name");
            for (auto& c : host) {
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            }
        }
        return hosts;
    }

    std::vector<std::string> origins(std::string_view key, const std::string& list) {
        auto origins = words_of(list);
        for (const auto& origin : origins) {
            const auto scheme_end = origin.find("://");
            const bool is_origin = (origin.starts_with("https://") || origin.starts_with("http://")) &&
                                   origin.find('/', scheme_end + 3) == std::string::npos;
            if (origin != "*" && !is_origin)
                problem(key, "'" + origin + "' is no origin such as https://shop.example, without a path");
        }
        return origins;
    }

    std::vector<config::Problem> problems{};

private:
    void problem(std::string_view key, std::string text) {
        problems.push_back({"the settings", std::string{key}, std::move(text)});
    }
};

rest::EdgeSettings read_edge(const config::Settings& settings, Reader& reader) {
    rest::EdgeSettings edge{
        .trusted_proxies = reader.ranges("http.trusted_proxies", settings.http.trusted_proxies),
        .hosts = reader.hosts("http.allowed_hosts", settings.http.allowed_hosts),
        .cors = rest::Cors{reader.origins("http.cors_origins", settings.http.cors_origins)},
        .hsts = std::chrono::duration_cast<std::chrono::seconds>(settings.http.hsts),
        .quotas = {.browsing = settings.limits.browsing,
                   .shopping = settings.limits.shopping,
                   .checkout = settings.limits.checkout,
                   .credentials = settings.limits.credentials},
        .unlimited = reader.ranges("limits.unlimited", settings.limits.unlimited),
        .shed_after = settings.http.shed_after,
        .features = {.checkout = settings.features.checkout, .registration = settings.features.registration},
    };
    if (settings.limits.shared && settings.cache.redis_url.empty())
        reader.problems.push_back({"the settings", "limits.shared", "needs cache.redis_url"});
    return edge;
}

}  // namespace

std::vector<config::Problem> problems_at_the_edge(const config::Settings& settings) {
    Reader reader;
    read_edge(settings, reader);
    return std::move(reader.problems);
}

rest::EdgeSettings edge_settings(const config::Settings& settings) {
    Reader reader;
    auto edge = read_edge(settings, reader);
    contract(reader.problems.empty(), "the settings of the edge were not checked");
    return edge;
}

std::unique_ptr<RateLimiter> rate_limiter(const config::Settings& settings) {
    const auto askers = static_cast<std::size_t>(settings.limits.askers);
    if (!settings.limits.shared) return std::make_unique<limits::LocalRateLimiter>(askers);
    return std::make_unique<redis::RedisRateLimiter>(redis_options(settings.cache), askers);
}

}  // namespace orion::hosts
