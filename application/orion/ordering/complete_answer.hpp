#pragma once

#include "orion/kernel/id.hpp"
#include "orion/ordering/answer.hpp"
#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/ordering_store.hpp"

#include <optional>
#include <string>

namespace orion::ordering {

struct CompleteAnswerCommand {
    std::optional<UserId> customer{};
    CartId cart;
    std::string idempotency_key;
    OrderId order;
    const AnswerFormat& format;
};

/// Ends the wait of a `PlaceOrder` that was to be answered when settled: keeps the answer under its key and returns it.
/// `settled` if the order is by now, else `accepted`. If the answer has been completed before, it stays as it was.
class CompleteAnswer {
public:
    CompleteAnswer(OrderingStore& store, OrderQueries& queries) : store_{store}, queries_{queries} {}
    Result<StoredAnswer> execute(const CompleteAnswerCommand& command);

private:
    OrderingStore& store_;
    OrderQueries& queries_;
};

}  // namespace orion::ordering
