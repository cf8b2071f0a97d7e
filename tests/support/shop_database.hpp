#pragma once

#include "orion/persistence/migrations.hpp"
#include "orion/persistence/sqlite_database.hpp"

#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace orion::test {

/// A migrated database in a folder of its own: `ShopDatabase shop{"messaging", "ordering"}; shop.database.write(…)`.
struct ShopDatabase {
    ShopDatabase(std::initializer_list<std::string_view> modules, persistence::SqliteOptions options = {})
        : database{prepared(modules, std::move(options))} {}

    TemporaryFolder folder;
    FakeClock clock;
    persistence::SqliteDatabase database;

private:
    persistence::SqliteOptions prepared(std::initializer_list<std::string_view> modules,
                                        persistence::SqliteOptions options) const {
        options.file = folder.path() / "orion.db";
        const std::vector<std::string_view> names{modules};
        if (!persistence::Migrator{options.file, persistence::embedded_migrations(names), clock}.migrate())
            throw std::runtime_error{"the migrations failed"};
        return options;
    }
};

}  // namespace orion::test
