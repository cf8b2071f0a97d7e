#pragma once

#include "orion/inventory/movement.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/sku.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace orion::inventory {

enum class ReservationStatus {
    held,       ///< the units are in the shop, and nobody else can have them
    consumed,   ///< they have left
    released,   ///< given back before they left, on request or because their time ran out
    restocked,  ///< they left and came back
    refused,    ///< nothing was ever held, and nothing ever will be
};

enum class ReservationVerb { consume, give_back, expire };

/// Where a verb leads from a status; nothing where it has no effect.
std::optional<ReservationStatus> next_status(ReservationStatus from, ReservationVerb verb);

struct ReservedLine {
    Sku sku;
    std::int64_t quantity;

    friend bool operator==(const ReservedLine&, const ReservedLine&) = default;
};

struct ReservationSnapshot {
    OrderId order;
    ReservationStatus status;
    std::vector<ReservedLine> lines;
    std::vector<Sku> short_of;
    Instant expires_at;

    friend bool operator==(const ReservationSnapshot&, const ReservationSnapshot&) = default;
};

/// What inventory holds, held or refused to hold for one order; the order's id is its id. Born held or refused, or as
/// a refusal in advance when an order is given up before its request arrived. Each order gets one, for good: whoever
/// asks again gets the same answer. A verb that has no effect in a status moves nothing, so that units leave and come
/// back exactly once however often it is repeated.
class Reservation {
public:
    /// Contract: at least one line, each SKU once.
    static Reservation hold(OrderId order, std::vector<ReservedLine> lines, Instant expires_at);
    /// `short_of` may be empty: the order was given up.
    static Reservation refuse(OrderId order, std::vector<Sku> short_of);
    static Reservation restore(ReservationSnapshot snapshot);

    /// The movements that hold these units, in SKU order.
    std::vector<Movement> movements_of_hold(Instant now) const;

    /// Each returns the movements it causes, in SKU order; none if it has no effect.
    std::vector<Movement> consume(Instant now);
    std::vector<Movement> give_back(Instant now);
    std::vector<Movement> expire(Instant now);

    OrderId order() const { return state_.order; }
    ReservationStatus status() const { return state_.status; }
    /// Sorted by SKU.
    const std::vector<ReservedLine>& lines() const { return state_.lines; }
    /// What it was refused for.
    const std::vector<Sku>& short_of() const { return state_.short_of; }
    Instant expires_at() const { return state_.expires_at; }
    const ReservationSnapshot& snapshot() const { return state_; }

private:
    explicit Reservation(ReservationSnapshot state);
    std::vector<Movement> move(ReservationVerb verb, Instant now);
    std::vector<Movement> movements(MovementKind kind, Instant now) const;
    ReservationSnapshot state_;
};

}  // namespace orion::inventory
