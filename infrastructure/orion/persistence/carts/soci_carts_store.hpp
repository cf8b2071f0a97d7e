#pragma once

#include "orion/carts/carts_store.hpp"

namespace orion::persistence {

class Database;

/// Carts in tables `carts_…` of one database. Needs the schema module `carts`.
class SociCartsStore : public carts::CartsStore {
public:
    explicit SociCartsStore(Database& database) : database_{database} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Database& database_;
};

class SociCartQueries : public carts::CartQueries {
public:
    explicit SociCartQueries(Database& database) : database_{database} {}
    Result<std::optional<carts::Cart>> find(CartId cart) override;
    Result<std::optional<carts::Cart>> find_open(UserId owner) override;
    Result<std::vector<carts::IdleCart>> idle(Instant since, const std::optional<carts::IdleCart>& after,
                                              std::size_t limit) override;

private:
    Database& database_;
};

}  // namespace orion::persistence
