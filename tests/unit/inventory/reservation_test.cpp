#include "orion/inventory/reservation.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>

using namespace orion;
using namespace orion::inventory;

namespace {

using Status = ReservationStatus;

const OrderId order{Uuid{}};
const Sku mug = *Sku::parse("MUG");
const Sku pot = *Sku::parse("POT");
const Instant now{std::chrono::milliseconds{1000}};

Reservation in(Status status) {
    return Reservation::restore(
        {.order = order, .status = status, .lines = {{pot, 1}, {mug, 2}}, .short_of = {}, .expires_at = now});
}

std::vector<Movement> perform(Reservation& reservation, ReservationVerb verb) {
    switch (verb) {
        case ReservationVerb::consume:
            return reservation.consume(now);
        case ReservationVerb::give_back:
            return reservation.give_back(now);
        case ReservationVerb::expire:
            return reservation.expire(now);
    }
    throw std::logic_error{"a verb is missing here"};
}

constexpr std::array statuses{Status::held, Status::consumed, Status::released, Status::restocked, Status::refused};
constexpr std::array verbs{ReservationVerb::consume, ReservationVerb::give_back, ReservationVerb::expire};

struct Row {
    std::optional<Status> to;
    std::int64_t on_hand;   ///< of one unit
    std::int64_t reserved;  ///< of one unit
};

/// Rows by status, columns by verb, both in the order above.
constexpr Row nothing{{}, 0, 0};
constexpr Row table[statuses.size()][verbs.size()] = {
    {{Status::consumed, -1, -1}, {Status::released, 0, -1}, {Status::released, 0, -1}},
    {nothing, {Status::restocked, 1, 0}, nothing},
    {nothing, nothing, nothing},
    {nothing, nothing, nothing},
    {nothing, nothing, nothing},
};

}  // namespace

TEST_SUITE("inventory/reservation") {
    TEST_CASE("every verb in every status leads where the table says, and moves these units") {
        for (std::size_t s = 0; s < statuses.size(); ++s) {
            for (std::size_t v = 0; v < verbs.size(); ++v) {
                CAPTURE(s);
                CAPTURE(v);
                const auto& expected = table[s][v];
                auto reservation = in(statuses[s]);

                const auto moved = perform(reservation, verbs[v]);

                CHECK(next_status(statuses[s], verbs[v]) == expected.to);
                CHECK(reservation.status() == expected.to.value_or(statuses[s]));
                REQUIRE(moved.size() == (expected.to ? 2 : 0));
                if (!expected.to) continue;
                CHECK(moved[0].sku == mug);
                CHECK(moved[0].delta_on_hand == 2 * expected.on_hand);
                CHECK(moved[0].delta_reserved == 2 * expected.reserved);
                CHECK(moved[1].sku == pot);
                CHECK(moved[1].delta_on_hand == expected.on_hand);
                CHECK(moved[1].order == order);
                CHECK(moved[1].at == now);
            }
        }
    }

    TEST_CASE("whatever happens in whatever order, nothing stays reserved and no unit is lost or won") {
        for (const auto first : verbs) {
            for (const auto second : verbs) {
                for (const auto third : verbs) {
                    auto reservation = Reservation::hold(order, {{mug, 3}}, now);
                    std::int64_t on_hand = 0;
                    std::int64_t reserved = reservation.movements_of_hold(now).front().delta_reserved;
                    for (const auto verb : {first, second, third}) {
                        for (const auto& movement : perform(reservation, verb)) {
                            on_hand += movement.delta_on_hand;
                            reserved += movement.delta_reserved;
                        }
                    }
                    CHECK(reserved == 0);
                    CHECK(on_hand == (reservation.status() == Status::consumed ? -3 : 0));
                }
            }
        }
    }

    TEST_CASE("holding reserves each line, in SKU order") {
        const auto moved = Reservation::hold(order, {{pot, 1}, {mug, 2}}, now).movements_of_hold(now);
        REQUIRE(moved.size() == 2);
        CHECK(moved[0].sku == mug);
        CHECK(moved[0].delta_reserved == 2);
        CHECK(moved[0].delta_on_hand == 0);
        CHECK(moved[1].sku == pot);
    }

    TEST_CASE("a refusal moves nothing") {
        CHECK(Reservation::refuse(order, {mug}).movements_of_hold(now).empty());
        CHECK(Reservation::refuse(order, {mug}).short_of() == std::vector{mug});
    }

    TEST_CASE("a reservation holds something, and each SKU once") {
        CHECK_THROWS_AS((void)Reservation::hold(order, {}, now), std::logic_error);
        CHECK_THROWS_AS((void)Reservation::hold(order, {{mug, 1}, {mug, 1}}, now), std::logic_error);
    }
}
