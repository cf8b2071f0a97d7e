#pragma once

#include "support/clerks_shop.hpp"
#include "support/pgbouncer.hpp"

#include <initializer_list>
#include <string_view>

namespace orion::test {

/// A ClerksShop that is reached through pgbouncer in transaction mode.
struct PooledShop {
    PooledShop(std::initializer_list<std::string_view> modules)
        : direct{modules}, pooler{direct.schema.name(), direct.role.name()}, database{options()} {}

    ClerksShop direct;
    Pgbouncer pooler;
    FakeClock& clock = direct.clock;
    persistence::PostgresDatabase database;

private:
    persistence::PostgresOptions options() const {
        auto options = direct.role.entering(direct.schema.options());
        options.direct_url = options.url;
        options.url = pooler.url();
        options.transaction_pooling = true;
        return options;
    }
};

}  // namespace orion::test
