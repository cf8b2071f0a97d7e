#pragma once

#include "orion/ordering/answer.hpp"
#include "orion/ordering/order_view.hpp"

#include <string>
#include <vector>

namespace orion::rest {

std::string order_text(const ordering::OrderView& order);
std::string history_text(const std::vector<ordering::OrderRecord>& records);

/// 202 while an order is on its way, 201 once it is settled.
class JsonAnswerFormat : public ordering::AnswerFormat {
public:
    ordering::StoredAnswer render(const ordering::OrderView& order, ordering::AnswerKind kind) const override;
};

}  // namespace orion::rest
