#pragma once

#include "orion/ordering/ordering_store.hpp"
#include "orion/ports/clock.hpp"

#include <chrono>
#include <cstddef>

namespace orion::ordering {

/// Forgets answers that have been kept for 24 hours, `limit` at a time; says how many, so that the caller goes on while
/// there are more.
class PurgeAnswers {
public:
    static constexpr std::chrono::hours kept_for{24};

    PurgeAnswers(OrderingStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<std::size_t> execute(std::size_t limit);

private:
    OrderingStore& store_;
    const Clock& clock_;
};

}  // namespace orion::ordering
