#include "orion/persistence/carts/soci_carts_store.hpp"

#include "orion/persistence/database.hpp"
#include "orion/persistence/json_rows.hpp"
#include "orion/persistence/json_rows_sql.hpp"

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

constexpr Sql cart_by_id = joined_sql<"SELECT currency, created_at, updated_at, version, (SELECT ", list,
                                      "position, sku, quantity, product_id, title, unit_price", list_end,
                                      " FROM carts_items WHERE cart_id = :1) FROM carts_carts WHERE id = :1">;

// A new item goes behind those that are there; one that is there stays in its place.
constexpr Sql keep_items = joined_sql<
    "INSERT INTO carts_items (cart_id, sku, position, quantity, product_id, title, unit_price)"
    " SELECT :2, r.value ->> 0, CAST(r.value ->> 1 AS bigint) +"
    " (SELECT coalesce(max(position), 0) FROM carts_items WHERE cart_id = :2),"
    " CAST(r.value ->> 2 AS bigint), r.value ->> 3, r.value ->> 4, CAST(r.value ->> 5 AS bigint) FROM",
    json_rows,
    "WHERE true ON CONFLICT (cart_id, sku) DO UPDATE SET quantity = excluded.quantity,"
    " product_id = excluded.product_id, title = excluded.title, unit_price = excluded.unit_price">;

constexpr Sql remove_items =
    joined_sql<"DELETE FROM carts_items WHERE cart_id = :2 AND sku IN (SELECT r.value ->> 0 FROM", json_rows, ")">;

std::vector<CartItem> items_of(std::string_view json, Currency currency) {
    std::vector<CartItem> items;
    for (const auto& row : json_rows_from(json)) {
        items.push_back({.sku = stored(Sku::parse(row.text(1))),
                         .quantity = stored(Quantity::parse(row.integer(2))),
                         .product_id = stored(ProductId::parse(row.text(3))),
                         .title = row.text(4),
                         .unit_price = {row.integer(5), currency}});
    }
    return items;
}

std::optional<Cart> find_cart(Session& session, CartId id) {
    const auto row = session.row<std::string, std::int64_t, std::int64_t, std::int64_t, std::string>(cart_by_id, id);
    if (!row) return std::nullopt;
    const auto& [code, created_at, updated_at, version, items] = *row;
    const auto currency = stored(Currency::parse(code));
    return Cart::restore({.id = id,
                          .currency = currency,
                          .items = items_of(items, currency),
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
        session_.send(
            "INSERT INTO carts_carts (id, currency, created_at, updated_at, version) VALUES (:1, :2, :3, :4, :5)",
            cart.id(), cart.currency().code(), cart.snapshot().created_at, cart.updated_at(), cart.version());
        keep(cart.id(), cart.items());
    }

    Result<void> save(const Cart& cart) override {
        contract(found_ && found_->id() == cart.id(), "what is saved was found in this transaction");
        if (cart.version() <= found_->version())
            return fail(ErrorKind::unavailable, "cart_changed", "The cart was changed meanwhile; try again.");
        session_.send("UPDATE carts_carts SET updated_at = :2, version = :3 WHERE id = :1", cart.id(),
                      cart.updated_at(), cart.version());
        save_changed_items(cart);
        found_ = cart;
        return {};
    }

    bool remove_untouched(CartId cart, Instant since) override {
        return session_.run("DELETE FROM carts_carts WHERE id = :1 AND updated_at < :2", cart, since) == 1;
    }

    void save_changed_items(const Cart& cart) {
        JsonRows gone;
        for (const auto& before : found_->items()) {
            if (std::ranges::find(cart.items(), before.sku, &CartItem::sku) == cart.items().end()) gone.add(before.sku);
        }
        if (!gone.empty()) session_.send(remove_items, gone.text(), cart.id());
        std::vector<CartItem> changed;
        for (const auto& item : cart.items()) {
            const auto before = std::ranges::find(found_->items(), item.sku, &CartItem::sku);
            if (before == found_->items().end() || *before != item) changed.push_back(item);
        }
        keep(cart.id(), changed);
    }

    void keep(CartId cart, const std::vector<CartItem>& items) {
        if (items.empty()) return;
        JsonRows rows;
        for (const auto& item : items) {
            rows.add(item.sku, static_cast<std::int64_t>(rows.size()) + 1, item.quantity.value(), item.product_id,
                     item.title, item.unit_price.amount());
        }
        session_.send(keep_items, rows.text(), cart);
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
    return database_.query([&](Session& session) -> Result<std::optional<Cart>> { return find_cart(session, cart); });
}

Result<std::vector<carts::IdleCart>> SociCartQueries::idle(Instant since, const std::optional<carts::IdleCart>& after,
                                                           std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<carts::IdleCart>> {
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
