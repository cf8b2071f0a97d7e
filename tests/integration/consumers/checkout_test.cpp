#include "orion/consumers/billing_consumer.hpp"
#include "orion/consumers/inventory_consumer.hpp"
#include "orion/consumers/ordering_consumer.hpp"
#include "orion/inventory/audit_stock.hpp"
#include "orion/inventory/receive_stock.hpp"
#include "orion/messaging/json_event_reader.hpp"

#include "support/fake_backoff.hpp"
#include "support/fake_billing.hpp"
#include "support/fake_inventory.hpp"
#include "support/fake_payment_gateway.hpp"
#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace orion;

namespace {

using std::chrono::milliseconds;

/// Ordering, inventory and billing as they are, joined by a broker that shuffles and repeats messages, with a gateway
/// that may do anything and customers who may change their minds.
class Town {
public:
    explicit Town(std::uint64_t seed) : random_{seed} {
        office.policy.parked_after = 1000;
        REQUIRE(inventory::ReceiveStock{warehouse.store(), warehouse.clock}.execute(
            {.lines = {{*Sku::parse("MUG"), 7}, {*Sku::parse("POT"), 5}}, .reference = "PO-1", .actor = "boss"}));
        for (int i = 0; i < 12; ++i) {
            using enum test::FakePaymentGateway::Behaviour;
            gateway.script.push_back(std::array{approve, approve, approve, decline, fail, take_and_fail}.at(roll(6)));
        }
    }

    void run() {
        for (std::uint8_t buyer = 1; buyer <= 5; ++buyer) {
            office.fill(test::numbered<CartId>(buyer));
            orders.push_back(office.place({.cart = test::numbered<CartId>(buyer)})->order);
        }
        for (int step = 0; step < 2000; ++step) {
            collect();
            if (roll(80) == 0) (void)office.cancel(orders[roll(orders.size())]);
            gateway.is_down = step < 200 && roll(4) == 0;
            if (!under_way_.empty() && roll(10) != 0) {
                deliver(roll(under_way_.size()));
            } else if (office.ordering.settled(orders)->size() == orders.size() && under_way_.empty()) {
                return;
            } else {
                time_passes();
            }
        }
    }

    bool everything_is_right() {
        bool right = office.ordering.settled(orders)->size() == orders.size();
        int sold = 0;
        for (const auto& id : orders) {
            const auto order = office.order(id);
            const bool confirmed = order.status == ordering::OrderStatus::confirmed;
            right = right && confirmed == gateway.holds_money_of(billing::gateway_key(id));
            right = right && confirmed == (order.payment_status == ordering::PaymentStatus::captured);
            sold += confirmed ? 1 : 0;
        }
        const auto mugs = warehouse.state().items.at(*Sku::parse("MUG"));
        const auto pots = warehouse.state().items.at(*Sku::parse("POT"));
        right = right && mugs.on_hand == 7 - 2 * sold && pots.on_hand == 5 - sold;
        right = right && mugs.reserved == 0 && pots.reserved == 0;
        confirmed_orders += sold;
        return right && inventory::AuditStock{warehouse.queries()}.execute()->empty();
    }

    test::OrderingShop<> office;
    test::FakeInventory warehouse;
    test::FakeBilling books;
    test::FakePaymentGateway gateway;
    std::vector<OrderId> orders;
    int confirmed_orders = 0;

private:
    struct Message {
        MessageHandler* to;
        Envelope envelope;
    };

    std::size_t roll(std::size_t below) { return static_cast<std::size_t>(random_() % below); }

    template <class Event>
    Envelope wrapped(const Event& event, const std::string& subject = {}) {
        return messaging::encode(
            event, {.id = message_ids_.next<MessageId>(), .time = office.ordering.clock.now(), .subject = subject});
    }

    void collect() {
        const auto& asked = office.ordering.state().published;
        for (; asked_ < asked.size(); ++asked_) {
            const auto message = wrapped(asked[asked_]);
            under_way_.push_back({&inventory_consumer_, message});
            under_way_.push_back({&billing_consumer_, message});
        }
        const auto& stock = warehouse.state().published;
        for (; moved_ < stock.size(); ++moved_) {
            under_way_.push_back({&ordering_consumer_, wrapped(stock[moved_].event, stock[moved_].subject)});
        }
        const auto& money = books.published();
        for (; paid_ < money.size(); ++paid_) under_way_.push_back({&ordering_consumer_, wrapped(money[paid_])});
    }

    void deliver(std::size_t index) {
        const auto message = under_way_[index];
        const auto handled = message.to->handle({.message = message.envelope, .attempt = 1});
        if (!handled) CHECK(handled.error().kind == ErrorKind::unavailable);
        if (handled && roll(5) != 0) under_way_.erase(under_way_.begin() + static_cast<std::ptrdiff_t>(index));
    }

    void time_passes() {
        const milliseconds time{roll(20'000)};
        office.ordering.clock.advance(time);
        warehouse.clock.advance(time);
        books.clock.advance(time);
        office.wake_overdue();
    }

    std::mt19937_64 random_;
    test::FakeIdGenerator message_ids_;
    test::FakeBackoff backoff_;
    messaging::JsonEventReader<ordering::Event> ordering_events_;
    messaging::JsonEventReader<inventory::Event> inventory_events_;
    messaging::JsonEventReader<billing::Event> billing_events_;
    messaging::JsonEventReader<identity::Event> identity_events_;
    inventory::ReserveStock reserve_{warehouse.store(), warehouse.clock};
    inventory::ConsumeReservation consume_{warehouse.store(), warehouse.clock};
    inventory::ReturnStock return_{warehouse.store(), warehouse.clock};
    billing::TakePayment take_{
        {.store = books, .gateway = gateway, .backoff = backoff_, .clock = books.clock, .ids = books.ids},
        {.count = 0}};
    billing::ReversePayment reverse_{{.store = books, .gateway = gateway, .clock = books.clock, .ids = books.ids}};
    ordering::AdvanceCheckout advance_{office.ordering.store(), office.ordering.clock, office.policy};
    consumers::InventoryConsumer inventory_consumer_{{.events = ordering_events_,
                                                      .reserve_stock = reserve_,
                                                      .consume_reservation = consume_,
                                                      .return_stock = return_}};
    consumers::BillingConsumer billing_consumer_{
        {.events = ordering_events_, .take_payment = take_, .reverse_payment = reverse_}};
    ordering::ForgetCustomer forget_{office.ordering.store()};
    consumers::OrderingConsumer ordering_consumer_{{.inventory_events = inventory_events_,
                                                    .billing_events = billing_events_,
                                                    .identity_events = identity_events_,
                                                    .advance_checkout = advance_,
                                                    .forget_customer = forget_}};
    std::vector<Message> under_way_;
    std::size_t asked_ = 0;
    std::size_t moved_ = 0;
    std::size_t paid_ = 0;
};

}  // namespace

TEST_SUITE("consumers/checkout") {
    TEST_CASE("five buyers, too few mugs, and a bad day: every order ends, and money and goods add up") {
        int confirmed = 0;
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            CAPTURE(seed);
            Town town{seed};
            town.run();
            REQUIRE(town.everything_is_right());
            confirmed += town.confirmed_orders;
        }
        CHECK(confirmed > 50);
    }
}
