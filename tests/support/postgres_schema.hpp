#pragma once

#include "orion/persistence/postgres_database.hpp"

#include "support/engines.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace orion::test {

/// A schema of its own on the PostgreSQL that runs for the tests, dropped at the end: every connection made with
/// `options` finds its tables there. Needs `engine("postgres_url")`.
class PostgresSchema {
public:
    /// `database`: which of the two databases, `postgres_url` or `postgres_second_url`.
    explicit PostgresSchema(std::string_view database = "postgres_url") {
        static std::atomic<int> count = 0;
        name_ = "t" + std::to_string(getpid()) + "_" + std::to_string(++count) + "_" +
                std::to_string(std::chrono::steady_clock::now().time_since_epoch().count() % 1'000'000'000);
        options_.url = engine(database).value();
        options_.password = Secret{engine("postgres_password").value()};
        options_.patience = std::chrono::seconds{5};
        as_owner("CREATE SCHEMA " + name_);
        options_.url = in_schema(options_.url);
    }
    ~PostgresSchema() {
        try {
            as_owner("DROP SCHEMA " + name_ + " CASCADE");
        } catch (const persistence::DatabaseFailure&) {
            // The server went first.
        }
    }
    PostgresSchema(const PostgresSchema&) = delete;
    PostgresSchema& operator=(const PostgresSchema&) = delete;

    const persistence::PostgresOptions& options() const { return options_; }
    const std::string& name() const { return name_; }

    /// The address with this schema as its search path.
    std::string in_schema(const std::string& url) const { return url + "?options=-csearch_path%3D" + name_; }

    /// Runs a script on a connection of its own.
    void as_owner(const std::string& script) const {
        auto options = options_;
        options.pool = 1;
        persistence::PostgresDatabase database{options};
        const auto done = database.write([&](persistence::Session& session) -> Result<void> {
            session.run_script(script);
            return {};
        });
        if (!done) throw persistence::DatabaseUnavailable{done.error().message};
    }

private:
    std::string name_;
    persistence::PostgresOptions options_;
};

}  // namespace orion::test
