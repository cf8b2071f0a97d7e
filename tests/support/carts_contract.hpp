#pragma once

#include "orion/carts/carts_store.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every store of carts must do. `Carts` has `store()`, `queries()`, `clock` and `ids`. Call it in a test case
/// with a fresh one: it has subcases.
template <class Carts>
class CartsContract {
public:
    explicit CartsContract(Carts& carts) : carts_{carts} {}

    void check() {
        SUBCASE("a cart comes back as it was put away") { round_trip(); }
        SUBCASE("an unknown cart is not there") { CHECK_FALSE(*carts_.queries().find(new_id())); }
        SUBCASE("a change that failed never happened") { rollback(); }
        SUBCASE("two shoppers with one cart do not overwrite each other unseen") { lost_update(); }
        SUBCASE("what four windows put into one cart at once is all there") { four_windows(); }
        SUBCASE("a user's open cart is found by its owner, and only that") { found_by_owner(); }
        SUBCASE("a user never has two open carts, whichever way the second would come") { one_open_cart(); }
        SUBCASE("of two devices that open a user's first cart at once, one is told to look again") { two_devices(); }
        SUBCASE("two guests' carts for one user at once: one becomes the user's") { two_guests_carts(); }
        SUBCASE("all of a user's carts go, and nobody else's") { user_leaves(); }
        SUBCASE("idle carts are found the longest idle first, page by page, and swept unless touched") { idle(); }
    }

private:
    using Work = carts::CartsWork;

    CartId new_id() { return carts_.ids.template next<CartId>(); }
    static Money pounds(std::int64_t amount) { return {amount, *Currency::parse("GBP")}; }
    carts::ProductOffer offer(const std::string& sku, std::int64_t price) {
        return {.sku = *Sku::parse(sku),
                .product_id = carts_.ids.template next<ProductId>(),
                .title = "Tea «Ω» " + sku,
                .unit_price = pounds(price),
                .available = 3};
    }
    static Quantity quantity(int value) { return *Quantity::parse(value); }

    carts::Cart born(std::optional<UserId> owner = std::nullopt) {
        auto cart = carts::Cart::create(new_id(), *Currency::parse("GBP"), carts_.clock.now(), owner);
        REQUIRE(add(cart));
        return cart;
    }
    Result<void> add(const carts::Cart& cart) {
        return carts_.store().transact([&](Work& work) -> Result<void> {
            work.carts().add(cart);
            return {};
        });
    }
    UserId somebody() { return carts_.ids.template next<UserId>(); }
    template <class Change>
    Result<void> change(CartId id, Change change) {
        for (int attempt = 0; attempt < 1000; ++attempt) {
            auto cart = *carts_.queries().find(id).value();
            const auto version = cart.version();
            ORION_CHECK(change(cart));
            auto saved = save(cart, version);
            if (saved || saved.error().code != "cart_changed") return saved;
        }
        return fail(ErrorKind::unavailable, "cart_changed", "It never came through.");
    }
    Result<void> save(const carts::Cart& cart, std::int64_t found) {
        return carts_.store().transact([&](Work& work) { return work.carts().save(cart, found); });
    }
    carts::CartSnapshot stored(CartId id) {
        const auto cart = carts_.queries().find(id);
        REQUIRE(cart);
        REQUIRE(*cart);
        return (*cart)->snapshot();
    }

    void round_trip() {
        auto cart = born();
        CHECK(stored(cart.id()) == cart.snapshot());
        const auto edit = [&](auto verb) {
            carts_.clock.advance(std::chrono::milliseconds{1});
            REQUIRE(change(cart.id(), verb));
            REQUIRE(verb(cart));
            CHECK(stored(cart.id()) == cart.snapshot());
        };
        const auto now = [&] { return carts_.clock.now(); };
        const std::vector offers{offer("TEA", 499), offer("MUG", 850), offer("POT", 2999)};
        for (const auto& each : offers) edit([&](carts::Cart& it) { return it.add(each, quantity(2), now()); });
        edit([&](carts::Cart& it) { return it.set(offers[1], quantity(999), now()); });
        edit([&](carts::Cart& it) {
            it.remove(offers[0].sku, now());
            return Result<void>{};
        });
        edit([&](carts::Cart& it) { return it.add(offers[0], quantity(1), now()); });
        edit([&](carts::Cart& it) {
            for (const auto& each : offers) it.remove(each.sku, now());
            return Result<void>{};
        });
    }

    void rollback() {
        const auto cart = born();
        const auto failed = carts_.store().transact([&](Work& work) -> Result<void> {
            auto changed = cart;
            ORION_CHECK(changed.add(offer("TEA", 1), quantity(1), carts_.clock.now()));
            ORION_CHECK(work.carts().save(changed, cart.version()));
            return fail(ErrorKind::conflict, "changed_my_mind", "No.");
        });
        CHECK(failed.error().code == "changed_my_mind");
        CHECK(stored(cart.id()) == cart.snapshot());
    }

    void lost_update() {
        const auto cart = born();
        auto stale = cart;
        REQUIRE(change(cart.id(),
                       [&](carts::Cart& it) { return it.add(offer("TEA", 1), quantity(1), carts_.clock.now()); }));
        REQUIRE(stale.add(offer("MUG", 1), quantity(1), carts_.clock.now()));
        const auto refused = save(stale, cart.version());
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "cart_changed");
        auto unknown = carts::Cart::create(new_id(), *Currency::parse("GBP"), carts_.clock.now());
        CHECK(save(unknown, 1).error().code == "cart_changed");
        CHECK(stored(cart.id()).items.front().sku.text() == "TEA");
    }

    void four_windows() {
        const auto cart = born();
        {
            std::vector<std::jthread> windows;
            for (int window = 0; window < 4; ++window) {
                windows.emplace_back([&, window] {
                    for (int i = 0; i < 5; ++i) {
                        const auto sku = "SKU-" + std::to_string(window) + "-" + std::to_string(i);
                        CHECK(change(cart.id(), [&](carts::Cart& it) {
                            return it.add(offer(sku, 100), quantity(1), carts_.clock.now());
                        }));
                    }
                });
            }
        }
        const auto items = stored(cart.id()).items;
        CHECK(items.size() == 20);
        CHECK(stored(cart.id()).version == cart.version() + 20);
    }

    void found_by_owner() {
        const auto zoe = somebody();
        const auto guests = born();
        born(somebody());
        CHECK_FALSE(*carts_.queries().find_open(zoe));

        const auto own = born(zoe);
        CHECK((*carts_.queries().find_open(zoe))->snapshot() == own.snapshot());
        auto yen = own;
        REQUIRE(yen.change_currency(*Currency::parse("JPY"), carts_.clock.now()));
        REQUIRE(save(yen, own.version()));
        CHECK((*carts_.queries().find_open(zoe))->snapshot() == yen.snapshot());
        auto merged = guests;
        merged.end_merged(zoe, carts_.clock.now());
        REQUIRE(save(merged, guests.version()));
        CHECK(stored(guests.id()) == merged.snapshot());
        auto ordered = yen;
        ordered.end_ordered(carts_.clock.now());
        REQUIRE(save(ordered, yen.version()));
        CHECK(stored(own.id()) == ordered.snapshot());
        CHECK_FALSE(*carts_.queries().find_open(zoe));
    }

    void one_open_cart() {
        const auto zoe = somebody();
        const auto first = born(zoe);
        const auto second = carts::Cart::create(new_id(), *Currency::parse("GBP"), carts_.clock.now(), zoe);
        CHECK(add(second).error().code == "cart_changed");
        const auto guests = born();
        auto given = guests;
        given.give_to(zoe, carts_.clock.now());
        CHECK(save(given, guests.version()).error().code == "cart_changed");
        CHECK(stored(guests.id()) == guests.snapshot());
        CHECK((*carts_.queries().find_open(zoe))->id() == first.id());

        REQUIRE(carts_.store().transact([&](Work& work) -> Result<void> {
            auto ended = first;
            ended.end_ordered(carts_.clock.now());
            ORION_CHECK(work.carts().save(ended, first.version()));
            work.carts().add(second);
            return {};
        }));
        CHECK((*carts_.queries().find_open(zoe))->id() == second.id());
    }

    void two_devices() {
        const auto zoe = somebody();
        std::vector<carts::Cart> made;
        for (int i = 0; i < 4; ++i)
            made.push_back(carts::Cart::create(new_id(), *Currency::parse("GBP"), carts_.clock.now(), zoe));
        CHECK(how_many_succeed(made, [&](const carts::Cart& cart) { return add(cart); }) == 1);
    }

    void two_guests_carts() {
        const auto zoe = somebody();
        std::vector<carts::Cart> guests;
        for (int i = 0; i < 4; ++i) guests.push_back(born());
        CHECK(how_many_succeed(guests, [&](carts::Cart cart) {
                  const auto version = cart.version();
                  cart.give_to(zoe, carts_.clock.now());
                  return save(cart, version);
              }) == 1);
        CHECK(*carts_.queries().find_open(zoe));
    }

    /// At once. The others are told that something has changed.
    template <class Step>
    int how_many_succeed(const std::vector<carts::Cart>& carts, Step step) {
        std::atomic<int> succeeded = 0;
        {
            std::vector<std::jthread> devices;
            for (const auto& cart : carts) {
                devices.emplace_back([&, cart] {
                    const auto outcome = step(cart);
                    CHECK((outcome || outcome.error().code == "cart_changed"));
                    succeeded += outcome ? 1 : 0;
                });
            }
        }
        return succeeded;
    }

    void user_leaves() {
        const auto zoe = somebody();
        const auto own = born(zoe);
        const auto guests = born();
        auto merged = guests;
        merged.end_merged(zoe, carts_.clock.now());
        REQUIRE(save(merged, guests.version()));
        const auto others = born(somebody());
        const auto another_guests = born();
        REQUIRE(carts_.store().transact([&](Work& work) -> Result<void> {
            work.carts().remove_all(zoe);
            return {};
        }));
        CHECK_FALSE(*carts_.queries().find(own.id()));
        CHECK_FALSE(*carts_.queries().find(guests.id()));
        CHECK(*carts_.queries().find(others.id()));
        CHECK(*carts_.queries().find(another_guests.id()));
    }

    void idle() {
        const auto first = born();
        const auto second = born();
        carts_.clock.advance(std::chrono::hours{1});
        const auto third = born();
        carts_.clock.advance(std::chrono::hours{1});
        const auto since = carts_.clock.now();
        const auto fresh = born();

        const auto page = carts_.queries().idle(since, {}, 2);
        REQUIRE(page);
        REQUIRE(page->size() == 2);
        CHECK((*page)[0].id == first.id());
        CHECK((*page)[1].id == second.id());
        const auto rest = carts_.queries().idle(since, page->back(), 2);
        REQUIRE(rest->size() == 1);
        CHECK(rest->front().id == third.id());
        CHECK(rest->front().updated_at == third.updated_at());

        const auto swept = carts_.store().transact([&](Work& work) -> Result<std::vector<bool>> {
            std::vector<bool> removed;
            for (const auto& id : {first.id(), fresh.id(), first.id()}) {
                removed.push_back(work.carts().remove_untouched(id, since));
            }
            return removed;
        });
        CHECK(*swept == std::vector{true, false, false});
        CHECK_FALSE(*carts_.queries().find(first.id()));
        CHECK(*carts_.queries().find(fresh.id()));
    }

    Carts& carts_;
};

}  // namespace orion::test
