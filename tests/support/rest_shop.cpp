#include "support/rest_shop.hpp"

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

#include "support/fake_catalogue_source.hpp"

#include <iterator>
#include <utility>
#include <vector>

namespace orion::test {
namespace {

/// Takes routes one list after the other.
struct Routes {
    std::vector<rest::Route>& all;
    void operator()(std::vector<rest::Route> some) const {
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
};

}  // namespace

/// The use cases and the routes to them.
struct RestShop::Host {
    explicit Host(RestShop& around) : shop{around} {}

    /// Made when it is first asked for.
    rest::Dispatcher& strict() {
        if (!strict_dispatcher)
            strict_dispatcher =
                std::make_unique<rest::Dispatcher>(routes(), ports(strict_authenticator),
                                                   rest::DispatcherSettings{.write_threads = 1, .password_threads = 1});
        return *strict_dispatcher;
    }

    std::vector<rest::Route> routes();
    void add_catalogue(std::vector<rest::Route>& all);
    void add_accounts(std::vector<rest::Route>& all);
    rest::Dispatcher::Ports ports(rest::Authenticator& who) {
        return {.edge = shop.entrance.edge, .authenticator = who, .ids = shop.entrance.ids, .log = shop.log};
    }

    RestShop& shop;
    FakeCartTokens cart_tokens;
    cache::LayeredCache cache{{}, nullptr};
    security::OpensslDigest digest;

    catalog::ListProducts list_products{shop.catalog};
    catalog::GetProduct get_product{shop.catalog};
    catalog::ListCategories list_categories{shop.catalog};
    catalog::CatalogEditing catalog_editing{.store = shop.catalog.store(),
                                            .queries = shop.catalog.queries(),
                                            .clock = shop.catalog.clock,
                                            .ids = shop.catalog.ids};
    catalog::GetProductForEditors get_product_for_editors{shop.catalog};
    catalog::CreateProduct create_product{catalog_editing};
    catalog::ChangeProduct change_product{catalog_editing};
    catalog::RemoveProduct remove_product{catalog_editing};
    catalog::AddVariant add_variant{catalog_editing};
    catalog::ChangeVariant change_variant{catalog_editing};
    catalog::RemoveVariant remove_variant{catalog_editing};
    FakeOpeningStock opening_stock;
    catalogue_files::SentCatalogues sent_catalogues;
    catalog::ImportCatalogue import_catalogue{shop.catalog.store(), opening_stock, shop.catalog.clock,
                                              shop.catalog.ids};
    catalog::CreateCategory create_category{catalog_editing};
    catalog::ChangeCategory change_category{catalog_editing};
    catalog::RemoveCategory remove_category{catalog_editing};

    carts::CartEditing editing{.store = shop.carts.store(),
                               .queries = shop.carts.queries(),
                               .tokens = cart_tokens,
                               .orders = shop.ordered_carts,
                               .offers = shop.offers,
                               .clock = shop.carts.clock};
    carts::CreateCart create_cart{{.store = shop.carts.store(),
                                   .tokens = cart_tokens,
                                   .clock = shop.carts.clock,
                                   .ids = shop.carts.ids,
                                   .offers = shop.offers},
                                  pounds};
    carts::GetCart get_cart{shop.carts.queries(), cart_tokens, shop.offers};
    carts::GetOwnCart get_own_cart{{.store = shop.carts.store(),
                                    .queries = shop.carts.queries(),
                                    .orders = shop.ordered_carts,
                                    .clock = shop.carts.clock,
                                    .ids = shop.carts.ids,
                                    .offers = shop.offers},
                                   pounds};
    carts::ClaimCart claim_cart{editing, get_own_cart};
    carts::ClaimCartByToken claim_cart_by_token{cart_tokens, claim_cart};
    carts::AddCartItem add_cart_item{editing};
    carts::SetCartItem set_cart_item{editing};
    carts::RemoveCartItem remove_cart_item{editing};

    inventory::ReceiveStock receive_stock{shop.inventory.store(), shop.inventory.clock};
    inventory::ListStock list_stock{shop.inventory.queries()};
    inventory::GetStock get_stock{shop.inventory.queries()};
    inventory::AdjustStock adjust_stock{shop.inventory.store(), shop.inventory.clock};
    ordering::PlaceOrder place_order{{.store = shop.ordering.ordering.store(),
                                      .queries = shop.ordering.ordering.queries(),
                                      .carts = shop.ordering.carts,
                                      .payment_methods = shop.ordering.payment_methods,
                                      .tokens = shop.ordering.tokens,
                                      .clock = shop.ordering.ordering.clock,
                                      .ids = shop.ordering.ordering.ids},
                                     shop.ordering.policy};
    ordering::GetOrder get_order{shop.ordering.ordering.queries(), shop.ordering.tokens};
    ordering::GetOrderHistory get_order_history{shop.ordering.ordering.queries(), shop.ordering.tokens};
    ordering::CancelOrder cancel_order{shop.ordering.ordering.store(), shop.ordering.tokens,
                                       shop.ordering.ordering.clock, shop.ordering.policy};
    ordering::ListOrders list_orders{shop.ordering.ordering.lists()};
    audit::ListEntries list_entries{shop.audit};
    FakePublishedKeys published_keys;
    rest::TokenAuthenticator authenticator{shop.accounts.access_tokens, shop.accounts.check_access,
                                           shop.accounts.check_api_key};
    rest::TokenAuthenticator strict_authenticator{shop.accounts.access_tokens, shop.accounts.strict_access,
                                                  shop.accounts.check_api_key};
    ordering::FindSettled find_settled{shop.ordering.ordering.queries()};
    ordering::CompleteAnswer complete_answer{shop.ordering.ordering.store(), shop.ordering.ordering.queries()};

    rest::Readiness readiness{{{"database", [] { return Result<void>{}; }},
                               {"broker", [] { return Result<void>{}; }},
                               {"cache", [] { return Result<void>{}; }}},
                              shop.log};
    rest::OrderWaits waits{
        {.find_settled = find_settled, .complete_answer = complete_answer, .changes = shop.changes, .log = shop.log},
        {.max_parked = 10, .answer_threads = 2}};
    rest::Dispatcher dispatcher{routes(), ports(authenticator), {.write_threads = 2, .password_threads = 1}};
    std::unique_ptr<rest::Dispatcher> strict_dispatcher;
};

std::vector<rest::Route> RestShop::Host::routes() {
    std::vector<rest::Route> all;
    const Routes add{all};
    add_catalogue(all);
    add(rest::cart_routes({.create_cart = create_cart,
                           .get_cart = get_cart,
                           .get_own_cart = get_own_cart,
                           .claim_cart = claim_cart,
                           .add_cart_item = add_cart_item,
                           .set_cart_item = set_cart_item,
                           .remove_cart_item = remove_cart_item,
                           .digest = digest}));
    add(rest::order_routes({.place_order = place_order,
                            .get_order = get_order,
                            .get_order_history = get_order_history,
                            .cancel_order = cancel_order,
                            .email_of = [this](UserId user) -> Result<Email> {
                                ORION_TRY(const auto profile, shop.accounts.get_profile.execute(user));
                                return Email::parse(profile.email);
                            },
                            .waits = waits,
                            .digest = digest}));
    add(rest::order_list_routes(list_orders));
    add(rest::stock_routes(
        {.list_stock = list_stock, .get_stock = get_stock, .adjust_stock = adjust_stock, .digest = digest}));
    add(rest::audit_routes(list_entries));
    add(rest::dead_letter_routes(shop.dead_letters, digest));
    add(rest::operations_routes({.readiness = readiness, .is_started = shop.is_started, .digest = digest}));
    add_accounts(all);
    return all;
}

void RestShop::Host::add_catalogue(std::vector<rest::Route>& all) {
    const Routes add{all};
    add(rest::catalog_routes({.list_products = list_products,
                              .get_product = get_product,
                              .list_categories = list_categories,
                              .cache = cache,
                              .digest = digest}));
    add(rest::product_admin_routes({.list_products = list_products,
                                    .get_product = get_product_for_editors,
                                    .create_product = create_product,
                                    .change_product = change_product,
                                    .remove_product = remove_product,
                                    .add_variant = add_variant,
                                    .change_variant = change_variant,
                                    .remove_variant = remove_variant}));
    add({rest::catalog_import_route(
        {.import_catalogue = import_catalogue, .texts = sent_catalogues, .currency = pounds})});
    add(rest::category_admin_routes({.list_categories = list_categories,
                                     .create_category = create_category,
                                     .change_category = change_category,
                                     .remove_category = remove_category}));
}

void RestShop::Host::add_accounts(std::vector<rest::Route>& all) {
    const Routes add{all};
    add(rest::account_routes({.register_user = shop.accounts.register_user,
                              .log_in = shop.accounts.log_in,
                              .refresh_session = shop.accounts.refresh_session,
                              .log_out = shop.accounts.log_out,
                              .log_out_everywhere = shop.accounts.log_out_everywhere,
                              .request_password_reset = shop.accounts.request_password_reset,
                              .reset_password = shop.accounts.reset_password,
                              .verify_email = shop.accounts.verify_email,
                              .password_rules = shop.accounts.rules,
                              .published_keys = published_keys,
                              .claim_cart = claim_cart_by_token}));
    add(rest::me_routes({.get_profile = shop.accounts.get_profile,
                         .change_profile = shop.accounts.change_profile,
                         .change_password = shop.accounts.change_password,
                         .request_verification = shop.accounts.request_verification,
                         .request_email_change = shop.accounts.request_email_change,
                         .list_sessions = shop.accounts.list_sessions,
                         .end_session = shop.accounts.end_session,
                         .list_addresses = shop.accounts.list_addresses,
                         .add_address = shop.accounts.add_address,
                         .replace_address = shop.accounts.replace_address,
                         .remove_address = shop.accounts.remove_address,
                         .export_personal_record = shop.accounts.export_personal_record,
                         .erase_account = shop.accounts.erase_account,
                         .get_own_cart = get_own_cart,
                         .list_orders = list_orders,
                         .digest = digest}));
    add(rest::user_admin_routes({.list_users = shop.accounts.list_users,
                                 .get_profile = shop.accounts.get_profile,
                                 .change_role = shop.accounts.change_role,
                                 .disable_user = shop.accounts.disable_user}));
    add(rest::second_factor_routes({.start = shop.accounts.start_second_factor,
                                    .confirm = shop.accounts.confirm_second_factor,
                                    .remove = shop.accounts.remove_second_factor}));
    add(rest::api_key_routes({.create_api_key = shop.accounts.create_api_key,
                              .list_api_keys = shop.accounts.list_api_keys,
                              .revoke_api_key = shop.accounts.revoke_api_key,
                              .validate_token = shop.accounts.validate_token}));
}

RestShop::RestShop()
    : host_{std::make_unique<Host>(*this)},
      readiness{host_->readiness},
      waits{host_->waits},
      dispatcher{host_->dispatcher} {
    offers.sell("TEA", Money{899, pounds}, 50);
    offers.sell("EUR-TEA", Money{899, *Currency::parse("EUR")});
    auto tea = *catalog::Product::create(
        catalog.ids.next<ProductId>(),
        {.slug = *catalog::Slug::parse("assam-tea"),
         .title = "Assam \"tea\"",
         .description = "Strong.\nBlack.",
         .attributes = {{"origin", "India"}},
         .variants = {{.sku = *Sku::parse("TEA"), .title = "250 g", .price = Money{899, pounds}}}},
        opening_time);
    contract(tea.publish(opening_time).has_value(), "the tea can be sold");
    contract(
        catalog.store().transact([&](catalog::CatalogWork& work) { return work.products().save(tea); }).has_value(),
        "the tea is stored");
    receive("TEA", 20);
    dead_letters.bury("what is this?");
}

RestShop::~RestShop() = default;

identity::SignedIn RestShop::sign_in(identity::Role role, const std::string& email) {
    auto registered = accounts.sign_up(email);
    contract(registered.has_value(), "the address is free");
    if (role == identity::Role::customer) return *std::move(registered);
    accounts.change(registered->user.id, [role](identity::User& user) { user.change_role(role); });
    return *accounts.enter(email);
}

std::string RestShop::program(identity::Scopes scopes) {
    auto created = accounts.create_api_key.execute({.name = "Till", .scopes = {identity::Scope::orders_read}});
    // Through the use case nobody gets a key for nothing.
    accounts.identity.state().api_keys.at(created.value().view.id).scopes = std::move(scopes);
    return created->key.expose();
}

void RestShop::receive(std::string_view sku, std::int64_t quantity) {
    contract(host_->receive_stock
                 .execute({.lines = {{*Sku::parse(sku), quantity}}, .reference = std::string{sku}, .actor = "ann"})
                 .has_value(),
             "the goods are taken in");
}

RestClient RestShop::strict_client() { return RestClient{host_->strict()}; }

}  // namespace orion::test
