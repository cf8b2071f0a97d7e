#pragma once

#include "orion/cache/layered_cache.hpp"
#include "orion/catalogue_files/sent_catalogues.hpp"
#include "orion/inventory/receive_stock.hpp"
#include "orion/rest/account_routes.hpp"
#include "orion/rest/api_key_routes.hpp"
#include "orion/rest/audit_routes.hpp"
#include "orion/rest/cart_routes.hpp"
#include "orion/rest/catalog_import_route.hpp"
#include "orion/rest/catalog_routes.hpp"
#include "orion/rest/category_admin_routes.hpp"
#include "orion/rest/dead_letter_routes.hpp"
#include "orion/rest/dispatcher.hpp"
#include "orion/rest/me_routes.hpp"
#include "orion/rest/operations_routes.hpp"
#include "orion/rest/order_list_routes.hpp"
#include "orion/rest/order_routes.hpp"
#include "orion/rest/order_waits.hpp"
#include "orion/rest/product_admin_routes.hpp"
#include "orion/rest/second_factor_routes.hpp"
#include "orion/rest/stock_routes.hpp"
#include "orion/rest/token_authenticator.hpp"
#include "orion/rest/user_admin_routes.hpp"
#include "orion/security/openssl_digest.hpp"

#include "support/entrance.hpp"
#include "support/fake_audit.hpp"
#include "support/fake_carts.hpp"
#include "support/fake_catalog.hpp"
#include "support/fake_change_signal.hpp"
#include "support/fake_dead_letters.hpp"
#include "support/fake_inventory.hpp"
#include "support/identity_shop.hpp"
#include "support/ordering_shop.hpp"
#include "support/rest_client.hpp"

#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orion::test {

/// Every route over fakes. The catalogue sells one tea, carts can hold `TEA` and `EUR-TEA`, and checkout knows carts of
/// its own: `OrderingShop`'s.
class RestShop {
public:
    RestShop() {
        offers_.sell("TEA", Money{899, pounds}, 50);
        offers_.sell("EUR-TEA", Money{899, *Currency::parse("EUR")});
        auto tea = *catalog::Product::create(
            catalog_.ids.next<ProductId>(),
            {.slug = *catalog::Slug::parse("assam-tea"),
             .title = "Assam \"tea\"",
             .description = "Strong.\nBlack.",
             .attributes = {{"origin", "India"}},
             .variants = {{.sku = *Sku::parse("TEA"), .title = "250 g", .price = Money{899, pounds}}}},
            opening_time);
        contract(tea.publish(opening_time).has_value(), "the tea can be sold");
        contract(catalog_.store()
                     .transact([&](catalog::CatalogWork& work) { return work.products().save(tea); })
                     .has_value(),
                 "the tea is stored");
        receive("TEA", 20);
        dead_letters.bury("what is this?");
    }

    /// Somebody of that role, logged in.
    identity::SignedIn sign_in(identity::Role role, const std::string& email = "max@example.com") {
        auto registered = accounts.sign_up(email);
        contract(registered.has_value(), "the address is free");
        if (role == identity::Role::customer) return *std::move(registered);
        accounts.change(registered->user.id, [role](identity::User& user) { user.change_role(role); });
        return *accounts.enter(email);
    }

    /// The text of a new key.
    std::string program(identity::Scopes scopes) {
        auto created = accounts.create_api_key.execute({.name = "Till", .scopes = {identity::Scope::orders_read}});
        // Through the use case nobody gets a key for nothing.
        accounts.identity.state().api_keys.at(created.value().view.id).scopes = std::move(scopes);
        return created->key.expose();
    }

    /// Goods come in.
    void receive(std::string_view sku, std::int64_t quantity) {
        contract(receive_stock_
                     .execute({.lines = {{*Sku::parse(sku), quantity}}, .reference = std::string{sku}, .actor = "ann"})
                     .has_value(),
                 "the goods are taken in");
    }

    RestClient client() { return RestClient{dispatcher}; }
    FakeCatalog& catalog() { return catalog_; }
    /// In the same shop, as if admins had to have a second factor.
    RestClient strict_client() {
        if (!strict_dispatcher_)
            strict_dispatcher_ =
                std::make_unique<rest::Dispatcher>(routes(),
                                                   rest::Dispatcher::Ports{.edge = entrance.edge,
                                                                           .authenticator = strict_authenticator_,
                                                                           .ids = entrance.ids,
                                                                           .log = entrance.log},
                                                   rest::DispatcherSettings{.write_threads = 1, .password_threads = 1});
        return RestClient{*strict_dispatcher_};
    }

private:
    /// Takes routes one list after the other.
    struct Routes {
        std::vector<rest::Route> all;
        void operator()(std::vector<rest::Route> some) {
            all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        }
    };
    std::vector<rest::Route> routes() {
        Routes add;
        add_catalogue(add);
        add(rest::cart_routes({.create_cart = create_cart_,
                               .get_cart = get_cart_,
                               .get_own_cart = get_own_cart_,
                               .claim_cart = claim_cart_,
                               .add_cart_item = add_cart_item_,
                               .set_cart_item = set_cart_item_,
                               .remove_cart_item = remove_cart_item_,
                               .digest = digest_}));
        add(rest::order_routes({.place_order = place_order_,
                                .get_order = get_order_,
                                .get_order_history = get_order_history_,
                                .cancel_order = cancel_order_,
                                .email_of = [this](UserId user) -> Result<Email> {
                                    ORION_TRY(const auto profile, accounts.get_profile.execute(user));
                                    return Email::parse(profile.email);
                                },
                                .waits = waits,
                                .digest = digest_}));
        add(rest::order_list_routes(list_orders_));
        add(rest::stock_routes(
            {.list_stock = list_stock_, .get_stock = get_stock_, .adjust_stock = adjust_stock_, .digest = digest_}));
        add(rest::audit_routes(list_entries_));
        add(rest::dead_letter_routes(dead_letters, digest_));
        add(rest::operations_routes({.readiness = readiness, .is_started = is_started, .digest = digest_}));
        add_accounts(add);
        return std::move(add.all);
    }
    void add_catalogue(Routes& add) {
        add(rest::catalog_routes({.list_products = list_products_,
                                  .get_product = get_product_,
                                  .list_categories = list_categories_,
                                  .cache = cache_,
                                  .digest = digest_}));
        add(rest::product_admin_routes({.list_products = list_products_,
                                        .get_product = get_product_for_editors_,
                                        .create_product = create_product_,
                                        .change_product = change_product_,
                                        .remove_product = remove_product_,
                                        .add_variant = add_variant_,
                                        .change_variant = change_variant_,
                                        .remove_variant = remove_variant_}));
        add({rest::catalog_import_route(
            {.import_catalogue = import_catalogue_, .texts = sent_catalogues_, .currency = pounds})});
        add(rest::category_admin_routes({.list_categories = list_categories_,
                                         .create_category = create_category_,
                                         .change_category = change_category_,
                                         .remove_category = remove_category_}));
    }
    void add_accounts(Routes& add) {
        add(rest::account_routes({.register_user = accounts.register_user,
                                  .log_in = accounts.log_in,
                                  .refresh_session = accounts.refresh_session,
                                  .log_out = accounts.log_out,
                                  .log_out_everywhere = accounts.log_out_everywhere,
                                  .request_password_reset = accounts.request_password_reset,
                                  .reset_password = accounts.reset_password,
                                  .verify_email = accounts.verify_email,
                                  .password_rules = accounts.rules,
                                  .published_keys = published_keys_,
                                  .claim_cart = claim_cart_by_token_}));
        add(rest::me_routes({.get_profile = accounts.get_profile,
                             .change_profile = accounts.change_profile,
                             .change_password = accounts.change_password,
                             .request_verification = accounts.request_verification,
                             .request_email_change = accounts.request_email_change,
                             .list_sessions = accounts.list_sessions,
                             .end_session = accounts.end_session,
                             .list_addresses = accounts.list_addresses,
                             .add_address = accounts.add_address,
                             .replace_address = accounts.replace_address,
                             .remove_address = accounts.remove_address,
                             .export_personal_record = accounts.export_personal_record,
                             .erase_account = accounts.erase_account,
                             .get_own_cart = get_own_cart_,
                             .list_orders = list_orders_,
                             .digest = digest_}));
        add(rest::user_admin_routes({.list_users = accounts.list_users,
                                     .get_profile = accounts.get_profile,
                                     .change_role = accounts.change_role,
                                     .disable_user = accounts.disable_user}));
        add(rest::second_factor_routes({.start = accounts.start_second_factor,
                                        .confirm = accounts.confirm_second_factor,
                                        .remove = accounts.remove_second_factor}));
        add(rest::api_key_routes({.create_api_key = accounts.create_api_key,
                                  .list_api_keys = accounts.list_api_keys,
                                  .revoke_api_key = accounts.revoke_api_key,
                                  .validate_token = accounts.validate_token}));
    }

    FakeCatalog catalog_;
    FakeCarts carts_;
    FakeProductOffers offers_;
    FakeCartTokens cart_tokens_;
    cache::LayeredCache cache_{{}, nullptr};
    security::OpensslDigest digest_;

public:
    Entrance entrance;
    FakeLog& log{entrance.log};
    IdentityShop accounts;
    FakeOrderedCarts ordered_carts;
    FakeChangeSignal changes;
    OrderingShop<> ordering;
    FakeInventory inventory;
    FakeDeadLetters dead_letters;
    FakeAudit audit;

private:
    catalog::ListProducts list_products_{catalog_};
    catalog::GetProduct get_product_{catalog_};
    catalog::ListCategories list_categories_{catalog_};
    catalog::CatalogEditing catalog_editing_{
        .store = catalog_.store(), .queries = catalog_.queries(), .clock = catalog_.clock, .ids = catalog_.ids};
    catalog::GetProductForEditors get_product_for_editors_{catalog_};
    catalog::CreateProduct create_product_{catalog_editing_};
    catalog::ChangeProduct change_product_{catalog_editing_};
    catalog::RemoveProduct remove_product_{catalog_editing_};
    catalog::AddVariant add_variant_{catalog_editing_};
    catalog::ChangeVariant change_variant_{catalog_editing_};
    catalog::RemoveVariant remove_variant_{catalog_editing_};
    FakeOpeningStock opening_stock_;
    catalogue_files::SentCatalogues sent_catalogues_;
    catalog::ImportCatalogue import_catalogue_{catalog_.store(), opening_stock_, catalog_.clock, catalog_.ids};
    catalog::CreateCategory create_category_{catalog_editing_};
    catalog::ChangeCategory change_category_{catalog_editing_};
    catalog::RemoveCategory remove_category_{catalog_editing_};

    carts::CartEditing editing_{.store = carts_.store(),
                                .queries = carts_.queries(),
                                .tokens = cart_tokens_,
                                .orders = ordered_carts,
                                .offers = offers_,
                                .clock = carts_.clock};
    carts::CreateCart create_cart_{
        {.store = carts_.store(), .tokens = cart_tokens_, .clock = carts_.clock, .ids = carts_.ids, .offers = offers_},
        pounds};
    carts::GetCart get_cart_{carts_.queries(), cart_tokens_, offers_};
    carts::GetOwnCart get_own_cart_{{.store = carts_.store(),
                                     .queries = carts_.queries(),
                                     .orders = ordered_carts,
                                     .clock = carts_.clock,
                                     .ids = carts_.ids,
                                     .offers = offers_},
                                    pounds};
    carts::ClaimCart claim_cart_{editing_, get_own_cart_};
    carts::ClaimCartByToken claim_cart_by_token_{cart_tokens_, claim_cart_};
    carts::AddCartItem add_cart_item_{editing_};
    carts::SetCartItem set_cart_item_{editing_};
    carts::RemoveCartItem remove_cart_item_{editing_};

    inventory::ReceiveStock receive_stock_{inventory.store(), inventory.clock};
    inventory::ListStock list_stock_{inventory.queries()};
    inventory::GetStock get_stock_{inventory.queries()};
    inventory::AdjustStock adjust_stock_{inventory.store(), inventory.clock};
    ordering::PlaceOrder place_order_{{.store = ordering.ordering.store(),
                                       .queries = ordering.ordering.queries(),
                                       .carts = ordering.carts,
                                       .payment_methods = ordering.payment_methods,
                                       .tokens = ordering.tokens,
                                       .clock = ordering.ordering.clock,
                                       .ids = ordering.ordering.ids},
                                      ordering.policy};
    ordering::GetOrder get_order_{ordering.ordering.queries(), ordering.tokens};
    ordering::GetOrderHistory get_order_history_{ordering.ordering.queries(), ordering.tokens};
    ordering::CancelOrder cancel_order_{ordering.ordering.store(), ordering.tokens, ordering.ordering.clock,
                                        ordering.policy};
    ordering::ListOrders list_orders_{ordering.ordering.lists()};
    audit::ListEntries list_entries_{audit};
    FakePublishedKeys published_keys_;
    rest::TokenAuthenticator authenticator_{accounts.access_tokens, accounts.check_access, accounts.check_api_key};
    rest::TokenAuthenticator strict_authenticator_{accounts.access_tokens, accounts.strict_access,
                                                   accounts.check_api_key};
    ordering::FindSettled find_settled_{ordering.ordering.queries()};
    ordering::CompleteAnswer complete_answer_{ordering.ordering.store(), ordering.ordering.queries()};

public:
    std::atomic<bool> is_started = true;
    rest::Readiness readiness{{{"database", [] { return Result<void>{}; }},
                               {"broker", [] { return Result<void>{}; }},
                               {"cache", [] { return Result<void>{}; }}},
                              log};
    rest::OrderWaits waits{
        {.find_settled = find_settled_, .complete_answer = complete_answer_, .changes = changes, .log = log},
        {.max_parked = 10, .answer_threads = 2}};
    rest::Dispatcher dispatcher{
        routes(),
        {.edge = entrance.edge, .authenticator = authenticator_, .ids = entrance.ids, .log = entrance.log},
        {.write_threads = 2, .password_threads = 1}};

private:
    std::unique_ptr<rest::Dispatcher> strict_dispatcher_;
};

}  // namespace orion::test
