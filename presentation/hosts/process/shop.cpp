#include "process/shop.hpp"

namespace orion::hosts {
namespace {

ordering::CheckoutPolicy checkout_policy(const config::Settings& settings) {
    return {.step_timeout = settings.checkout.step_timeout,
            .step_retries = settings.checkout.step_retries,
            .deadline = settings.checkout.deadline,
            .reservation_time = settings.checkout.reservation};
}

}  // namespace

BillingModule::BillingModule(Foundation& base)
    : store{{.database = base.databases.of("billing"), .clock = base.clock, .ids = base.ids}},
      queries{base.databases.of("billing")},
      gateway{{.ledger = std::filesystem::path{base.settings.data_directory} / "sandbox-gateway.db",
               .timeout = base.settings.payments.timeout},
              base.clock,
              base.stopping.get_token()},
      backoff{base.stopping.get_token()},
      take_payment{{.store = store, .gateway = gateway, .backoff = backoff, .clock = base.clock, .ids = base.ids},
                   {.count = base.settings.payments.retries,
                    .base = base.settings.payments.retry_base,
                    .cap = base.settings.payments.retry_cap}},
      reverse_payment{{.store = store, .gateway = gateway, .clock = base.clock, .ids = base.ids}},
      reconcile_payments{{.store = store, .queries = queries, .gateway = gateway, .clock = base.clock}} {}

CartsModule::CartsModule(Foundation& base, CatalogModule& catalog, ordering::OrderQueries& orders)
    : store{base.databases.of("carts")},
      queries{base.databases.of("carts")},
      tokens{base.server_secrets},
      offers{catalog.queries},
      ordered_carts{orders},
      create_cart{{.store = store, .tokens = tokens, .clock = base.clock, .ids = base.ids, .offers = offers},
                  base.settings.shop.currency},
      get_cart{queries, tokens, offers},
      get_own_cart{{.store = store,
                    .queries = queries,
                    .orders = ordered_carts,
                    .clock = base.clock,
                    .ids = base.ids,
                    .offers = offers},
                   base.settings.shop.currency},
      editing{.store = store,
              .queries = queries,
              .tokens = tokens,
              .orders = ordered_carts,
              .offers = offers,
              .clock = base.clock},
      claim_cart{editing, get_own_cart},
      claim_cart_by_token{tokens, claim_cart},
      add_cart_item{editing},
      set_cart_item{editing},
      remove_cart_item{editing},
      get_cart_for_checkout{queries, offers},
      expire_carts{{.store = store, .queries = queries, .orders = ordered_carts, .clock = base.clock},
                   {.abandoned_after = base.settings.carts.expiry}},
      forget_owner{store} {}

OrderingModule::OrderingModule(Foundation& base, persistence::SociOrderQueries& order_queries, CartsModule& carts,
                               BillingModule& billing)
    : queries{order_queries},
      lists{base.databases.of("ordering")},
      store{base.databases.of("ordering"), base.clock, base.ids},
      tokens{base.server_secrets},
      checkout_carts{carts.get_cart_for_checkout, carts.tokens},
      payment_methods{billing.gateway},
      place_order{{.store = store,
                   .queries = queries,
                   .carts = checkout_carts,
                   .payment_methods = payment_methods,
                   .tokens = tokens,
                   .clock = base.clock,
                   .ids = base.ids},
                  checkout_policy(base.settings)},
      get_order{queries, tokens},
      get_order_history{queries, tokens},
      list_orders{lists},
      cancel_order{store, tokens, base.clock, checkout_policy(base.settings)},
      complete_answer{store, queries},
      find_settled{queries},
      advance_checkout{store, base.clock, checkout_policy(base.settings)},
      wake_overdue_checkouts{store, queries, base.clock, checkout_policy(base.settings)},
      purge_answers{store, base.clock},
      forget_customer{store},
      anonymise_orders{store, queries} {}

}  // namespace orion::hosts
