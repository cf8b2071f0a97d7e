#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace orion;            // NOLINT(google-build-using-namespace)
using namespace orion::ordering;  // NOLINT(google-build-using-namespace)
using orion::test::code_of;
using orion::test::pounds;

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// The shop as its customers see it: ordering as it is, with a storekeeper and a cashier who read what ordering asks
/// for and answer it, each order's part in their own books.
class SmallShop {
public:
    enum class Storekeeper { has_everything, has_nothing, lost_it_meanwhile, asleep };
    enum class Cashier { takes_money, is_declined, gets_no_answer, asleep };

    Storekeeper storekeeper = Storekeeper::has_everything;
    Cashier cashier = Cashier::takes_money;
    int units_out = 0;  ///< reserved or gone
    Money in_the_till{0, pounds};
    std::map<std::string, int> asked;  ///< how often ordering asked for what

    OrderId customer_orders() {
        const auto placed = office.place();
        REQUIRE(placed);
        return placed->order;
    }

    /// Everybody does what is to be done, until nothing is left.
    void goes_about_its_business() {
        auto& published = office.ordering.state().published;
        while (next_ < published.size()) {
            const auto event = published.at(next_++);
            std::visit([this](const auto& each) { reads(each); }, event);
        }
    }

    void time_passes(std::chrono::milliseconds time) {
        office.ordering.clock.advance(time);
        office.wake_overdue();
        goes_about_its_business();
    }

    orion::test::OrderingShop<> office;

private:
    void answers(OrderId order, CheckoutEvent event, Reversal reversal = Reversal::nothing_taken) {
        REQUIRE(office.hears(order, event, reversal));
    }

    void reads(const OrderPlaced&) {}
    void reads(const OrderConfirmed&) {}
    void reads(const OrderFailed&) {}
    void reads(const OrderCancelled&) {}

    void reads(const StockRequested& request) {
        ++asked["stock"];
        if (storekeeper == Storekeeper::asleep) return;
        if (storekeeper == Storekeeper::has_nothing) return answers(request.order, CheckoutEvent::stock_rejected);
        units_out = 0;
        for (const auto& line : request.lines) units_out += line.quantity.value();
        answers(request.order, CheckoutEvent::stock_reserved);
    }

    void reads(const PaymentRequested& request) {
        ++asked["payment"];
        CHECK(request.payment_token.expose() == "tok_approve");
        if (cashier == Cashier::asleep) return;
        if (cashier == Cashier::is_declined) return answers(request.order, CheckoutEvent::payment_declined);
        in_the_till = request.amount;
        if (cashier == Cashier::gets_no_answer) return answers(request.order, CheckoutEvent::payment_unavailable);
        answers(request.order, CheckoutEvent::payment_captured);
    }

    void reads(const StockConsumptionRequested& request) {
        ++asked["consumption"];
        if (storekeeper == Storekeeper::asleep) return;
        if (storekeeper == Storekeeper::lost_it_meanwhile) {
            units_out = 0;
            return answers(request.order, CheckoutEvent::stock_rejected);
        }
        answers(request.order, CheckoutEvent::stock_consumed);
    }

    void reads(const StockReturnRequested& request) {
        ++asked["return"];
        if (storekeeper == Storekeeper::asleep) return;
        units_out = 0;
        answers(request.order, CheckoutEvent::stock_returned);
    }

    void reads(const PaymentReversalRequested& request) {
        ++asked["reversal"];
        if (cashier == Cashier::asleep) return;
        const auto reversal = in_the_till.amount() == 0 ? Reversal::nothing_taken : Reversal::refunded;
        in_the_till = Money::zero(pounds);
        answers(request.order, CheckoutEvent::payment_reversed, reversal);
    }

    std::size_t next_ = 0;
};

std::string ending(SmallShop& shop, OrderId id) {
    const auto order = shop.office.order(id);
    std::string text{to_text(order.status)};
    if (order.failure_reason) text += " " + std::string{to_text(*order.failure_reason)};
    return text + ", payment " + std::string{to_text(order.payment_status)};
}

}  // namespace

TEST_SUITE("ordering/life_of_an_order") {
    TEST_CASE("two mugs and a pot are reserved, paid for, and leave the shop") {
        SmallShop shop;

        const auto order = shop.customer_orders();
        CHECK(ending(shop, order) == "pending, payment none");
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "confirmed, payment captured");
        CHECK(shop.office.life_of(order) == "pending, confirmed");
        CHECK(shop.units_out == 3);
        CHECK(shop.in_the_till == Money{3000, pounds});
        CHECK(shop.office.ordering.count<OrderConfirmed>() == 1);
    }

    TEST_CASE("the shelf is empty: the order fails and nobody's card is touched") {
        SmallShop shop;
        shop.storekeeper = SmallShop::Storekeeper::has_nothing;

        const auto order = shop.customer_orders();
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "failed out_of_stock, payment none");
        CHECK(shop.asked["payment"] == 0);
    }

    TEST_CASE("the card is declined: the goods go back on the shelf") {
        SmallShop shop;
        shop.cashier = SmallShop::Cashier::is_declined;

        const auto order = shop.customer_orders();
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "failed payment_declined, payment failed");
        CHECK(shop.units_out == 0);
    }

    TEST_CASE("the bank's answer is lost: what it may have taken is given back") {
        SmallShop shop;
        shop.cashier = SmallShop::Cashier::gets_no_answer;

        const auto order = shop.customer_orders();
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "failed payment_unavailable, payment refunded");
        CHECK(shop.in_the_till == Money{0, pounds});
        CHECK(shop.units_out == 0);
    }

    TEST_CASE("the goods are gone when the customer has paid: the money goes back") {
        SmallShop shop;
        shop.storekeeper = SmallShop::Storekeeper::lost_it_meanwhile;

        const auto order = shop.customer_orders();
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "failed out_of_stock, payment refunded");
        CHECK(shop.in_the_till == Money{0, pounds});
    }

    TEST_CASE("a storekeeper who nods off is asked again") {
        SmallShop shop;
        shop.storekeeper = SmallShop::Storekeeper::asleep;
        const auto order = shop.customer_orders();
        shop.goes_about_its_business();

        shop.time_passes(seconds{15});
        CHECK(ending(shop, order) == "pending, payment none");
        shop.storekeeper = SmallShop::Storekeeper::has_everything;
        shop.time_passes(seconds{15});

        CHECK(shop.asked["stock"] == 3);
        CHECK(ending(shop, order) == "confirmed, payment captured");
    }

    TEST_CASE("a storekeeper who never wakes up: the order waits for the way back before it fails") {
        SmallShop shop;
        shop.storekeeper = SmallShop::Storekeeper::asleep;
        const auto order = shop.customer_orders();
        for (int i = 0; i < 8; ++i) shop.time_passes(seconds{15});
        CHECK(shop.asked["stock"] == 4);
        CHECK(shop.asked["return"] >= 1);
        CHECK(ending(shop, order) == "pending, payment none");

        shop.storekeeper = SmallShop::Storekeeper::has_everything;
        shop.time_passes(minutes{10});

        CHECK(ending(shop, order) == "failed timed_out, payment none");
        CHECK(shop.units_out == 0);
    }

    TEST_CASE("a cashier who never answers: the payment is unavailable and the goods go back") {
        SmallShop shop;
        shop.cashier = SmallShop::Cashier::asleep;
        const auto order = shop.customer_orders();
        shop.goes_about_its_business();
        for (int i = 0; i < 4; ++i) shop.time_passes(seconds{15});
        CHECK(shop.asked["payment"] == 4);

        shop.cashier = SmallShop::Cashier::takes_money;
        shop.time_passes(minutes{10});

        CHECK(ending(shop, order) == "failed payment_unavailable, payment failed");
        CHECK(shop.units_out == 0);
    }

    TEST_CASE("the customer changes her mind before the shop has done anything") {
        SmallShop shop;
        const auto order = shop.customer_orders();

        CHECK(shop.office.cancel(order, "changed my mind")->status == OrderStatus::cancelled);
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "cancelled, payment none");
        CHECK(shop.units_out == 0);
        CHECK(shop.asked["payment"] == 0);
        CHECK(shop.office.ordering.settled(std::vector{order})->size() == 1);
    }

    TEST_CASE("the customer changes her mind while the bank is thinking") {
        SmallShop shop;
        shop.cashier = SmallShop::Cashier::asleep;
        const auto order = shop.customer_orders();
        shop.goes_about_its_business();

        REQUIRE(shop.office.cancel(order));
        shop.cashier = SmallShop::Cashier::takes_money;
        REQUIRE(shop.office.hears(order, CheckoutEvent::payment_captured));
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "cancelled, payment none");
        CHECK(shop.asked["reversal"] == 1);
        CHECK(shop.asked["consumption"] == 0);
        CHECK(shop.units_out == 0);
    }

    TEST_CASE("a confirmed order is cancelled: refunded and restocked") {
        SmallShop shop;
        const auto order = shop.customer_orders();
        shop.goes_about_its_business();
        REQUIRE(shop.office.order(order).status == OrderStatus::confirmed);

        CHECK(shop.office.cancel(order, "too small")->status == OrderStatus::cancelled);
        CHECK(ending(shop, order) == "cancelled, payment captured");
        CHECK(shop.office.ordering.settled(std::vector{order})->empty());
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "cancelled, payment refunded");
        CHECK(shop.office.life_of(order) == "pending, confirmed, cancelled");
        CHECK(shop.in_the_till == Money{0, pounds});
        CHECK(shop.units_out == 0);
        CHECK(shop.office.ordering.count<OrderFailed>() == 0);
        CHECK(code_of(shop.office.cancel(order)) == "not_cancellable");
    }

    TEST_CASE("the customer cancels an order that is failing anyway: it stays cancelled") {
        SmallShop shop;
        shop.cashier = SmallShop::Cashier::is_declined;
        const auto order = shop.customer_orders();
        REQUIRE(shop.office.hears(order, CheckoutEvent::stock_reserved));
        REQUIRE(shop.office.hears(order, CheckoutEvent::payment_declined));

        REQUIRE(shop.office.cancel(order));
        shop.goes_about_its_business();

        CHECK(ending(shop, order) == "cancelled, payment failed");
        CHECK(shop.office.life_of(order) == "pending, cancelled");
    }
}
