#pragma once

#include "orion/ports/log.hpp"
#include "orion/ports/trace_context.hpp"
#include "orion/rest/problem.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace orion::rest {

/// Whether an answer may be about somebody: then no cache keeps it.
enum class Privacy { open, personal };

/// Where one finished response goes.
class Delivery {
public:
    virtual ~Delivery() = default;
    virtual void deliver(http::Response response) = 0;
};

/// The one answer that a request is owed. Move it to wherever the answer becomes known and call it once, on any thread:
/// it maps errors to problems, adds what every response carries, writes the access log and delivers. One that goes
/// without being called answers 500.
class Answer {
public:
    struct Exchange {
        std::unique_ptr<Delivery> delivery;
        Log* log;
        TraceContext trace;
        std::string method;
        std::string target;
        std::string pattern;  ///< of the route, for the log
        Privacy privacy;
        std::chrono::steady_clock::time_point began;
        std::vector<http::Header> headers{};  ///< that the answer carries besides its own
    };

    explicit Answer(Exchange exchange);
    Answer(Answer&&) noexcept = default;
    Answer& operator=(Answer&&) noexcept;
    ~Answer();

    void operator()(Outcome outcome);

    /// Before the answer: which route was found.
    void route(std::string pattern, Privacy privacy);

    /// Before the answer: what it carries besides its own headers.
    void add(std::vector<http::Header> headers);

private:
    void abandon() noexcept;
    std::unique_ptr<Exchange> exchange_;
};

/// What every response carries unless it says otherwise itself: the correlation id, and headers that keep a browser
/// from sniffing, framing, running or storing it.
void add_common_headers(http::Response& response, std::string_view correlation_id, Privacy privacy);

}  // namespace orion::rest
