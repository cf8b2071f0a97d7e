#pragma once

#include "orion/ordering/ordering_store.hpp"

namespace orion::ordering {

struct ForgetCustomerCommand {
    MessageId message;
    UserId customer;
};

/// A customer has left: kept answers are forgotten, and orders are nobody's from now on. What they say about the person
/// is needed until they are settled: `AnonymiseOrders` takes it off then.
class ForgetCustomer {
public:
    explicit ForgetCustomer(OrderingStore& store) : store_{store} {}
    Result<void> execute(const ForgetCustomerCommand& command);

private:
    OrderingStore& store_;
};

}  // namespace orion::ordering
