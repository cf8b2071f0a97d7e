#include "orion/ordering/forget_customer.hpp"

namespace orion::ordering {

Result<void> ForgetCustomer::execute(const ForgetCustomerCommand& command) {
    return store_.transact([&](OrderingWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        work.answers().remove_all(command.customer);
        work.orders().disown_all(command.customer);
        return {};
    });
}

}  // namespace orion::ordering
