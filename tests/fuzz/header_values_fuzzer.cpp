// Any header lines before everybody who reads the value of one: what is taken keeps to its bounds, comes from the
// header and from no other place, and can be sent back in an answer.
//
// Input: the address that connects, then `name: value` lines.
#include "orion/http/client_address.hpp"
#include "orion/http/request_syntax.hpp"
#include "orion/rest/cors.hpp"
#include "orion/rest/headers.hpp"

#include "fuzz/require.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace orion;

namespace {

using test::require;

/// As the framing lets them through.
http::Request request_of(std::string_view input) {
    http::Request request;
    request.method = "GET";
    request.target = "/";
    request.peer = test::take_until(input, '\n');
    while (!input.empty()) {
        if (const auto line = http::parse_header_line(test::take_until(input, '\n')))
            request.headers.push_back({std::string{line->name}, std::string{line->value}});
    }
    return request;
}

/// Whether a header of that name has `text` in its value.
bool says(const http::Request& request, std::string_view name, std::string_view text) {
    return std::ranges::any_of(request.headers, [&](const http::Header& header) {
        return header.is_named(name) && header.value.contains(text);
    });
}

/// Whether `member` stands in such a header between commas.
bool lists(const http::Request& request, std::string_view name, std::string_view member) {
    return std::ranges::any_of(request.headers, [&](const http::Header& header) {
        return header.is_named(name) && http::has_list_member(header.value, member);
    });
}

http::Request with(std::string name, std::string value) {
    http::Request request;
    request.headers.push_back({std::move(name), std::move(value)});
    return request;
}

void check_what_is_sent_back(const http::Request& request) {
    if (const auto id = rest::correlation_id_of(request)) {
        require(!id->empty() && id->size() <= 128 && http::is_header_value(*id) && !id->contains(' '));
        require(request.header("X-Correlation-ID") == *id);
    }
    const auto parent = rest::traceparent_of(request);
    require(parent.empty() || (parent.size() == 55 && request.header("traceparent") == parent));

    const rest::Cors cors{{"https://shop.example", "http://localhost:3000"}};
    const auto origin = cors.allowed_origin(request);
    require(origin.empty() || origin == "https://shop.example" || origin == "http://localhost:3000");
    require(origin.empty() || request.header("Origin") == origin);
    require(!rest::is_preflight(request));
}

void check_secrets_and_keys(const http::Request& request) {
    if (const auto token = rest::bearer_token_of(request)) {
        require(!token->empty() && token->size() <= 4096);
        require(token->find_first_of(" \t,\"") == std::string_view::npos);
        require(request.count("Authorization") == 1 && request.header("Authorization")->ends_with(*token));
    }
    const auto key = rest::idempotency_key_of(request);
    require(key.size() <= 255 && !key.contains('"') && http::is_header_value(key));
    if (!key.empty()) {
        require(says(request, "Idempotency-Key", key));
        require(rest::idempotency_key_of(with("Idempotency-Key", '"' + key + '"')) == key);
    }
}

void check_conditions(const http::Request& request) {
    constexpr std::string_view etag = "\"abc\"";
    if (rest::has_current(request, etag))
        require(says(request, "If-None-Match", etag) || says(request, "If-None-Match", "*"));
    const auto versions = rest::expected_versions_of(request);
    require(versions || request.count("If-Match") == 0 || says(request, "If-Match", "*"));
    if (!versions) return;
    for (const auto version : *versions) {
        const auto digits = std::to_string(version);
        const auto tag = '"' + digits + '"';
        require(says(request, "If-Match", tag) || lists(request, "If-Match", digits));
        require(rest::expected_versions_of(with("If-Match", tag)) == std::vector{version});
    }
}

void check_negotiation(const http::Request& request) {
    using std::chrono::seconds;
    const auto wait = rest::wait_preference_of(request, seconds{30});
    require(!wait || (*wait >= seconds{0} && *wait <= seconds{30} && request.count("Prefer") > 0));

    require(!rest::announces(request, "text/csv") || !rest::announces_json(request));
    require(!rest::announces_json(request) || request.count("Content-Type") == 1);

    const auto wants = [](const http::Request& asked) { return rest::accepts(asked, "application/json"); };
    require(wants(request) || request.count("Accept") > 0);
    // What is named exactly counts for more than any range; the order of the lines does not count, but for a quote that
    // is open at the end of one.
    auto more = request;
    more.headers.push_back({"Accept", "application/json"});
    if (says(request, "Accept", "\"")) return;
    require(wants(more));
    std::ranges::reverse(more.headers);
    require(wants(more));
    more.headers.erase(more.headers.begin());
    require(wants(more) == wants(request));
}

void check_client(const http::Request& request) {
    static const auto trusted = *http::AddressRanges::parse("10.0.0.0/8, 127.0.0.1, 2001:db8::/32");
    const auto client = http::client_address(request, trusted);
    require(client == request.peer || request.count("X-Forwarded-For") > 0);
    require(client == request.peer || trusted.contains(request.peer));

    // What stands before the entry that decided is hearsay.
    if (!trusted.contains(client)) {
        auto forged = request;
        forged.headers.insert(forged.headers.begin(), {"X-Forwarded-For", "192.0.2.1, 10.0.0.1"});
        require(http::client_address(forged, trusted) == client);
    }
    const auto subscriber = http::subscriber_of(client);
    require(http::subscriber_of(subscriber) == subscriber);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto request = request_of(test::text_of(data, size));
    check_what_is_sent_back(request);
    check_secrets_and_keys(request);
    check_conditions(request);
    check_negotiation(request);
    check_client(request);
    return 0;
}
