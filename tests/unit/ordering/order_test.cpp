#include "orion/ordering/order.hpp"

#include "support/an_order.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>

using namespace orion;            // NOLINT(google-build-using-namespace)
using namespace orion::ordering;  // NOLINT(google-build-using-namespace)
using orion::test::AnOrder;
using orion::test::opening_time;
using orion::test::pounds;

namespace {

const Instant later = opening_time + std::chrono::minutes{1};

constexpr OrderStatus all_statuses[] = {OrderStatus::pending,   OrderStatus::confirmed, OrderStatus::shipped,
                                        OrderStatus::delivered, OrderStatus::failed,    OrderStatus::cancelled};
constexpr PaymentStatus all_payment_statuses[] = {
    PaymentStatus::none,     PaymentStatus::authorized, PaymentStatus::captured, PaymentStatus::partially_refunded,
    PaymentStatus::refunded, PaymentStatus::voided,     PaymentStatus::failed};

Result<void> apply(Order& order, const std::string& verb) {
    if (verb == "confirm") return order.confirm(later);
    if (verb == "fail") return order.fail(FailureReason::out_of_stock, "short of MUG", later);
    return order.cancel("changed my mind", later);
}

}  // namespace

TEST_SUITE("ordering/order") {
    TEST_CASE("an order is born pending, at the prices of the moment") {
        auto order = AnOrder{}.placed();

        CHECK(order.status() == OrderStatus::pending);
        CHECK(order.payment_status() == PaymentStatus::none);
        CHECK(order.version() == 1);
        CHECK(order.stored_version() == 0);
        const auto& shown = order.snapshot();
        CHECK(shown.totals.subtotal == Money{3000, pounds});
        CHECK(shown.totals.total == Money{3000, pounds});
        CHECK(shown.lines.at(0).line_total == Money{2500, pounds});
        CHECK(shown.lines.at(1).title == "Tea pot");
        CHECK(shown.placed_at == opening_time);
        const auto records = order.take_records();
        REQUIRE(records.size() == 1);
        CHECK(records[0] == OrderRecord{.version = 1,
                                        .at = opening_time,
                                        .from = std::nullopt,
                                        .to = OrderStatus::pending,
                                        .payment = PaymentStatus::none,
                                        .by = "customer"});
    }

    TEST_CASE("nothing can be bought out of an empty cart") {
        AnOrder empty;
        empty.placement.lines.clear();

        const auto order = Order::place(empty.placement);

        REQUIRE(!order);
        CHECK(order.error().code == "cart_empty");
    }

    TEST_CASE("a customer who saw another total is asked again") {
        CHECK(Order::place(AnOrder{}.expecting(3000).placement));
        const auto order = Order::place(AnOrder{}.expecting(2999).placement);
        REQUIRE(!order);
        CHECK(order.error().kind == ErrorKind::conflict);
        CHECK(order.error().code == "price_changed");
    }

    TEST_CASE("every verb in every status does what the life of an order says") {
        // Where the table has no entry, the verb is refused and nothing changes.
        const std::map<std::pair<OrderStatus, std::string>, OrderStatus> allowed{
            {{OrderStatus::pending, "confirm"}, OrderStatus::confirmed},
            {{OrderStatus::pending, "fail"}, OrderStatus::failed},
            {{OrderStatus::pending, "cancel"}, OrderStatus::cancelled},
            {{OrderStatus::confirmed, "cancel"}, OrderStatus::cancelled},
        };
        for (const auto status : all_statuses) {
            for (const std::string verb : {"confirm", "fail", "cancel"}) {
                CAPTURE(to_text(status));
                CAPTURE(verb);
                auto order = AnOrder{}.in(status, PaymentStatus::none);
                const auto before = order.snapshot();
                const auto outcome = apply(order, verb);
                const auto next = allowed.find({status, verb});
                CHECK(outcome.has_value() == (next != allowed.end()));
                if (next != allowed.end()) {
                    CHECK(order.status() == next->second);
                    CHECK(order.version() == 2);
                    CHECK(order.snapshot().updated_at == later);
                    const auto records = order.take_records();
                    REQUIRE(records.size() == 1);
                    CHECK(records[0].from == status);
                    CHECK(records[0].to == next->second);
                } else {
                    CHECK(order.snapshot() == before);
                    CHECK(order.take_records().empty());
                    CHECK(outcome.error().kind == ErrorKind::conflict);
                    CHECK(outcome.error().code == (verb == "cancel" ? "not_cancellable" : "not_pending"));
                }
            }
        }
    }

    TEST_CASE("the money goes only ways that money can go") {
        using enum PaymentStatus;
        const auto possible = [](PaymentStatus from, PaymentStatus to) {
            const bool open = from == none || from == authorized;
            if (to == captured || to == failed) return open;
            return open || from == captured || from == failed;
        };
        for (const auto from : all_payment_statuses) {
            for (const auto to : {captured, failed, voided, refunded}) {
                CAPTURE(to_text(from));
                CAPTURE(to_text(to));
                auto order = AnOrder{}.in(OrderStatus::pending, from);
                if (to == captured) order.payment_captured(later);
                if (to == failed) order.payment_failed(later);
                if (to == voided) order.payment_reversed(Reversal::voided, later);
                if (to == refunded) order.payment_reversed(Reversal::refunded, later);
                CHECK(order.payment_status() == (possible(from, to) ? to : from));
                CHECK(order.version() == (possible(from, to) ? 2 : 1));
            }
            auto order = AnOrder{}.in(OrderStatus::cancelled, from);
            order.payment_reversed(Reversal::nothing_taken, later);
            CHECK(order.payment_status() == from);
        }
    }

    TEST_CASE("every version has its record") {
        auto order = AnOrder{}.placed();
        order.payment_captured(later);
        REQUIRE(order.confirm(later));
        REQUIRE(order.cancel("too small", later));
        order.payment_reversed(Reversal::refunded, later);

        const auto records = order.take_records();

        REQUIRE(records.size() == 5);
        for (std::size_t i = 0; i < records.size(); ++i) CHECK(records[i].version == static_cast<int>(i) + 1);
        CHECK(records[1].from == records[1].to);
        CHECK(records[1].payment == PaymentStatus::captured);
        CHECK(records[2].by == "shop");
        CHECK(records[3].by == "customer");
        CHECK(records[3].reason == "too small");
        CHECK(records[4].to == OrderStatus::cancelled);
        CHECK(records[4].payment == PaymentStatus::refunded);
        CHECK(order.stored_version() == order.version());
    }

    TEST_CASE("a failed order says why") {
        auto order = AnOrder{}.placed();

        REQUIRE(order.fail(FailureReason::out_of_stock, "short of MUG", later));

        CHECK(order.snapshot().failure_reason == FailureReason::out_of_stock);
        const auto record = order.take_records().back();
        CHECK(record.reason == "out_of_stock");
        CHECK(record.detail == "short of MUG");
    }

    TEST_CASE("a clock that is set back does not reorder an order's history") {
        auto order = AnOrder{}.placed();

        REQUIRE(order.confirm(opening_time - std::chrono::hours{1}));

        CHECK(order.snapshot().updated_at == opening_time);
        CHECK(order.take_records().back().at == opening_time);
    }

    TEST_CASE("statuses keep their names") {
        for (const auto status : all_statuses) CHECK(parse_order_status(to_text(status)) == status);
        for (const auto status : all_payment_statuses) CHECK(parse_payment_status(to_text(status)) == status);
        CHECK(parse_fulfilment_status("partial") == FulfilmentStatus::partial);
        CHECK(parse_failure_reason("timed_out") == FailureReason::timed_out);
        CHECK(!parse_order_status("Pending"));
    }
}
