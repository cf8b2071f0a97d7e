#include "orion/ordering/complete_answer.hpp"

#include "orion/ordering/get_order.hpp"

#include <array>

namespace orion::ordering {

Result<StoredAnswer> CompleteAnswer::execute(const CompleteAnswerCommand& command) {
    // Asked first: an order that settles in between is shown settled, never the other way round.
    ORION_TRY(const auto settled, queries_.settled(std::array{command.order}));
    ORION_TRY(const auto order, queries_.find(command.order));
    if (!order) return unknown_order();
    const auto answer = command.format.render(*order, settled.empty() ? AnswerKind::accepted : AnswerKind::settled);

    return store_.transact([&](OrderingWork& work) -> Result<StoredAnswer> {
        auto record = work.answers().find(answer_key(command.customer, command.cart, command.idempotency_key));
        if (!record || record->order != command.order) return answer;
        if (record->answer) return *record->answer;
        record->answer = answer;
        work.answers().save(*record);
        return answer;
    });
}

}  // namespace orion::ordering
