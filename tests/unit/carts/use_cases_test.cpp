#include "orion/carts/add_cart_item.hpp"
#include "orion/carts/create_cart.hpp"
#include "orion/carts/expire_carts.hpp"
#include "orion/carts/get_cart.hpp"
#include "orion/carts/get_cart_for_checkout.hpp"
#include "orion/carts/remove_cart_item.hpp"
#include "orion/carts/set_cart_item.hpp"

#include "support/carts_contract.hpp"
#include "support/fake_carts.hpp"

#include <atomic>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::carts;

namespace {

const Currency pounds = *Currency::parse("GBP");
const Currency yen = *Currency::parse("JPY");

Money gbp(std::int64_t amount) { return {amount, pounds}; }
Sku sku(const std::string& text) { return *Sku::parse(text); }

struct Shop {
    test::FakeCarts carts;
    test::FakeProductOffers offers;
    test::FakeOrderedCarts orders;
    test::FakeCartTokens tokens;
    CartEditing editing{carts, carts, tokens, orders, offers, carts.clock};

    Shop() {
        offers.sell("TEA", gbp(499));
        offers.sell("MUG", gbp(850), 3);
        offers.sell("SAKE", {500, yen});
    }
    CartAccess new_cart(std::optional<Currency> currency = {}) {
        const auto created =
            CreateCart{{carts, tokens, carts.clock, carts.ids, offers}, pounds}.execute({.currency = currency});
        REQUIRE(created);
        return {.cart = created->cart.id, .token = created->token};
    }
    Result<CartView> add(const CartAccess& access, const std::string& what, int quantity) const {
        return AddCartItem{editing}.execute(
            {.access = access, .sku = sku(what), .quantity = *Quantity::parse(quantity)});
    }
    Result<CartView> set(const CartAccess& access, const std::string& what, int quantity) const {
        const auto parsed = Quantity::parse(quantity);
        return SetCartItem{editing}.execute(
            {.access = access, .sku = sku(what), .quantity = parsed ? std::optional{*parsed} : std::nullopt});
    }
    Result<CartView> remove(const CartAccess& access, const std::string& what) const {
        return RemoveCartItem{editing}.execute({.access = access, .sku = sku(what)});
    }
    Result<CartView> get(const CartAccess& access) { return GetCart{carts, tokens, offers}.execute(access); }
    std::size_t expire() {
        const auto expired = ExpireCarts{{carts, carts, orders, carts.clock}, {}}.execute();
        REQUIRE(expired);
        return *expired;
    }
};

std::string_view code_of(const Result<CartView>& result) {
    REQUIRE_FALSE(result);
    return result.error().code.text();
}

}  // namespace

TEST_SUITE("carts/use_cases") {
    TEST_CASE("carts in memory keep the contract of stores of carts") {
        test::FakeCarts carts;
        test::CartsContract{carts}.check();
    }

    TEST_CASE("a guest gets an empty cart in the shop's currency, and the key to it") {
        Shop shop;
        const auto access = shop.new_cart();
        const auto cart = shop.get(access);
        REQUIRE(cart);
        CHECK(cart->currency == pounds);
        CHECK(cart->items.empty());
        CHECK(cart->total == gbp(0));
        CHECK(shop.get(shop.new_cart(yen))->currency == yen);
    }

    TEST_CASE("what goes into a cart is shown with price, availability and totals") {
        Shop shop;
        const auto access = shop.new_cart();
        REQUIRE(shop.add(access, "MUG", 2));
        const auto cart = shop.add(access, "TEA", 1);
        REQUIRE(cart);
        REQUIRE(cart->items.size() == 2);
        CHECK(cart->items[0].sku == sku("MUG"));
        CHECK(cart->items[0].title == "MUG title");
        CHECK(cart->items[0].unit_price == gbp(850));
        CHECK(cart->items[0].line_total == gbp(1700));
        CHECK(cart->items[0].available == 3);
        CHECK(cart->subtotal == gbp(2199));
        CHECK(cart->total == gbp(2199));
    }

    TEST_CASE("prices and availability are live until checkout") {
        Shop shop;
        const auto access = shop.new_cart();
        REQUIRE(shop.add(access, "TEA", 2));
        shop.offers.sell("TEA", gbp(600), 1);
        const auto cart = shop.get(access);
        CHECK(cart->items[0].unit_price == gbp(600));
        CHECK(cart->items[0].available == 1);
        CHECK(cart->total == gbp(1200));
    }

    TEST_CASE("what is not sold any more is still shown, cannot be bought, and can be taken out") {
        Shop shop;
        const auto access = shop.new_cart();
        REQUIRE(shop.add(access, "TEA", 2));
        REQUIRE(shop.add(access, "MUG", 1));
        shop.offers.withdraw("TEA");
        shop.offers.sell("MUG", {900, yen});

        const auto cart = shop.get(access);
        REQUIRE(cart->items.size() == 2);
        CHECK(cart->items[0].title == "TEA title");
        CHECK(cart->items[0].available == 0);
        CHECK(cart->items[1].available == 0);
        CHECK(cart->items[1].unit_price == gbp(850));
        CHECK(cart->total == gbp(1848));
        const auto checkout = GetCartForCheckout{shop.carts, shop.offers}.execute(access.cart);
        CHECK_FALSE(checkout->items[0].offer);
        CHECK_FALSE(checkout->items[1].offer);
        CHECK(code_of(shop.set(access, "TEA", 1)) == "unknown_sku");
        CHECK(shop.remove(access, "TEA")->items.size() == 1);
        CHECK(shop.set(access, "MUG", 0)->items.empty());
    }

    TEST_CASE("checkout gets the lines with what they cost now") {
        Shop shop;
        const auto access = shop.new_cart();
        REQUIRE(shop.add(access, "TEA", 2));
        const auto checkout = GetCartForCheckout{shop.carts, shop.offers}.execute(access.cart);
        REQUIRE(checkout);
        CHECK(checkout->currency == pounds);
        REQUIRE(checkout->items.size() == 1);
        CHECK(checkout->items[0].quantity == *Quantity::parse(2));
        CHECK(checkout->items[0].offer->unit_price == gbp(499));
        const auto unknown = GetCartForCheckout{shop.carts, shop.offers}.execute(shop.carts.ids.next<CartId>());
        CHECK(unknown.error().code == "cart_not_found");
    }

    TEST_CASE("what the shop does not sell, or sells in another currency, does not go in") {
        Shop shop;
        const auto access = shop.new_cart();
        CHECK(code_of(shop.add(access, "NOTHING", 1)) == "unknown_sku");
        CHECK(code_of(shop.set(access, "NOTHING", 1)) == "unknown_sku");
        CHECK(code_of(shop.add(access, "SAKE", 1)) == "currency_mismatch");
        CHECK(shop.add(access, "NOTHING", 1).error().fields.front().field == "sku");
    }

    TEST_CASE("more of a thing than is there may lie in a cart: only checkout decides") {
        Shop shop;
        CHECK(shop.add(shop.new_cart(), "MUG", 4)->items[0].available == 3);
    }

    TEST_CASE("what eight windows put into one cart at once is all there") {
        Shop shop;
        const auto access = shop.new_cart();
        std::atomic<int> put = 0;
        {
            std::vector<std::jthread> windows;
            for (int window = 0; window < 8; ++window)
                windows.emplace_back([&] { put += shop.add(access, "TEA", 1).has_value() ? 1 : 0; });
        }
        CHECK(put == 8);
        CHECK(shop.get(access)->items[0].quantity == *Quantity::parse(8));
    }

    TEST_CASE("taking something out twice is as good as once") {
        Shop shop;
        const auto access = shop.new_cart();
        REQUIRE(shop.add(access, "TEA", 2));
        CHECK(shop.remove(access, "TEA")->items.empty());
        CHECK(shop.remove(access, "TEA")->items.empty());
        CHECK(shop.set(access, "NOTHING", 0)->items.empty());
    }

    TEST_CASE("without its key a cart looks like no cart at all") {
        Shop shop;
        const auto mine = shop.new_cart();
        const auto yours = shop.new_cart();
        const CartAccess unknown_cart{.cart = shop.carts.ids.next<CartId>(), .token = mine.token};
        auto expired = mine;
        expired.cart = shop.carts.ids.next<CartId>();
        expired.token = shop.tokens.issue(expired.cart);
        for (const auto& access :
             {CartAccess{mine.cart, yours.token}, CartAccess{mine.cart, Secret{""}}, unknown_cart, expired}) {
            CHECK(code_of(shop.get(access)) == "cart_not_found");
            CHECK(code_of(shop.add(access, "TEA", 1)) == "cart_not_found");
            CHECK(code_of(shop.set(access, "TEA", 1)) == "cart_not_found");
            CHECK(code_of(shop.set(access, "TEA", 0)) == "cart_not_found");
            CHECK(code_of(shop.remove(access, "TEA")) == "cart_not_found");
        }
    }

    TEST_CASE("a cart that was ordered can be looked at but not changed") {
        Shop shop;
        const auto access = shop.new_cart();
        REQUIRE(shop.add(access, "TEA", 2));
        shop.orders.orders.emplace(access.cart, shop.carts.clock.now());
        CHECK(shop.get(access));
        CHECK(code_of(shop.add(access, "TEA", 1)) == "cart_already_ordered");
        CHECK(code_of(shop.set(access, "TEA", 1)) == "cart_already_ordered");
        CHECK(code_of(shop.set(access, "TEA", 0)) == "cart_already_ordered");
        CHECK(code_of(shop.remove(access, "TEA")) == "cart_already_ordered");
    }

    TEST_CASE("a cart that nobody touched for thirty days is swept away") {
        Shop shop;
        const auto old = shop.new_cart();
        const auto kept = shop.new_cart();
        shop.carts.clock.advance(std::chrono::days{30});
        CHECK(shop.expire() == 0);
        REQUIRE(shop.add(kept, "TEA", 1));
        shop.carts.clock.advance(std::chrono::milliseconds{1});
        CHECK(shop.expire() == 1);
        CHECK(code_of(shop.get(old)) == "cart_not_found");
        CHECK(shop.get(kept));
    }

    TEST_CASE("an ordered cart stays for two days after its checkout") {
        Shop shop;
        const auto access = shop.new_cart();
        shop.carts.clock.advance(std::chrono::days{31});
        shop.orders.orders.emplace(access.cart, shop.carts.clock.now());
        shop.carts.clock.advance(std::chrono::hours{47});
        CHECK(shop.expire() == 0);
        shop.carts.clock.advance(std::chrono::hours{1});
        CHECK(shop.expire() == 1);
    }

    TEST_CASE("ordered carts that must stay do not keep others from being swept") {
        Shop shop;
        for (int i = 0; i < 150; ++i) {
            shop.orders.orders.emplace(shop.new_cart().cart, shop.carts.clock.now() + std::chrono::days{31});
        }
        for (int i = 0; i < 60; ++i) shop.new_cart();
        shop.carts.clock.advance(std::chrono::days{31});
        CHECK(shop.expire() == 60);
        CHECK(shop.carts.state().carts.size() == 150);
    }
}
