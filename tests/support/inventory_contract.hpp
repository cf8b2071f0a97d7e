#pragma once

#include "orion/inventory/adjust_stock.hpp"
#include "orion/inventory/audit_stock.hpp"
#include "orion/inventory/consume_reservation.hpp"
#include "orion/inventory/expire_reservations.hpp"
#include "orion/inventory/get_stock.hpp"
#include "orion/inventory/list_stock.hpp"
#include "orion/inventory/receive_stock.hpp"
#include "orion/inventory/reserve_stock.hpp"
#include "orion/inventory/return_stock.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every inventory must do, whatever it is stored in. `Inventory` has `store()`, `queries()`, `clock`, `ids` and
/// `published_types()`. Call it in a test case with a fresh one: it has subcases.
template <class Inventory>
class InventoryContract {
public:
    explicit InventoryContract(Inventory& inventory) : shop_{inventory} {}

    void check() {
        using namespace inventory;
        receive("MUG", 50, "PO-1");
        receive("POT", 10, "PO-1");
        SUBCASE("goods that came in are there, once per delivery note") {
            CHECK(receive("MUG", 50, "PO-1").outcome == ReceiptOutcome::already_received);
            CHECK(receive("MUG", 7, "PO-1").quantity == 50);
            CHECK(receive("MUG", 5, "PO-2").outcome == ReceiptOutcome::received);
            CHECK(stock("MUG") == "55/0");
        }
        SUBCASE("an adjustment is a difference and needs what is not reserved") { adjustments(); }
        SUBCASE("all lines of an order are held, or none") { all_or_none(); }
        SUBCASE("the same message twice has one effect and one answer") { same_message_twice(); }
        SUBCASE("a request asked again gets the same answer") { asked_again(); }
        SUBCASE("sold goods leave, and returned ones come back, once") { sold_and_returned(); }
        SUBCASE("what was given up is never reserved afterwards") { given_up_first(); }
        SUBCASE("what nobody pays in time goes back on the shelf") { expiry(); }
        SUBCASE("staff page through stock in SKU order") { paging(); }
        SUBCASE("200 buyers racing for 50 pieces get exactly 50") { race(); }
        SUBCASE("eight buyers racing for the last piece: one gets it") { race_for_the_last(); }
        SUBCASE("a delivery that arrives eight times at once counts once") { same_delivery_at_once(); }
        SUBCASE("the same message eight times at once has one effect") { same_message_at_once(); }
        SUBCASE("orders of the same goods in either order never block each other") { mixed_order_race(); }
        CHECK(AuditStock{shop_.queries()}.execute()->empty());
    }

private:
    using Lines = std::vector<inventory::ReservedLine>;

    static Sku sku(const std::string& text) { return *Sku::parse(text); }

    inventory::ReceiptView receive(const std::string& what, std::int64_t quantity, const std::string& reference) {
        auto views = inventory::ReceiveStock{shop_.store(), shop_.clock}.execute(
            {.lines = {{sku(what), quantity}}, .reference = reference, .actor = "ann"});
        REQUIRE(views);
        return views->front();
    }

    Result<inventory::StockView> adjust(const std::string& what, std::int64_t delta) {
        return inventory::AdjustStock{shop_.store(), shop_.clock}.execute(
            {.sku = sku(what), .delta = delta, .reason = "counted", .actor = "ann"});
    }

    /// "on hand/reserved"
    std::string stock(const std::string& what) {
        const auto view = inventory::GetStock{shop_.queries()}.execute(sku(what));
        if (!view) return std::string{view.error().code.text()};
        return std::to_string(view->on_hand) + "/" + std::to_string(view->reserved);
    }

    MessageId fresh() { return shop_.ids.template next<MessageId>(); }
    OrderId new_order() { return shop_.ids.template next<OrderId>(); }

    Result<void> reserve(OrderId order, const Lines& lines) { return reserve(fresh(), order, lines); }
    Result<void> reserve(MessageId message, OrderId order, const Lines& lines) {
        return inventory::ReserveStock{shop_.store(), shop_.clock}.execute(
            {.message = message,
             .order = order,
             .lines = lines,
             .expires_at = shop_.clock.now() + std::chrono::minutes{10}});
    }
    void consume(OrderId order) { consume(fresh(), order); }
    void consume(MessageId message, OrderId order) {
        CHECK(inventory::ConsumeReservation{shop_.store(), shop_.clock}.execute({.message = message, .order = order}));
    }
    void give_back(OrderId order) {
        CHECK(inventory::ReturnStock{shop_.store(), shop_.clock}.execute({.message = fresh(), .order = order}));
    }
    std::size_t expire(std::size_t limit) {
        const auto expired = inventory::ExpireReservations{shop_.store(), shop_.clock}.execute({.limit = limit});
        REQUIRE(expired);
        return *expired;
    }

    std::size_t published(const std::string& type) { return count(shop_.published_types(), type); }
    static std::size_t count(const std::vector<std::string>& types, const std::string& type) {
        return static_cast<std::size_t>(std::ranges::count(types, type));
    }
    std::string last_published() { return shop_.published_types().back(); }

    void adjustments() {
        CHECK(adjust("MUG", -20)->on_hand == 30);
        CHECK(adjust("MUG", 5)->on_hand == 35);
        REQUIRE(reserve(new_order(), {{sku("MUG"), 30}}));
        CHECK(adjust("MUG", -6).error().code == "insufficient_stock");
        CHECK(adjust("MUG", -5)->available == 0);
        CHECK(adjust("NOTHING", 1).error().code == "stock_not_found");
        CHECK(stock("MUG") == "30/30");
    }

    void all_or_none() {
        const auto first = new_order();
        REQUIRE(reserve(first, {{sku("POT"), 4}, {sku("MUG"), 20}}));
        CHECK(last_published() == "stock_reserved");
        CHECK(stock("MUG") == "50/20");
        CHECK(stock("POT") == "10/4");

        const auto levels = published("stock_levels_changed");
        REQUIRE(reserve(new_order(), {{sku("MUG"), 30}, {sku("NOTHING"), 1}, {sku("POT"), 7}}));
        CHECK(last_published() == "stock_rejected");
        CHECK(published("stock_levels_changed") == levels);
        CHECK(stock("MUG") == "50/20");
        CHECK(stock("POT") == "10/4");
    }

    void same_message_twice() {
        const auto message = fresh();
        const auto order = new_order();
        REQUIRE(reserve(message, order, {{sku("MUG"), 2}}));
        REQUIRE(reserve(message, order, {{sku("MUG"), 2}}));
        CHECK(published("stock_reserved") == 1);
        const auto payment = fresh();
        consume(payment, order);
        consume(payment, order);
        CHECK(published("stock_consumed") == 1);
        CHECK(stock("MUG") == "48/0");
    }

    void asked_again() {
        const auto order = new_order();
        REQUIRE(reserve(order, {{sku("MUG"), 2}}));
        REQUIRE(reserve(order, {{sku("MUG"), 2}}));
        CHECK(published("stock_reserved") == 2);
        CHECK(stock("MUG") == "50/2");
        consume(order);
        REQUIRE(reserve(order, {{sku("MUG"), 2}}));
        CHECK(last_published() == "stock_reserved");
        CHECK(stock("MUG") == "48/0");

        const auto unlucky = new_order();
        REQUIRE(reserve(unlucky, {{sku("POT"), 11}}));
        receive("POT", 10, "PO-9");
        REQUIRE(reserve(unlucky, {{sku("POT"), 11}}));
        CHECK(published("stock_rejected") == 2);
        CHECK(stock("POT") == "20/0");
    }

    void sold_and_returned() {
        const auto order = new_order();
        REQUIRE(reserve(order, {{sku("MUG"), 2}, {sku("POT"), 1}}));
        consume(order);
        CHECK(last_published() == "stock_consumed");
        consume(order);
        CHECK(published("stock_consumed") == 2);
        CHECK(stock("MUG") == "48/0");
        give_back(order);
        give_back(order);
        CHECK(published("stock_returned") == 2);
        CHECK(stock("MUG") == "50/0");
        consume(order);
        CHECK(last_published() == "stock_rejected");
        CHECK(stock("MUG") == "50/0");

        const auto declined = new_order();
        REQUIRE(reserve(declined, {{sku("POT"), 1}}));
        give_back(declined);
        CHECK(stock("POT") == "10/0");
    }

    void given_up_first() {
        const auto returned = new_order();
        give_back(returned);
        CHECK(last_published() == "stock_returned");
        REQUIRE(reserve(returned, {{sku("MUG"), 2}}));
        CHECK(last_published() == "stock_rejected");

        const auto consumed = new_order();
        consume(consumed);
        CHECK(last_published() == "stock_rejected");
        REQUIRE(reserve(consumed, {{sku("MUG"), 2}}));
        CHECK(last_published() == "stock_rejected");
        CHECK(stock("MUG") == "50/0");
    }

    void expiry() {
        const std::vector orders{new_order(), new_order(), new_order()};
        for (const auto& order : orders) REQUIRE(reserve(order, {{sku("MUG"), 2}, {sku("POT"), 1}}));
        consume(orders[1]);
        CHECK(expire(10) == 0);
        shop_.clock.advance(std::chrono::minutes{10});
        const auto levels = published("stock_levels_changed");
        CHECK(expire(1) == 1);
        CHECK(expire(10) == 1);
        CHECK(expire(10) == 0);
        CHECK(published("stock_levels_changed") == levels + 2);
        CHECK(stock("MUG") == "48/0");
        consume(orders[0]);
        CHECK(last_published() == "stock_rejected");
        give_back(orders[0]);
        CHECK(last_published() == "stock_returned");
        CHECK(stock("MUG") == "48/0");
    }

    void paging() {
        receive("ACE", 1, "PO-1");
        REQUIRE(reserve(new_order(), {{sku("ACE"), 1}}));
        const auto first =
            inventory::ListStock{shop_.queries()}.execute({.filter = inventory::StockFilter::all, .limit = 2});
        REQUIRE(first);
        REQUIRE(first->items.size() == 2);
        CHECK(first->items[0].sku == sku("ACE"));
        CHECK(first->items[1].available == 50);
        CHECK(first->next == sku("MUG"));
        const auto second = inventory::ListStock{shop_.queries()}.execute({.after = first->next, .limit = 2});
        CHECK(second->items.size() == 1);
        CHECK_FALSE(second->next);
        const auto low = inventory::ListStock{shop_.queries()}.execute({.filter = inventory::StockFilter::low});
        REQUIRE(low->items.size() == 1);
        CHECK(low->items[0].sku == sku("ACE"));
        CHECK(stock("NOTHING") == "stock_not_found");
    }

    /// `buyers` orders on eight threads; `lines_of(i)` is what the i-th wants.
    template <class LinesOf>
    void buy(int buyers, LinesOf lines_of) {
        std::atomic<int> next = 0;
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 8; ++t) {
                threads.emplace_back([&] {
                    for (int i = next++; i < buyers; i = next++) {
                        if (!reserve(new_order(), lines_of(i))) ++failures;
                    }
                });
            }
        }
        CHECK(failures == 0);
    }

    void race() {
        buy(200, [](int) { return Lines{{sku("MUG"), 1}}; });
        CHECK(published("stock_reserved") == 50);
        CHECK(published("stock_rejected") == 150);
        CHECK(stock("MUG") == "50/50");
    }

    void race_for_the_last() {
        receive("LAST", 1, "PO-7");
        buy(8, [](int) { return Lines{{sku("LAST"), 1}}; });
        CHECK(published("stock_reserved") == 1);
        CHECK(published("stock_rejected") == 7);
        CHECK(stock("LAST") == "1/1");
    }

    template <class Act>
    static void eight_times_at_once(Act act) {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back(act);
    }

    void same_delivery_at_once() {
        std::atomic<int> received = 0;
        eight_times_at_once([&] {
            const auto views = inventory::ReceiveStock{shop_.store(), shop_.clock}.execute(
                {.lines = {{sku("JUG"), 6}, {sku("MUG"), 5}}, .reference = "PO-8", .actor = "ann"});
            if (views && views->front().outcome == inventory::ReceiptOutcome::received) ++received;
        });
        CHECK(received == 1);
        CHECK(stock("JUG") == "6/0");
        CHECK(stock("MUG") == "55/0");
    }

    void same_message_at_once() {
        const auto message = fresh();
        const auto order = new_order();
        eight_times_at_once([&] { CHECK(reserve(message, order, {{sku("MUG"), 2}})); });
        CHECK(published("stock_reserved") == 1);
        CHECK(stock("MUG") == "50/2");
    }

    void mixed_order_race() {
        buy(60, [](int i) {
            return i % 2 == 0 ? Lines{{sku("MUG"), 1}, {sku("POT"), 1}} : Lines{{sku("POT"), 1}, {sku("MUG"), 1}};
        });
        CHECK(published("stock_reserved") == 10);
        CHECK(stock("MUG") == "50/10");
        CHECK(stock("POT") == "10/10");
    }

    Inventory& shop_;
};

}  // namespace orion::test
