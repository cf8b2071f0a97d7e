#include "orion/ports/performer.hpp"

#include <utility>

namespace orion {
namespace {

Performer& slot() {
    static thread_local Performer performer;
    return performer;
}

}  // namespace

const Performer& current_performer() { return slot(); }

PerformerScope::PerformerScope(Performer performer) : previous_{std::exchange(slot(), std::move(performer))} {}

PerformerScope::~PerformerScope() { slot() = std::move(previous_); }

}  // namespace orion
