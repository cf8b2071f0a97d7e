#include "process/api_process.hpp"

#include "orion/persistence/deep_check.hpp"
#include "orion/rest/account_routes.hpp"
#include "orion/rest/api_key_routes.hpp"
#include "orion/rest/audit_routes.hpp"
#include "orion/rest/cart_routes.hpp"
#include "orion/rest/catalog_import_route.hpp"
#include "orion/rest/catalog_routes.hpp"
#include "orion/rest/category_admin_routes.hpp"
#include "orion/rest/dead_letter_routes.hpp"
#include "orion/rest/me_routes.hpp"
#include "orion/rest/operations_routes.hpp"
#include "orion/rest/order_list_routes.hpp"
#include "orion/rest/order_routes.hpp"
#include "orion/rest/product_admin_routes.hpp"
#include "orion/rest/second_factor_routes.hpp"
#include "orion/rest/stock_routes.hpp"
#include "orion/rest/user_admin_routes.hpp"
#include "orion/system/free_space.hpp"
#include "orion/system/interruptible_wait.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <iterator>
#include <utility>
#include <vector>

namespace orion::hosts {
namespace {

/// Between two answers that are cached before anybody asks for them: the shop has other things to do as it starts.
constexpr std::chrono::milliseconds warming_pause{20};

http::ServerSettings server_settings(const config::Settings::Http& http) {
    return {.address = http.address,
            .port = static_cast<std::uint16_t>(http.port),
            .threads = static_cast<unsigned>(http.threads),
            .max_request_line_bytes = http.max_request_line_bytes,
            .max_header_bytes = http.max_header_bytes,
            .max_headers = http.max_headers,
            .max_body_bytes = http.max_body_bytes,
            .max_connections = http.max_connections,
            .accept_backlog = http.accept_backlog,
            .header_timeout = http.header_timeout,
            .body_timeout = http.body_timeout,
            .keep_alive_timeout = http.keep_alive_timeout,
            .write_timeout = http.write_timeout,
            .answer_timeout = http.answer_timeout};
}

rest::DispatcherSettings dispatcher_settings(const config::Settings& settings) {
    constexpr int enough = 64;
    return {.write_threads = static_cast<unsigned>(settings.http.write_threads),
            .max_queued_writes = static_cast<std::size_t>(settings.http.write_queue),
            .password_threads =
                static_cast<unsigned>(std::min(settings.auth.hash_threads + settings.auth.hash_queue, enough))};
}

// Less, and a SQLite file or a mail drop soon cannot grow.
constexpr std::uintmax_t least_room = 64UL * 1024 * 1024;

// Far more than machines that keep their time differ, far less than the leeway that tokens have by default.
constexpr std::chrono::seconds clock_tolerance{5};

std::vector<rest::ReadinessProbe> probes(Shop& shop, Broker& broker, CatalogCache& cache) {
    const auto ask_database = [&databases = shop.base.databases]() -> Result<void> {
        for (auto* const database : databases.of(all_contexts()))
            ORION_CHECK(persistence::deep_check(*database, "messaging"));
        for (const auto& context : all_contexts()) ORION_CHECK(persistence::deep_check(databases.of(context), context));
        return {};
    };
    const auto ask_cache = [&cache]() -> Result<void> {
        if (!cache.shared || !cache.shared->find("readiness").mark.empty()) return {};
        return fail(ErrorKind::unavailable, "cache_unavailable", "Redis does not answer now.");
    };
    const auto ask_disk = [folder = shop.base.settings.data_directory] {
        return system::require_free_space(folder, least_room);
    };
    const auto ask_clock = [&base = shop.base]() -> Result<void> {
        for (auto* const database : base.databases.of(all_contexts()))
            ORION_CHECK(persistence::check_clock(*database, base.clock, clock_tolerance));
        return {};
    };
    return {{.name = "database", .probe = ask_database},
            {.name = "broker", .probe = broker.probe()},
            // The shop sells without these.
            {.name = "cache", .probe = ask_cache, .essential = false},
            {.name = "disk", .probe = ask_disk, .essential = false},
            {.name = "clock", .probe = ask_clock, .essential = false}};
}

rest::CatalogUseCases catalog_use_cases(Shop& shop, cache::LayeredCache& cache) {
    return {.list_products = shop.catalog.list_products,
            .get_product = shop.catalog.get_product,
            .list_categories = shop.catalog.list_categories,
            .cache = cache,
            .digest = shop.base.digest};
}

std::vector<rest::Route> product_admin_routes(CatalogModule& catalog) {
    return rest::product_admin_routes({.list_products = catalog.list_products,
                                       .get_product = catalog.get_product_for_editors,
                                       .create_product = catalog.create_product,
                                       .change_product = catalog.change_product,
                                       .remove_product = catalog.remove_product,
                                       .add_variant = catalog.add_variant,
                                       .change_variant = catalog.change_variant,
                                       .remove_variant = catalog.remove_variant});
}

std::vector<rest::Route> category_admin_routes(CatalogModule& catalog) {
    return rest::category_admin_routes({.list_categories = catalog.list_categories,
                                        .create_category = catalog.create_category,
                                        .change_category = catalog.change_category,
                                        .remove_category = catalog.remove_category});
}

std::vector<rest::Route> account_routes(IdentityModule& identity, CartsModule& carts) {
    return rest::account_routes({.register_user = identity.register_user,
                                 .log_in = identity.log_in,
                                 .refresh_session = identity.refresh_session,
                                 .log_out = identity.log_out,
                                 .log_out_everywhere = identity.log_out_everywhere,
                                 .request_password_reset = identity.request_password_reset,
                                 .reset_password = identity.reset_password,
                                 .verify_email = identity.verify_email,
                                 .password_rules = identity.password_rules,
                                 .published_keys = identity.security.signing_keys,
                                 .claim_cart = carts.claim_cart_by_token});
}

std::vector<rest::Route> me_routes(Shop& shop) {
    auto& identity = shop.identity;
    return rest::me_routes({.get_profile = identity.get_profile,
                            .change_profile = identity.change_profile,
                            .change_password = identity.change_password,
                            .request_verification = identity.request_verification,
                            .request_email_change = identity.request_email_change,
                            .list_sessions = identity.list_sessions,
                            .end_session = identity.end_session,
                            .list_addresses = identity.list_addresses,
                            .add_address = identity.add_address,
                            .replace_address = identity.replace_address,
                            .remove_address = identity.remove_address,
                            .export_personal_record = identity.export_personal_record,
                            .erase_account = identity.erase_account,
                            .get_own_cart = shop.carts.get_own_cart,
                            .list_orders = shop.ordering.list_orders,
                            .digest = shop.base.digest});
}

std::vector<rest::Route> user_admin_routes(IdentityModule& identity) {
    return rest::user_admin_routes({.list_users = identity.list_users,
                                    .get_profile = identity.get_profile,
                                    .change_role = identity.change_role,
                                    .disable_user = identity.disable_user});
}

std::vector<rest::Route> routes(Shop& shop, cache::LayeredCache& cache, rest::OrderWaits& waits,
                                const rest::Readiness& readiness, const std::atomic<bool>& is_started,
                                DeadLetters& dead_letters) {
    const auto& digest = shop.base.digest;
    std::vector<rest::Route> all;
    const auto add = [&all](std::vector<rest::Route> some) {
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    };
    add(rest::catalog_routes(catalog_use_cases(shop, cache)));
    add(product_admin_routes(shop.catalog));
    add(category_admin_routes(shop.catalog));
    add({rest::catalog_import_route({.import_catalogue = shop.catalog_import.import_catalogue,
                                     .texts = shop.catalog_import.texts,
                                     .currency = shop.base.settings.shop.currency})});
    add(rest::cart_routes({.create_cart = shop.carts.create_cart,
                           .get_cart = shop.carts.get_cart,
                           .get_own_cart = shop.carts.get_own_cart,
                           .claim_cart = shop.carts.claim_cart,
                           .add_cart_item = shop.carts.add_cart_item,
                           .set_cart_item = shop.carts.set_cart_item,
                           .remove_cart_item = shop.carts.remove_cart_item,
                           .digest = digest}));
    add(rest::order_routes({.place_order = shop.ordering.place_order,
                            .get_order = shop.ordering.get_order,
                            .get_order_history = shop.ordering.get_order_history,
                            .cancel_order = shop.ordering.cancel_order,
                            .email_of = [&shop](UserId user) -> Result<Email> {
                                ORION_TRY(const auto profile, shop.identity.get_profile.execute(user));
                                return Email::parse(profile.email);
                            },
                            .waits = waits,
                            .digest = digest}));
    add(account_routes(shop.identity, shop.carts));
    add(me_routes(shop));
    add(rest::second_factor_routes({.start = shop.identity.start_second_factor,
                                    .confirm = shop.identity.confirm_second_factor,
                                    .remove = shop.identity.remove_second_factor}));
    add(user_admin_routes(shop.identity));
    add(rest::audit_routes(shop.audit.list_entries));
    add(rest::api_key_routes({.create_api_key = shop.identity.create_api_key,
                              .list_api_keys = shop.identity.list_api_keys,
                              .revoke_api_key = shop.identity.revoke_api_key,
                              .validate_token = shop.identity.validate_token}));
    add(rest::order_list_routes(shop.ordering.list_orders));
    add(rest::stock_routes({.list_stock = shop.inventory.list_stock,
                            .get_stock = shop.inventory.get_stock,
                            .adjust_stock = shop.inventory.adjust_stock,
                            .digest = digest}));
    add(rest::dead_letter_routes(dead_letters, digest));
    add(rest::operations_routes({.readiness = readiness, .is_started = is_started, .digest = digest}));
    return all;
}

}  // namespace

ApiProcess::ApiProcess(Shop& shop)
    : shop_{shop},
      cache_{shop.base},
      broker_{shop.base},
      dead_letters_{broker_.dead_letters()},
      readiness_{probes(shop, broker_, cache_), shop.base.log},
      waits_{{.find_settled = shop.ordering.find_settled,
              .complete_answer = shop.ordering.complete_answer,
              .changes = shop.base.databases.of("ordering").changes(),
              .log = shop.base.log}},
      limiter_{rate_limiter(shop.base.settings)},
      edge_{edge_settings(shop.base.settings), *limiter_},
      dispatcher_{
          routes(shop, cache_.layered, waits_, readiness_, is_started_, *dead_letters_),
          {.edge = edge_, .authenticator = shop.identity.authenticator, .ids = shop.base.ids, .log = shop.base.log},
          dispatcher_settings(shop.base.settings)},
      server_{server_settings(shop.base.settings.http), dispatcher_} {
    server_.start();
    warming_ = std::jthread{[this](const std::stop_token& stop) {
        try {
            rest::warm_catalog(catalog_use_cases(shop_, cache_.layered),
                               [&stop] { return system::wait_unless_stopped(stop, warming_pause); });
        } catch (const std::exception& exception) {
            shop_.base.log.warning("the cache was not warmed", {{"what", exception.what()}});
        }
        is_started_ = true;
    }};
    figures_ = std::jthread{[this](const std::stop_token& stop) { log_figures(stop); }};
    shop_.base.log.info("api started", {{"port", server_.port()}});
}

void ApiProcess::log_figures(const std::stop_token& stop) {
    for (bool is_last = false; !is_last;) {
        is_last = !system::wait_unless_stopped(stop, shop_.base.settings.log.figures_interval);
        shop_.base.log.write(LogLevel::info, "figures", cache_.figures());
    }
}

bool ApiProcess::drain() {
    const auto [limit, chosen_notice] = shop_.base.settings.shutdown;
    const auto notice = std::min(chosen_notice, limit / 2);
    readiness_.drain();
    figures_.request_stop();
    system::wait_unless_stopped({}, notice);
    waits_.drain();
    // What comes after it, up to the end of the process, has the rest of the time.
    return server_.drain(limit - limit / 5 - notice);
}

}  // namespace orion::hosts
