#include "orion/ordering/anonymise_orders.hpp"

#include <utility>

namespace orion::ordering {

Result<std::size_t> AnonymiseOrders::execute(std::size_t limit) {
    ORION_TRY(const auto due, queries_.to_anonymise(limit));
    if (due.empty()) return 0;
    auto done = store_.transact([&](OrderingWork& work) -> Result<void> {
        work.orders().anonymise(due);
        return {};
    });
    ORION_CHECK(std::move(done));
    return due.size();
}

}  // namespace orion::ordering
