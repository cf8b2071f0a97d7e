#pragma once

#include "orion/ports/messages.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

namespace orion::messaging {

/// The columns of a message, in the order message_id, type, version, occurred_at, subject, correlation_id,
/// causation_id, traceparent, body, beginning at column `First` of a row.
template <std::size_t First, class Row>
Envelope envelope_at(Row& row) {
    return {.id = MessageId::parse(std::get<First>(row)).value(),
            .type = std::move(std::get<First + 1>(row)),
            .version = static_cast<int>(std::get<First + 2>(row)),
            .time = Instant{std::chrono::milliseconds{std::get<First + 3>(row)}},
            .subject = std::move(std::get<First + 4>(row)),
            .trace = {.correlation_id = std::move(std::get<First + 5>(row)),
                      .causation_id = std::move(std::get<First + 6>(row)),
                      .traceparent = std::move(std::get<First + 7>(row))},
            .body = std::move(std::get<First + 8>(row))};
}

}  // namespace orion::messaging
