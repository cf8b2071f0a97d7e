#pragma once

#include <string>

namespace orion {

/// Which request or message the current thread works for. Logs and outgoing messages carry it on.
struct TraceContext {
    std::string correlation_id;  ///< one for everything that a request sets in motion; never empty while work is done
    std::string causation_id;    ///< the id of the message being handled; empty in a request
    std::string traceparent;     ///< W3C Trace Context header, empty if nobody sent one
};

/// The context of this thread; empty texts outside any scope.
const TraceContext& current_trace();

/// Makes `context` the current one until the scope ends, then restores the one before. Not to be moved between threads.
class TraceScope {
public:
    explicit TraceScope(TraceContext context);
    ~TraceScope();
    TraceScope(const TraceScope&) = delete;
    TraceScope& operator=(const TraceScope&) = delete;

private:
    TraceContext previous_;
};

}  // namespace orion
