#include "orion/persistence/carts/soci_carts_store.hpp"

#include "orion/persistence/database.hpp"
#include "orion/persistence/json_rows.hpp"

#include <chrono>
#include <cstdint>
#include <string>
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

std::string rows_of(const std::vector<CartItem>& items) {
    JsonRows rows;
    for (const auto& item : items) {
        rows.add(static_cast<std::int64_t>(rows.size()), item.sku, item.quantity.value(), item.product_id, item.title,
                 item.unit_price.amount());
    }
    return rows.text();
}

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

class CartRows : public carts::CartsWork, private carts::CartRepository {
public:
    explicit CartRows(Session& session) : session_{session} {}
    carts::CartRepository& carts() override { return *this; }

private:
    void add(const Cart& cart) override {
        session_.send(
            "INSERT INTO carts_carts (id, currency, created_at, updated_at, version, items)"
            " VALUES (:1, :2, :3, :4, :5, :6)",
            cart.id(), cart.currency().code(), cart.snapshot().created_at, cart.updated_at(), cart.version(),
            rows_of(cart.items()));
    }

    Result<void> save(const Cart& cart, std::int64_t found) override {
        const auto saved = session_.run(
            "UPDATE carts_carts SET updated_at = :3, version = :4, items = :5 WHERE id = :1 AND version = :2",
            cart.id(), found, cart.updated_at(), cart.version(), rows_of(cart.items()));
        if (saved == 1) return {};
        return fail(ErrorKind::unavailable, "cart_changed", "The cart was changed meanwhile; try again.");
    }

    bool remove_untouched(CartId cart, Instant since) override {
        return session_.run("DELETE FROM carts_carts WHERE id = :1 AND updated_at < :2", cart, since) == 1;
    }

    Session& session_;
};

}  // namespace

Result<void> SociCartsStore::run(const Transaction& transaction) {
    return database_.write([&](Session& session) {
        CartRows work{session};
        return transaction(work);
    });
}

Result<std::optional<Cart>> SociCartQueries::find(CartId cart) {
    return database_.query([&](Session& session) -> Result<std::optional<Cart>> {
        const auto row = session.row<std::string, std::int64_t, std::int64_t, std::int64_t, std::string>(
            "SELECT currency, created_at, updated_at, version, items FROM carts_carts WHERE id = :1", cart);
        if (!row) return std::nullopt;
        const auto& [code, created_at, updated_at, version, items] = *row;
        const auto currency = stored(Currency::parse(code));
        return Cart::restore({.id = cart,
                              .currency = currency,
                              .items = items_of(items, currency),
                              .created_at = to_instant(created_at),
                              .updated_at = to_instant(updated_at),
                              .version = version});
    });
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
