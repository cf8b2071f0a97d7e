#pragma once

#include "orion/bridges/carts_checkout_carts.hpp"
#include "orion/bridges/catalogue_product_offers.hpp"
#include "orion/bridges/ordering_ordered_carts.hpp"
#include "orion/carts/add_cart_item.hpp"
#include "orion/carts/claim_cart.hpp"
#include "orion/carts/create_cart.hpp"
#include "orion/carts/get_cart.hpp"
#include "orion/carts/get_cart_for_checkout.hpp"
#include "orion/carts/get_own_cart.hpp"
#include "orion/carts/remove_cart_item.hpp"
#include "orion/carts/set_cart_item.hpp"
#include "orion/catalog/get_product.hpp"
#include "orion/catalog/list_categories.hpp"
#include "orion/catalog/list_products.hpp"
#include "orion/catalog/project_availability.hpp"
#include "orion/ordering/find_settled.hpp"
#include "orion/ordering/list_orders.hpp"

#include "support/fake_carts.hpp"
#include "support/ordering_shop.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace orion::test {

/// What one use case may ask of the databases. A round trip is a wait for an answer. PostgreSQL sends BEGIN along with
/// the first statement, and what nobody waits for along with COMMIT, which is one round trip of every transaction and
/// counted here; SQLite has no way to go: there every statement is one.
struct Budget {
    const char* use_case;
    std::int64_t statements;
    std::int64_t round_trips;
};

/// The use cases of the shop front. A cart that is ordered holds two different things.
inline constexpr Budget budgets[] = {
    {"list_products", 1, 1},     {"get_product", 1, 1},      {"list_categories", 1, 1},       {"create_cart", 1, 1},
    {"get_cart", 2, 2},          {"add_cart_item", 4, 5},    {"get_own_cart", 3, 3},          {"claim_cart", 7, 8},
    {"set_cart_item", 4, 5},     {"remove_cart_item", 4, 5}, {"get_cart_for_checkout", 2, 2}, {"place_order", 11, 7},
    {"place_order again", 1, 1}, {"get_order", 1, 1},        {"get_order_history", 1, 1},     {"list_orders", 2, 2},
    {"cancel_order", 6, 5},      {"complete_answer", 3, 4},  {"find_settled", 1, 1},
};

/// Runs each of them on a shop in one database and holds it against its budget.
template <class Shop>
class TrafficBudgets {
public:
    TrafficBudgets() {
        sell("Tea", "TEA");
        sell("Pot", "POT");
        REQUIRE(catalog::ProjectAvailability{catalogue_}.execute(
            {ids_.next<MessageId>(), {{sku("TEA"), 50, 1}, {sku("POT"), 50, 1}}}));
    }

    void check() {
        browse();
        fill_a_cart();
        order();
        for (const auto& budget : budgets) CHECK_MESSAGE(checked_.contains(budget.use_case), budget.use_case);
    }

    /// Headers under application/orion that hold a use case which neither has a budget, nor is for editors, nor runs
    /// behind the scenes.
    static std::set<std::string> without_budget() {
        const std::set<std::string> behind_the_scenes{
            "expire_carts",    "import_catalogue",     "export_catalogue",       "advance_checkout",
            "purge_answers",   "project_availability", "wake_overdue_checkouts", "forget_owner",
            "forget_customer", "anonymise_orders"};
        const std::set<std::string> for_editors{
            "get_product_for_editors", "create_product", "change_product",  "remove_product",  "add_variant",
            "change_variant",          "remove_variant", "create_category", "change_category", "remove_category"};
        std::set<std::string> unknown;
        for (const auto* const context : {"catalog", "carts", "ordering"}) {
            const auto folder = std::filesystem::path{ORION_SOURCE_DIR} / "application/orion" / context;
            for (const auto& entry : std::filesystem::directory_iterator{folder}) {
                std::ifstream file{entry.path()};
                const std::string text{std::istreambuf_iterator<char>{file}, {}};
                const auto name = entry.path().stem().string();
                const bool has_budget =
                    std::ranges::any_of(budgets, [&](const Budget& budget) { return budget.use_case == name; });
                if (entry.path().extension() == ".hpp" && text.contains(" execute(") && !has_budget &&
                    !behind_the_scenes.contains(name) && !for_editors.contains(name))
                    unknown.insert(name);
            }
        }
        return unknown;
    }

private:
    static Sku sku(const std::string& text) { return *Sku::parse(text); }

    void sell(const std::string& title, const std::string& code) {
        auto product = *catalog::Product::create(
            ids_.next<ProductId>(),
            {.slug = catalog::Slug::derive(title),
             .title = title,
             .description = "",
             .variants = {{.sku = sku(code), .title = "", .price = {500, *Currency::parse("GBP")}}}},
            shop_.clock.now());
        CHECK(product.publish(shop_.clock.now()));
        REQUIRE(catalogue_.transact([&](catalog::CatalogWork& work) { return work.products().save(product); }));
    }

    /// Runs it and counts.
    template <class UseCase>
    auto measured(const std::string& name, UseCase use_case) {
        const auto before = shop_.database.traffic();
        auto result = use_case();
        const auto after = shop_.database.traffic();
        CHECK_MESSAGE(result.has_value(), name);
        const auto* const budget = std::ranges::find_if(budgets, [&](const Budget& b) { return b.use_case == name; });
        REQUIRE_MESSAGE(budget != std::end(budgets), name << " has no budget");
        checked_.insert(name);
        CHECK_MESSAGE(after.statements - before.statements == budget->statements, name);
        if (shop_.database.dialect() == persistence::Dialect::postgres)
            CHECK_MESSAGE(after.round_trips - before.round_trips == budget->round_trips, name);
        return result;
    }

    void browse() {
        catalog::ListProducts list{queries_};
        catalog::GetProduct get{queries_};
        catalog::ListCategories categories{queries_};
        measured("list_products", [&] { return list.execute({.q = "tea", .category = "drinks"}); });
        measured("get_product", [&] { return get.execute("tea"); });
        measured("list_categories", [&] { return categories.execute(); });
    }

    void fill_a_cart() {
        carts::CreateCart create{
            {.store = carts_, .tokens = tokens_, .clock = shop_.clock, .ids = ids_, .offers = offers_},
            *Currency::parse("GBP")};
        cart_ = measured("create_cart", [&] { return create.execute({}); })->cart.id;
        const carts::CartEditing editing{.store = carts_,
                                         .queries = cart_queries_,
                                         .tokens = tokens_,
                                         .orders = ordered_,
                                         .offers = offers_,
                                         .clock = shop_.clock};
        const carts::CartAccess access{.cart = *cart_, .token = tokens_.issue(*cart_)};
        const auto two = *Quantity::parse(2);
        REQUIRE(carts::AddCartItem{editing}.execute({.access = access, .sku = sku("TEA"), .quantity = two}));
        measured("add_cart_item", [&] {
            return carts::AddCartItem{editing}.execute({.access = access, .sku = sku("POT"), .quantity = two});
        });
        measured("remove_cart_item",
                 [&] { return carts::RemoveCartItem{editing}.execute({.access = access, .sku = sku("POT")}); });
        measured("set_cart_item", [&] {
            return carts::SetCartItem{editing}.execute({.access = access, .sku = sku("POT"), .quantity = two});
        });
        measured("get_cart", [&] { return carts::GetCart{cart_queries_, tokens_, offers_}.execute(access); });
        measured("get_cart_for_checkout", [&] { return for_checkout_.execute(*cart_); });
        bring_it_along(editing, create);
    }

    void bring_it_along(const carts::CartEditing& editing, carts::CreateCart& create) {
        const auto user = ids_.next<UserId>();
        carts::GetOwnCart own{{.store = carts_,
                               .queries = cart_queries_,
                               .orders = ordered_,
                               .clock = shop_.clock,
                               .ids = ids_,
                               .offers = offers_},
                              *Currency::parse("GBP")};
        const carts::CartAccess access{.cart = own.execute({.user = user})->id, .token = Secret{""}, .user = user};
        const auto two = *Quantity::parse(2);
        REQUIRE(carts::AddCartItem{editing}.execute({.access = access, .sku = sku("TEA"), .quantity = two}));
        measured("get_own_cart", [&] { return own.execute({.user = user}); });
        const auto guests = create.execute({});
        const carts::CartAccess with_token{.cart = guests->cart.id, .token = guests->token};
        REQUIRE(carts::AddCartItem{editing}.execute({.access = with_token, .sku = sku("POT"), .quantity = two}));
        carts::ClaimCart claim{editing, own};
        measured("claim_cart",
                 [&] { return claim.execute({.user = user, .cart = with_token.cart, .token = with_token.token}); });
    }

    void order() {
        const ordering::PlaceOrderCommand command{.cart = *cart_,
                                                  .cart_token = tokens_.issue(*cart_),
                                                  .idempotency_key = "key",
                                                  .fingerprint = "the body",
                                                  .email = *Email::parse("zoe@example.com"),
                                                  .shipping_address = an_address(),
                                                  .shipping_method = std::nullopt,
                                                  .payment_token = Secret{"tok_approve"},
                                                  .expected_total = std::nullopt,
                                                  .answer = ordering::Answer::at_once,
                                                  .format = format_};
        ordering::PlaceOrder place{{.store = orders_,
                                    .queries = order_queries_,
                                    .carts = checkout_carts_,
                                    .payment_methods = payment_methods_,
                                    .tokens = order_tokens_,
                                    .clock = shop_.clock,
                                    .ids = ids_},
                                   {}};
        const auto id = measured("place_order", [&] { return place.execute(command); })->order;
        measured("place_order again", [&] { return place.execute(command); });
        const auto token = order_tokens_.issue(id);
        measured("get_order", [&] { return ordering::GetOrder{order_queries_, order_tokens_}.execute({id, token}); });
        measured("get_order_history",
                 [&] { return ordering::GetOrderHistory{order_queries_, order_tokens_}.execute({id, token}); });
        measured("list_orders", [&] { return ordering::ListOrders{order_lists_}.execute({.status = "pending"}); });
        measured("find_settled", [&] { return ordering::FindSettled{order_queries_}.execute(std::array{id}); });
        measured("complete_answer", [&] {
            return ordering::CompleteAnswer{orders_, order_queries_}.execute(
                {.cart = *cart_, .idempotency_key = "key", .order = id, .format = format_});
        });
        measured("cancel_order", [&] {
            return ordering::CancelOrder{orders_, order_tokens_, shop_.clock, {}}.execute(
                {.order = id, .order_token = token});
        });
    }

    Shop shop_{"messaging", "catalog", "carts", "ordering"};
    FakeIdGenerator ids_;
    FakeCartTokens tokens_;
    FakeOrderTokens order_tokens_;
    FakePaymentMethods payment_methods_;
    FakeAnswerFormat format_;
    persistence::SociCatalogStore catalogue_{shop_.database, shop_.clock};
    persistence::SociCatalogueQueries queries_{shop_.database};
    persistence::SociCartsStore carts_{shop_.database};
    persistence::SociCartQueries cart_queries_{shop_.database};
    persistence::SociOrderingStore orders_{shop_.database, shop_.clock, ids_};
    persistence::SociOrderQueries order_queries_{shop_.database};
    persistence::SociOrderLists order_lists_{shop_.database};
    bridges::CatalogueProductOffers offers_{queries_};
    bridges::OrderingOrderedCarts ordered_{order_queries_};
    carts::GetCartForCheckout for_checkout_{cart_queries_, offers_};
    bridges::CartsCheckoutCarts checkout_carts_{for_checkout_, tokens_};
    std::optional<CartId> cart_;
    std::set<std::string> checked_;
};

}  // namespace orion::test
