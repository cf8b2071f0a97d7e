#include "orion/ports/trace_context.hpp"

#include <utility>

namespace orion {
namespace {

TraceContext& slot() {
    static thread_local TraceContext context;
    return context;
}

}  // namespace

const TraceContext& current_trace() { return slot(); }

TraceScope::TraceScope(TraceContext context) : previous_{std::exchange(slot(), std::move(context))} {}

TraceScope::~TraceScope() { slot() = std::move(previous_); }

}  // namespace orion
