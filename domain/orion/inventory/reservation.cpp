#include "orion/inventory/reservation.hpp"

#include "orion/kernel/result.hpp"

#include <algorithm>
#include <utility>

namespace orion::inventory {
namespace {

struct Transition {
    ReservationStatus from;
    ReservationVerb verb;
    ReservationStatus to;
    MovementKind movement;
};

constexpr Transition transitions[] = {
    {ReservationStatus::held, ReservationVerb::consume, ReservationStatus::consumed, MovementKind::sale},
    {ReservationStatus::held, ReservationVerb::give_back, ReservationStatus::released, MovementKind::release},
    {ReservationStatus::held, ReservationVerb::expire, ReservationStatus::released, MovementKind::expiry},
    {ReservationStatus::consumed, ReservationVerb::give_back, ReservationStatus::restocked, MovementKind::restock},
};

const Transition* find_transition(ReservationStatus from, ReservationVerb verb) {
    const auto* found = std::ranges::find_if(
        transitions, [&](const Transition& each) { return each.from == from && each.verb == verb; });
    return found == std::end(transitions) ? nullptr : found;
}

/// What one unit does to the stock.
struct UnitEffect {
    int on_hand;
    int reserved;
};

UnitEffect unit_effect(MovementKind kind) {
    switch (kind) {
        case MovementKind::reservation:
            return {.on_hand = 0, .reserved = 1};
        case MovementKind::release:
        case MovementKind::expiry:
            return {.on_hand = 0, .reserved = -1};
        case MovementKind::sale:
            return {.on_hand = -1, .reserved = -1};
        case MovementKind::restock:
            return {.on_hand = 1, .reserved = 0};
        case MovementKind::receipt:
        case MovementKind::adjustment:
            break;
    }
    contract(false, "a reservation does not cause this movement");
    return {};
}

}  // namespace

std::optional<ReservationStatus> next_status(ReservationStatus from, ReservationVerb verb) {
    if (const auto* transition = find_transition(from, verb)) return transition->to;
    return std::nullopt;
}

Reservation::Reservation(ReservationSnapshot state) : state_{std::move(state)} {
    std::ranges::sort(state_.lines, {}, &ReservedLine::sku);
    contract(std::ranges::adjacent_find(state_.lines, {}, &ReservedLine::sku) == state_.lines.end(),
             "each SKU is reserved in one line");
}

Reservation Reservation::hold(OrderId order, std::vector<ReservedLine> lines, Instant expires_at) {
    contract(!lines.empty(), "a reservation holds something");
    return Reservation{{.order = order,
                        .status = ReservationStatus::held,
                        .lines = std::move(lines),
                        .short_of = {},
                        .expires_at = expires_at}};
}

Reservation Reservation::refuse(OrderId order, std::vector<Sku> short_of) {
    return Reservation{{.order = order,
                        .status = ReservationStatus::refused,
                        .lines = {},
                        .short_of = std::move(short_of),
                        .expires_at = {}}};
}

Reservation Reservation::restore(ReservationSnapshot snapshot) { return Reservation{std::move(snapshot)}; }

std::vector<Movement> Reservation::movements_of_hold(Instant now) const {
    return movements(MovementKind::reservation, now);
}

std::vector<Movement> Reservation::consume(Instant now) { return move(ReservationVerb::consume, now); }
std::vector<Movement> Reservation::give_back(Instant now) { return move(ReservationVerb::give_back, now); }
std::vector<Movement> Reservation::expire(Instant now) { return move(ReservationVerb::expire, now); }

std::vector<Movement> Reservation::move(ReservationVerb verb, Instant now) {
    const auto* transition = find_transition(state_.status, verb);
    if (transition == nullptr) return {};
    state_.status = transition->to;
    return movements(transition->movement, now);
}

std::vector<Movement> Reservation::movements(MovementKind kind, Instant now) const {
    const auto effect = unit_effect(kind);
    std::vector<Movement> caused;
    caused.reserve(state_.lines.size());
    for (const auto& line : state_.lines) {
        caused.push_back({.sku = line.sku,
                          .kind = kind,
                          .delta_on_hand = effect.on_hand * line.quantity,
                          .delta_reserved = effect.reserved * line.quantity,
                          .reason = {},
                          .actor = "checkout",
                          .document = {},
                          .order = state_.order,
                          .at = now});
    }
    return caused;
}

}  // namespace orion::inventory
