#include "orion/carts/claim_cart.hpp"

#include "orion/carts/add_cart_item.hpp"
#include "orion/carts/create_cart.hpp"
#include "orion/carts/get_cart.hpp"
#include "orion/carts/get_cart_for_checkout.hpp"
#include "orion/carts/get_own_cart.hpp"
#include "orion/carts/set_cart_item.hpp"

#include "support/fake_carts.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::carts;

namespace {

const Currency pounds = *Currency::parse("GBP");
const Currency yen = *Currency::parse("JPY");

/// `TEA 2, MUG 1`
std::string lines_of(const CartView& cart) {
    std::string text;
    for (const auto& item : cart.items)
        text += (text.empty() ? "" : ", ") + item.sku.text() + " " + std::to_string(item.quantity.value());
    return text;
}

struct Lines {
    std::string sku;
    int quantity;
};

/// Zoe has an account; what she put into a cart as a guest is in another one.
struct Shop {
    test::FakeCarts carts;
    test::FakeProductOffers offers;
    test::FakeOrderedCarts orders;
    test::FakeCartTokens tokens;
    CartEditing editing{carts, carts, tokens, orders, offers, carts.clock};
    GetOwnCart get_own_cart{{carts, carts, orders, carts.clock, carts.ids, offers}, pounds};
    ClaimCart claim_cart{editing, get_own_cart};
    ClaimCartByToken claim_by_token{tokens, claim_cart};
    UserId zoe = carts.ids.next<UserId>();
    UserId max = carts.ids.next<UserId>();

    Shop() {
        offers.sell("TEA", {499, pounds}, 10);
        offers.sell("MUG", {850, pounds}, 3);
        offers.sell("POT", {2999, pounds}, 0);
        offers.sell("NAILS", {1, pounds}, 5000);
        offers.sell("SAKE", {500, yen}, 10);
    }
    CartAccess guests_cart(const std::vector<Lines>& lines = {}, Currency currency = pounds) {
        const auto made =
            CreateCart{{carts, tokens, carts.clock, carts.ids, offers}, pounds}.execute({.currency = currency});
        const CartAccess access{.cart = made->cart.id, .token = made->token};
        put(access, lines);
        return access;
    }
    CartAccess own_cart(const std::vector<Lines>& lines = {}, std::optional<Currency> currency = {}) {
        const CartAccess access{
            .cart = get_own_cart.execute({.user = zoe, .currency = currency})->id, .token = Secret{""}, .user = zoe};
        put(access, lines);
        return access;
    }
    void put(const CartAccess& access, const std::vector<Lines>& lines) const {
        for (const auto& [sku, quantity] : lines) REQUIRE(set(access, sku, quantity));
    }
    Result<CartView> set(const CartAccess& access, const std::string& sku, int quantity) const {
        return SetCartItem{editing}.execute(
            {.access = access, .sku = *Sku::parse(sku), .quantity = *Quantity::parse(quantity)});
    }
    Result<CartView> get(const CartAccess& access) { return GetCart{carts, tokens, offers}.execute(access); }
    Result<CartView> claim(const CartAccess& guests) { return claim(guests, zoe); }
    Result<CartView> claim(const CartAccess& guests, UserId user) {
        return claim_cart.execute({.user = user, .cart = guests.cart, .token = guests.token});
    }
    void order(CartId cart) { orders.orders.emplace(cart, carts.clock.now()); }
};

std::string_view code_of(const Result<CartView>& result) {
    REQUIRE_FALSE(result);
    return result.error().code.text();
}

}  // namespace

TEST_SUITE("carts/claim_cart") {
    TEST_CASE("what becomes of a guest's lines") {
        struct Row {
            const char* what;
            std::vector<Lines> own;
            std::vector<Lines> guests;
            std::string merged;
        };
        const std::vector<Row> rows{
            {"things that only the guest has go in", {{"TEA", 2}}, {{"MUG", 1}}, "TEA 2, MUG 1"},
            {"quantities of one thing add up", {{"TEA", 2}}, {{"TEA", 3}}, "TEA 5"},
            {"to no more than there is", {{"TEA", 7}}, {{"TEA", 7}}, "TEA 10"},
            {"nor of what only the guest has", {{"TEA", 1}}, {{"MUG", 5}}, "TEA 1, MUG 3"},
            {"but never to less than the user had", {{"MUG", 5}}, {{"MUG", 1}}, "MUG 5"},
            {"to no more than 999", {{"NAILS", 600}}, {{"NAILS", 600}}, "NAILS 999"},
            {"what is out of stock is left out", {{"TEA", 1}}, {{"POT", 1}, {"MUG", 1}}, "TEA 1, MUG 1"},
            {"what the user has of it stays", {{"POT", 1}}, {{"POT", 1}}, "POT 1"},
            {"an empty guest's cart brings nothing", {{"TEA", 1}}, {}, "TEA 1"},
            {"an empty cart takes everything", {}, {{"TEA", 1}, {"MUG", 2}}, "TEA 1, MUG 2"},
        };
        for (const auto& row : rows) {
            CAPTURE(row.what);
            Shop shop;
            const auto own = shop.own_cart(row.own);
            const auto guests = shop.guests_cart(row.guests);
            const auto claimed = shop.claim(guests);
            REQUIRE(claimed);
            CHECK(claimed->id == own.cart);
            CHECK(lines_of(*claimed) == row.merged);
            CHECK(lines_of(*shop.get(own)) == row.merged);
            CHECK(code_of(shop.get(guests)) == "cart_not_found");
        }
    }

    TEST_CASE("what is not for sale any more is left out") {
        Shop shop;
        const auto own = shop.own_cart({{"TEA", 1}});
        const auto guests = shop.guests_cart({{"MUG", 1}, {"TEA", 1}});
        shop.offers.withdraw("MUG");
        shop.offers.sell("TEA", {500, yen});
        CHECK(lines_of(*shop.claim(guests)) == "TEA 1");
        CHECK(lines_of(*shop.get(own)) == "TEA 1");
    }

    TEST_CASE("what would be line 101 is left out, more of what is there is not") {
        Shop shop;
        std::vector<Lines> hundred;
        for (int i = 0; i < 99; ++i) {
            hundred.push_back({"SKU-" + std::to_string(i), 1});
            shop.offers.sell(hundred.back().sku, {100, pounds});
        }
        shop.own_cart(hundred);
        const auto claimed = shop.claim(shop.guests_cart({{"TEA", 1}, {"MUG", 1}, {"SKU-0", 1}}));
        REQUIRE(claimed->items.size() == 100);
        CHECK(claimed->items.back().sku.text() == "TEA");
        CHECK(claimed->items.front().quantity.value() == 2);
    }

    TEST_CASE("an empty cart takes the guest's currency, a full one keeps both as they are") {
        Shop shop;
        const auto own = shop.own_cart();
        CHECK(shop.claim(shop.guests_cart({{"SAKE", 1}}, yen))->currency == yen);
        const auto pounds_again = shop.guests_cart({{"TEA", 1}});
        CHECK(code_of(shop.claim(pounds_again)) == "currency_mismatch");
        CHECK(lines_of(*shop.get(pounds_again)) == "TEA 1");
        CHECK(lines_of(*shop.get(own)) == "SAKE 1");
        CHECK(shop.claim(shop.guests_cart())->currency == yen);
    }

    TEST_CASE("who has no cart gets the guest's as it is, and its token opens nothing any more") {
        Shop shop;
        const auto guests = shop.guests_cart({{"MUG", 5}, {"POT", 1}});
        const auto claimed = shop.claim(guests);
        REQUIRE(claimed);
        CHECK(claimed->id == guests.cart);
        CHECK(lines_of(*claimed) == "MUG 5, POT 1");
        CHECK(code_of(shop.get(guests)) == "cart_not_found");
        CHECK(code_of(shop.set(guests, "TEA", 1)) == "cart_not_found");
        CHECK(shop.get({.cart = guests.cart, .token = Secret{""}, .user = shop.zoe}));
        CHECK(code_of(shop.get({.cart = guests.cart, .token = guests.token, .user = shop.max})) == "cart_not_found");
        CHECK(shop.get_own_cart.execute({.user = shop.zoe})->id == guests.cart);
    }

    TEST_CASE("claiming twice is as good as once") {
        Shop shop;
        const auto own = shop.own_cart({{"TEA", 2}});
        const auto guests = shop.guests_cart({{"TEA", 3}});
        for (int i = 0; i < 3; ++i) CHECK(lines_of(*shop.claim(guests)) == "TEA 5");
        REQUIRE(shop.set(own, "TEA", 1));
        CHECK(lines_of(*shop.claim(guests)) == "TEA 1");
        shop.order(own.cart);
        const auto next = shop.claim(guests);
        CHECK(next->items.empty());
        CHECK(next->id != own.cart);
    }

    TEST_CASE("eight clicks at once bring a cart along once") {
        for (const bool has_own : {true, false}) {
            Shop shop;
            if (has_own) shop.own_cart({{"TEA", 1}});
            const auto guests = shop.guests_cart({{"TEA", 2}});
            {
                std::vector<std::jthread> clicks;
                for (int click = 0; click < 8; ++click) clicks.emplace_back([&] { CHECK(shop.claim(guests)); });
            }
            CHECK(lines_of(*shop.get_own_cart.execute({.user = shop.zoe})) == (has_own ? "TEA 3" : "TEA 2"));
        }
    }

    TEST_CASE("a cart that somebody else has claimed, or whose token is wrong, is no cart at all") {
        Shop shop;
        const auto guests = shop.guests_cart({{"TEA", 1}});
        const auto others = shop.guests_cart();
        CHECK(code_of(shop.claim({.cart = guests.cart, .token = others.token})) == "cart_not_found");
        CHECK(code_of(shop.claim({.cart = guests.cart, .token = Secret{""}})) == "cart_not_found");
        REQUIRE(shop.claim(guests, shop.max));
        CHECK(code_of(shop.claim(guests)) == "cart_not_found");
        const auto unknown = shop.carts.ids.next<CartId>();
        CHECK(code_of(shop.claim({.cart = unknown, .token = shop.tokens.issue(unknown)})) == "cart_not_found");
    }

    TEST_CASE("an ordered cart is not claimed, and an ordered one of the user's makes way") {
        Shop shop;
        const auto guests = shop.guests_cart({{"TEA", 1}});
        shop.order(guests.cart);
        CHECK(code_of(shop.claim(guests)) == "cart_already_ordered");

        const auto own = shop.own_cart({{"MUG", 1}});
        shop.order(own.cart);
        const auto later = shop.guests_cart({{"TEA", 2}});
        const auto claimed = shop.claim(later);
        CHECK(claimed->id == later.cart);
        CHECK(lines_of(*claimed) == "TEA 2");
        CHECK(lines_of(*shop.get(own)) == "MUG 1");
        CHECK(code_of(shop.set(own, "MUG", 2)) == "cart_already_ordered");
    }

    TEST_CASE("a token alone finds its cart, and a made-up one none") {
        Shop shop;
        const auto guests = shop.guests_cart({{"TEA", 1}});
        REQUIRE(shop.claim_by_token.execute(shop.zoe, guests.token));
        CHECK(lines_of(*shop.get_own_cart.execute({.user = shop.zoe})) == "TEA 1");
        for (const auto* const token : {"", "nonsense", "key to nothing"})
            CHECK(code_of(shop.claim_by_token.execute(shop.zoe, Secret{token})) == "cart_not_found");
    }

    TEST_CASE("a user has one open cart, which nobody else gets at") {
        Shop shop;
        const auto own = shop.own_cart({{"TEA", 1}});
        CHECK(shop.own_cart().cart == own.cart);
        CHECK(shop.get(own));
        for (const auto& access : {CartAccess{.cart = own.cart, .token = Secret{""}, .user = shop.max},
                                   CartAccess{.cart = own.cart, .token = shop.tokens.issue(own.cart)},
                                   CartAccess{.cart = own.cart, .token = Secret{""}}}) {
            CHECK(code_of(shop.get(access)) == "cart_not_found");
            CHECK(code_of(shop.set(access, "TEA", 2)) == "cart_not_found");
        }
        shop.order(own.cart);
        CHECK(code_of(shop.set({.cart = own.cart, .token = Secret{""}, .user = shop.max}, "TEA", 2)) ==
              "cart_not_found");
        const auto next = shop.own_cart();
        CHECK(next.cart != own.cart);
        CHECK(shop.own_cart().cart == next.cart);
        CHECK(GetCartForCheckout{shop.carts, shop.offers}.execute(next.cart)->owner == shop.zoe);
    }

    TEST_CASE("a user's cart is in the currency that is asked for as long as nothing is in it") {
        Shop shop;
        const auto currency = [&](std::optional<Currency> wanted) {
            return shop.get_own_cart.execute({.user = shop.zoe, .currency = wanted})->currency;
        };
        CHECK(currency({}) == pounds);
        CHECK(currency(yen) == yen);
        CHECK(currency({}) == yen);
        shop.own_cart({{"SAKE", 1}});
        CHECK(currency(yen) == yen);
        const auto refused = shop.get_own_cart.execute({.user = shop.zoe, .currency = pounds});
        CHECK(code_of(refused) == "currency_mismatch");
        CHECK(refused.error().fields.front().field == "currency");
    }

    TEST_CASE("devices that open the first cart of a user at once get the same one") {
        Shop shop;
        std::vector<std::optional<CartId>> got(8);
        {
            std::vector<std::jthread> devices;
            for (auto& cart : got)
                devices.emplace_back([&] { cart = shop.get_own_cart.execute({.user = shop.zoe})->id; });
        }
        for (const auto& cart : got) CHECK(cart == got.front());
    }

    TEST_CASE("a guest's cart that went into another is not checked out") {
        Shop shop;
        shop.own_cart({{"TEA", 1}});
        const auto guests = shop.guests_cart({{"MUG", 1}});
        REQUIRE(shop.claim(guests));
        CHECK(GetCartForCheckout{shop.carts, shop.offers}.execute(guests.cart).error().code == "cart_not_found");
    }

    TEST_CASE("who has logged in may still use a guest's cart by its token") {
        Shop shop;
        auto guests = shop.guests_cart({{"TEA", 1}});
        guests.user = shop.zoe;
        CHECK(shop.get(guests));
        CHECK(lines_of(*shop.set(guests, "TEA", 4)) == "TEA 4");
    }
}
