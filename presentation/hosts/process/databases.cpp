#include "process/databases.hpp"

#include "orion/persistence/postgres_database.hpp"
#include "orion/persistence/sqlite_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <stdexcept>
#include <utility>

namespace orion::hosts {
namespace {

const std::string& url_of(std::string_view context, const config::Settings::Database& settings) {
    const std::map<std::string_view, const std::string*> own{{"catalog", &settings.catalog_url},
                                                             {"carts", &settings.carts_url},
                                                             {"ordering", &settings.ordering_url},
                                                             {"inventory", &settings.inventory_url},
                                                             {"billing", &settings.billing_url},
                                                             {"identity", &settings.identity_url},
                                                             {"notifications", &settings.notifications_url},
                                                             {"audit", &settings.audit_url}};
    const auto& url = *own.at(context);
    return url.empty() ? settings.url : url;
}

std::filesystem::path file_of(const config::Settings& settings) {
    return std::filesystem::path{settings.data_directory} / "orion.db";
}

persistence::PostgresOptions server_of(const Home& home, const config::Settings::Database& settings) {
    return {.url = home.url,
            .direct_url = home.url == settings.url ? settings.direct_url : std::string{},
            .password = settings.password.source,
            .transaction_pooling = settings.transaction_pooling,
            .pool = static_cast<std::size_t>(settings.pool),
            .read_wait = settings.pool_wait,
            .write_timeout = settings.busy_timeout,
            .statement_timeout = settings.statement_timeout};
}

std::unique_ptr<persistence::Database> open(const Home& home, const config::Settings& settings) {
    if (!home.url.empty()) return std::make_unique<persistence::PostgresDatabase>(server_of(home, settings.database));
    return std::make_unique<persistence::SqliteDatabase>(
        persistence::SqliteOptions{.file = file_of(settings),
                                   .readers_max = static_cast<std::size_t>(settings.database.readers),
                                   .queue_max = static_cast<std::size_t>(settings.database.write_queue),
                                   .group_max = static_cast<std::size_t>(settings.database.group_size),
                                   .write_timeout = settings.database.busy_timeout});
}

void prepare(const Home& home, const config::Settings& settings, const Clock& clock) {
    auto schema = migrator(home, settings, clock);
    const auto migrated = [&]() -> Result<void> {
        ORION_CHECK(schema.migrate());
        return {};
    };
    const auto prepared = settings.database.migrate ? migrated() : schema.check();
    if (!prepared)
        throw std::runtime_error{fmt::format("{}: {}", prepared.error().code.text(), prepared.error().message)};
}

}  // namespace

const Contexts& all_contexts() {
    static const Contexts contexts{"catalog", "carts",    "ordering",      "inventory",
                                   "billing", "identity", "notifications", "audit"};
    return contexts;
}

Contexts contexts_in(std::string_view list) {
    Contexts contexts;
    for (const auto part : std::views::split(list, ',')) contexts.emplace(std::string_view{part});
    return contexts;
}

std::vector<Home> homes(const config::Settings& settings) {
    std::vector<Home> homes{{.url = settings.database.url, .contexts = {}}};
    for (const auto& context : all_contexts()) {
        const auto& url = url_of(context, settings.database);
        auto home = std::ranges::find(homes, url, &Home::url);
        if (home == homes.end()) home = homes.insert(homes.end(), {.url = url, .contexts = {}});
        home->contexts.insert(context);
    }
    return homes;
}

persistence::Migrator migrator(const Home& home, const config::Settings& settings, const Clock& clock) {
    std::vector<std::string_view> modules{"messaging"};
    modules.insert(modules.end(), home.contexts.begin(), home.contexts.end());
    auto steps = persistence::embedded_migrations(modules);
    if (home.url.empty()) return {file_of(settings), std::move(steps), clock};
    return {server_of(home, settings.database), std::move(steps), clock};
}

Databases::Databases(const config::Settings& settings, const Contexts& used, const Clock& clock) {
    const bool has_queues = settings.messaging.broker_url.empty();
    for (auto& home : homes(settings)) {
        const bool is_main = home.url == settings.database.url;
        std::erase_if(home.contexts, [&](const std::string& context) { return !used.contains(context); });
        if (home.contexts.empty() && !(is_main && has_queues)) continue;
        prepare(home, settings, clock);
        databases_.push_back(open(home, settings));
        for (const auto& context : home.contexts) by_context_.emplace(context, databases_.back().get());
    }
}

persistence::Database& Databases::of(std::string_view context) {
    const auto found = by_context_.find(context);
    // Nobody asks a module that is not used here for anything; its tables are not there.
    return found == by_context_.end() ? main() : *found->second;
}

std::vector<persistence::Database*> Databases::of(const Contexts& contexts) {
    std::vector<persistence::Database*> found;
    for (const auto& context : contexts) {
        auto* const database = &of(context);
        if (std::ranges::find(found, database) == found.end()) found.push_back(database);
    }
    return found;
}

}  // namespace orion::hosts
