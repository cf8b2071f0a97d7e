#pragma once

#include "orion/billing/reconcile_payments.hpp"
#include "orion/billing/reverse_payment.hpp"
#include "orion/billing/take_payment.hpp"
#include "orion/bridges/carts_checkout_carts.hpp"
#include "orion/bridges/catalogue_product_offers.hpp"
#include "orion/bridges/catalogue_sold_skus.hpp"
#include "orion/bridges/gateway_payment_methods.hpp"
#include "orion/bridges/inventory_opening_stock.hpp"
#include "orion/bridges/ordering_ordered_carts.hpp"
#include "orion/carts/add_cart_item.hpp"
#include "orion/carts/claim_cart.hpp"
#include "orion/carts/create_cart.hpp"
#include "orion/carts/expire_carts.hpp"
#include "orion/carts/forget_owner.hpp"
#include "orion/carts/get_cart.hpp"
#include "orion/carts/get_cart_for_checkout.hpp"
#include "orion/carts/get_own_cart.hpp"
#include "orion/carts/remove_cart_item.hpp"
#include "orion/carts/set_cart_item.hpp"
#include "orion/catalog/add_variant.hpp"
#include "orion/catalog/change_category.hpp"
#include "orion/catalog/change_product.hpp"
#include "orion/catalog/change_variant.hpp"
#include "orion/catalog/create_category.hpp"
#include "orion/catalog/create_product.hpp"
#include "orion/catalog/get_product.hpp"
#include "orion/catalog/get_product_for_editors.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/catalog/list_categories.hpp"
#include "orion/catalog/list_products.hpp"
#include "orion/catalog/project_availability.hpp"
#include "orion/catalog/remove_category.hpp"
#include "orion/catalog/remove_product.hpp"
#include "orion/catalog/remove_variant.hpp"
#include "orion/catalogue_files/sent_catalogues.hpp"
#include "orion/inventory/adjust_stock.hpp"
#include "orion/inventory/consume_reservation.hpp"
#include "orion/inventory/expire_reservations.hpp"
#include "orion/inventory/get_stock.hpp"
#include "orion/inventory/list_stock.hpp"
#include "orion/inventory/receive_stock.hpp"
#include "orion/inventory/reserve_stock.hpp"
#include "orion/inventory/return_stock.hpp"
#include "orion/ordering/advance_checkout.hpp"
#include "orion/ordering/anonymise_orders.hpp"
#include "orion/ordering/cancel_order.hpp"
#include "orion/ordering/complete_answer.hpp"
#include "orion/ordering/find_settled.hpp"
#include "orion/ordering/forget_customer.hpp"
#include "orion/ordering/get_order.hpp"
#include "orion/ordering/get_order_history.hpp"
#include "orion/ordering/list_orders.hpp"
#include "orion/ordering/place_order.hpp"
#include "orion/ordering/purge_answers.hpp"
#include "orion/ordering/wake_overdue_checkouts.hpp"
#include "orion/payments/sandbox_payment_gateway.hpp"
#include "orion/persistence/billing/soci_billing_store.hpp"
#include "orion/persistence/billing/soci_payment_queries.hpp"
#include "orion/persistence/carts/soci_carts_store.hpp"
#include "orion/persistence/catalog/soci_catalog_store.hpp"
#include "orion/persistence/catalog/soci_catalogue_queries.hpp"
#include "orion/persistence/inventory/soci_inventory_store.hpp"
#include "orion/persistence/ordering/soci_order_lists.hpp"
#include "orion/persistence/ordering/soci_order_queries.hpp"
#include "orion/persistence/ordering/soci_ordering_store.hpp"
#include "orion/system/random_backoff.hpp"

#include "process/audit_module.hpp"
#include "process/foundation.hpp"
#include "process/identity_module.hpp"
#include "process/notifications_module.hpp"

/// The use cases of each context on their adapters, as plain members in construction order.
namespace orion::hosts {

struct CatalogModule {
    explicit CatalogModule(Foundation& base)
        : store{base.databases.of("catalog"), base.clock},
          queries{base.databases.of("catalog")},
          editing{.store = store, .queries = queries, .clock = base.clock, .ids = base.ids} {}

    persistence::SociCatalogStore store;
    persistence::SociCatalogueQueries queries;
    catalog::CatalogEditing editing;
    catalog::ListProducts list_products{queries};
    catalog::GetProduct get_product{queries};
    catalog::ListCategories list_categories{queries};
    catalog::ProjectAvailability project_availability{store};
    catalog::GetProductForEditors get_product_for_editors{queries};
    catalog::CreateProduct create_product{editing};
    catalog::ChangeProduct change_product{editing};
    catalog::RemoveProduct remove_product{editing};
    catalog::AddVariant add_variant{editing};
    catalog::ChangeVariant change_variant{editing};
    catalog::RemoveVariant remove_variant{editing};
    catalog::CreateCategory create_category{editing};
    catalog::ChangeCategory change_category{editing};
    catalog::RemoveCategory remove_category{editing};
};

struct InventoryModule {
    InventoryModule(Foundation& base, CatalogModule& catalog)
        : store{base.databases.of("inventory"), base.clock, base.ids},
          queries{base.databases.of("inventory")},
          sold{catalog.store},
          clock{base.clock} {}

    persistence::SociInventoryStore store;
    persistence::SociStockQueries queries;
    bridges::CatalogueSoldSkus sold;
    const Clock& clock;
    inventory::ListStock list_stock{queries};
    inventory::GetStock get_stock{queries, &sold};
    inventory::AdjustStock adjust_stock{store, clock, &sold};
    inventory::ReserveStock reserve_stock{store, clock};
    inventory::ConsumeReservation consume_reservation{store, clock};
    inventory::ReturnStock return_stock{store, clock};
    inventory::ExpireReservations expire_reservations{store, clock};
};

/// Where a catalogue that is sent to the shop meets its stock.
struct CatalogImportModule {
    CatalogImportModule(Foundation& base, CatalogModule& catalog, InventoryModule& inventory)
        : receive_stock{inventory.store, base.clock}, import_catalogue{catalog.store, stock, base.clock, base.ids} {}

    inventory::ReceiveStock receive_stock;
    bridges::InventoryOpeningStock stock{receive_stock};
    catalogue_files::SentCatalogues texts;
    catalog::ImportCatalogue import_catalogue;
};

struct BillingModule {
    explicit BillingModule(Foundation& base);

    persistence::SociBillingStore store;
    persistence::SociPaymentQueries queries;
    payments::SandboxPaymentGateway gateway;
    system::RandomBackoff backoff;
    billing::TakePayment take_payment;
    billing::ReversePayment reverse_payment;
    billing::ReconcilePayments reconcile_payments;
};

struct CartsModule {
    CartsModule(Foundation& base, CatalogModule& catalog, ordering::OrderQueries& orders);

    persistence::SociCartsStore store;
    persistence::SociCartQueries queries;
    security::HmacCartTokens tokens;
    bridges::CatalogueProductOffers offers;
    bridges::OrderingOrderedCarts ordered_carts;
    carts::CreateCart create_cart;
    carts::GetCart get_cart;
    carts::GetOwnCart get_own_cart;
    carts::CartEditing editing;
    carts::ClaimCart claim_cart;
    carts::ClaimCartByToken claim_cart_by_token;
    carts::AddCartItem add_cart_item;
    carts::SetCartItem set_cart_item;
    carts::RemoveCartItem remove_cart_item;
    carts::GetCartForCheckout get_cart_for_checkout;
    carts::ExpireCarts expire_carts;
    carts::ForgetOwner forget_owner;
};

struct OrderingModule {
    OrderingModule(Foundation& base, persistence::SociOrderQueries& order_queries, CartsModule& carts,
                   BillingModule& billing);

    persistence::SociOrderQueries& queries;
    persistence::SociOrderLists lists;
    persistence::SociOrderingStore store;
    security::HmacOrderTokens tokens;
    bridges::CartsCheckoutCarts checkout_carts;
    bridges::GatewayPaymentMethods payment_methods;
    ordering::PlaceOrder place_order;
    ordering::GetOrder get_order;
    ordering::GetOrderHistory get_order_history;
    ordering::ListOrders list_orders;
    ordering::CancelOrder cancel_order;
    ordering::CompleteAnswer complete_answer;
    ordering::FindSettled find_settled;
    ordering::AdvanceCheckout advance_checkout;
    ordering::WakeOverdueCheckouts wake_overdue_checkouts;
    ordering::PurgeAnswers purge_answers;
    ordering::ForgetCustomer forget_customer;
    ordering::AnonymiseOrders anonymise_orders;
};

/// The whole shop in one process.
struct Shop {
    explicit Shop(Foundation& foundation)
        : base{foundation},
          catalog{base},
          inventory{base, catalog},
          catalog_import{base, catalog, inventory},
          billing{base},
          order_queries{base.databases.of("ordering")},
          carts{base, catalog, order_queries},
          ordering{base, order_queries, carts, billing},
          identity{base},
          notifications{base},
          audit{base} {}

    Foundation& base;
    CatalogModule catalog;
    InventoryModule inventory;
    CatalogImportModule catalog_import;
    BillingModule billing;
    persistence::SociOrderQueries order_queries;
    CartsModule carts;
    OrderingModule ordering;
    IdentityModule identity;
    NotificationsModule notifications;
    AuditModule audit;
};

}  // namespace orion::hosts
