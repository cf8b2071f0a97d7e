#include "orion/rest/answer.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace orion::rest {
namespace {

void add_unless_set(http::Response& response, std::string_view name, std::string_view value) {
    if (std::ranges::find(response.headers, name, &http::Header::name) == response.headers.end())
        response.headers.push_back({std::string{name}, std::string{value}});
}

}  // namespace

void add_common_headers(http::Response& response, std::string_view correlation_id, Privacy privacy) {
    add_unless_set(response, "X-Correlation-ID", correlation_id);
    add_unless_set(response, "X-Content-Type-Options", "nosniff");
    add_unless_set(response, "X-Frame-Options", "DENY");
    add_unless_set(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    add_unless_set(response, "Referrer-Policy", "no-referrer");
    const bool unstorable = privacy == Privacy::personal || response.status >= 400;
    add_unless_set(response, "Cache-Control", unstorable ? "no-store" : "no-cache");
}

Answer::Answer(Exchange exchange) : exchange_{std::make_unique<Exchange>(std::move(exchange))} {}

Answer& Answer::operator=(Answer&& other) noexcept {
    abandon();
    exchange_ = std::move(other.exchange_);
    return *this;
}

Answer::~Answer() { abandon(); }

void Answer::abandon() noexcept {
    if (!exchange_) return;
    try {
        (*this)(refuse(500, "internal_error", "Something went wrong. Please try again."));
    } catch (...) {
        exchange_.reset();  // out of memory: the transport answers for a lost responder
    }
}

void Answer::route(std::string pattern, Privacy privacy) {
    exchange_->pattern = std::move(pattern);
    exchange_->privacy = privacy;
}

void Answer::add(std::vector<http::Header> headers) {
    std::ranges::move(headers, std::back_inserter(exchange_->headers));
}

void Answer::operator()(Outcome outcome) {
    const auto exchange = std::move(exchange_);
    contract(exchange != nullptr, "a request is answered once");
    auto response =
        outcome ? *std::move(outcome) : to_response(outcome.error(), exchange->target, exchange->trace.correlation_id);
    std::ranges::move(exchange->headers, std::back_inserter(response.headers));
    add_common_headers(response, exchange->trace.correlation_id, exchange->privacy);

    const auto duration = std::chrono::steady_clock::now() - exchange->began;
    const std::array fields{
        LogField{"method", exchange->method},
        LogField{"route", exchange->pattern},
        LogField{"status", response.status},
        LogField{"duration_us", std::chrono::duration_cast<std::chrono::microseconds>(duration).count()},
    };
    const TraceScope scope{exchange->trace};
    exchange->log->write(response.status >= 500 ? LogLevel::warning : LogLevel::info, "request", fields);
    exchange->delivery->deliver(std::move(response));
}

}  // namespace orion::rest
