#include "orion/persistence/carts/soci_carts_store.hpp"

#include "orion/persistence/database.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace orion::persistence {
namespace {

using carts::Cart;
using carts::CartItem;

/// What the tables hold was checked when it was written.
template <class T>
T stored(Result<T> parsed) {
    contract(parsed.has_value(), "the table holds what was written");
    return *std::move(parsed);
}

Instant to_instant(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::vector<CartItem> find_items(Session& session, CartId cart, Currency currency) {
    std::vector<CartItem> items;
    for (const auto& [sku, quantity, product, title, unit_price] :
         session.rows<std::string, std::int64_t, std::string, std::string, std::int64_t>(
             "SELECT sku, quantity, product_id, title, unit_price FROM carts_items WHERE cart_id = :1 "
             "ORDER BY position",
             cart)) {
        items.push_back({.sku = stored(Sku::parse(sku)),
                         .quantity = stored(Quantity::parse(quantity)),
                         .product_id = stored(ProductId::parse(product)),
                         .title = title,
                         .unit_price = {unit_price, currency}});
    }
    return items;
}

std::optional<Cart> find_cart(Session& session, CartId id) {
    const auto row = session.row<std::string, std::int64_t, std::int64_t, std::int64_t>(
        "SELECT currency, created_at, updated_at, version FROM carts_carts WHERE id = :1", id);
    if (!row) return std::nullopt;
    const auto& [code, created_at, updated_at, version] = *row;
    const auto currency = stored(Currency::parse(code));
    return Cart::restore({.id = id,
                          .currency = currency,
                          .items = find_items(session, id, currency),
                          .created_at = to_instant(created_at),
                          .updated_at = to_instant(updated_at),
                          .version = version});
}

class CartRows : public carts::CartsWork, private carts::CartRepository {
public:
    explicit CartRows(Session& session) : session_{session} {}
    carts::CartRepository& carts() override { return *this; }

private:
    std::optional<Cart> find(CartId cart) override {
        found_ = find_cart(session_, cart);
        return found_;
    }

    void add(const Cart& cart) override {
        session_.run(
            "INSERT INTO carts_carts (id, currency, created_at, updated_at, version) VALUES (:1, :2, :3, :4, :5)",
            cart.id(), cart.currency().code(), cart.snapshot().created_at, cart.updated_at(), cart.version());
        for (const auto& item : cart.items()) save_item(cart.id(), item);
    }

    Result<void> save(const Cart& cart) override {
        contract(found_ && found_->id() == cart.id(), "what is saved was found in this transaction");
        const auto changed = session_.run(
            "UPDATE carts_carts SET updated_at = :2, version = :3 WHERE id = :1 AND version = :4 AND version < :3",
            cart.id(), cart.updated_at(), cart.version(), found_->version());
        if (changed != 1)
            return fail(ErrorKind::unavailable, "cart_changed", "The cart was changed meanwhile; try again.");
        save_changed_items(cart);
        found_ = cart;
        return {};
    }

    bool remove_untouched(CartId cart, Instant since) override {
        return session_.run("DELETE FROM carts_carts WHERE id = :1 AND updated_at < :2", cart, since) == 1;
    }

    void save_changed_items(const Cart& cart) {
        for (const auto& before : found_->items()) {
            if (std::ranges::find(cart.items(), before.sku, &CartItem::sku) == cart.items().end()) {
                session_.run("DELETE FROM carts_items WHERE cart_id = :1 AND sku = :2", cart.id(), before.sku);
            }
        }
        for (const auto& item : cart.items()) {
            const auto before = std::ranges::find(found_->items(), item.sku, &CartItem::sku);
            if (before == found_->items().end() || *before != item) save_item(cart.id(), item);
        }
    }

    void save_item(CartId cart, const CartItem& item) {
        session_.run(
            "INSERT INTO carts_items (cart_id, sku, position, quantity, product_id, title, unit_price) VALUES "
            "(:1, :2, (SELECT coalesce(max(position), 0) + 1 FROM carts_items WHERE cart_id = :1), :3, :4, :5, :6) "
            "ON CONFLICT (cart_id, sku) DO UPDATE SET quantity = excluded.quantity, "
            "product_id = excluded.product_id, title = excluded.title, unit_price = excluded.unit_price",
            cart, item.sku, item.quantity.value(), item.product_id, item.title, item.unit_price.amount());
    }

    Session& session_;
    std::optional<Cart> found_;
};

}  // namespace

Result<void> SociCartsStore::run(const Transaction& transaction) {
    return database_.write([&](Session& session) {
        CartRows work{session};
        return transaction(work);
    });
}

Result<std::optional<Cart>> SociCartQueries::find(CartId cart) {
    return database_.read([&](Session& session) -> Result<std::optional<Cart>> { return find_cart(session, cart); });
}

Result<std::vector<carts::IdleCart>> SociCartQueries::idle(Instant since, const std::optional<carts::IdleCart>& after,
                                                           std::size_t limit) {
    return database_.read([&](Session& session) -> Result<std::vector<carts::IdleCart>> {
        // Every time and every id comes after these.
        const auto after_time = after ? after->updated_at.time_since_epoch().count() : INT64_MIN;
        const auto after_id = after ? after->id.to_string() : std::string{};
        std::vector<carts::IdleCart> found;
        for (const auto& [id, updated_at] : session.rows<std::string, std::int64_t>(
                 "SELECT id, updated_at FROM carts_carts WHERE updated_at < :1 AND (updated_at, id) > (:2, :3) "
                 "ORDER BY updated_at, id LIMIT :4",
                 since, after_time, after_id, static_cast<std::int64_t>(limit))) {
            found.push_back({.id = stored(CartId::parse(id)), .updated_at = to_instant(updated_at)});
        }
        return found;
    });
}

}  // namespace orion::persistence
