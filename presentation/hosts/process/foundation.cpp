#include "process/foundation.hpp"

#include "orion/persistence/migrations.hpp"
#include "orion/security/server_secret.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <utility>

namespace orion::hosts {
namespace {

Secret the_server_secret(const config::Settings& settings) {
    if (settings.security.secret_key.value) return *settings.security.secret_key.value;
    return security::load_or_create_server_secret(settings.data_directory);
}

persistence::SqliteOptions migrated_database(const config::Settings& settings, const Clock& clock) {
    const auto file = database_file(settings);
    persistence::Migrator migrator{file, persistence::embedded_migrations(schema_modules()), clock};
    if (const auto migrated = migrator.migrate(); !migrated) {
        throw std::runtime_error{fmt::format("{}: {}", migrated.error().code.text(), migrated.error().message)};
    }
    return {.file = file,
            .readers_max = static_cast<std::size_t>(settings.database.readers),
            .queue_max = static_cast<std::size_t>(settings.database.write_queue),
            .group_max = static_cast<std::size_t>(settings.database.group_size),
            .write_timeout = settings.database.busy_timeout};
}

config::Settings with_data_directory(config::Settings settings) {
    std::filesystem::create_directories(settings.data_directory);
    return settings;
}

}  // namespace

Foundation::Foundation(const config::Settings& chosen, std::string service)
    : settings{with_data_directory(chosen)},
      log{{.service = std::move(service), .level = settings.log.level, .destination = settings.log.destination}, clock},
      server_secret{the_server_secret(settings)},
      database{migrated_database(settings, clock)} {}

std::vector<std::string_view> schema_modules() {
    return {"messaging", "catalog", "inventory", "carts", "ordering", "billing"};
}

std::filesystem::path database_file(const config::Settings& settings) {
    return std::filesystem::path{settings.data_directory} / "orion.db";
}

}  // namespace orion::hosts
