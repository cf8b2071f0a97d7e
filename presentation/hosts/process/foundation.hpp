#pragma once

#include "orion/config/settings.hpp"
#include "orion/observability/spdlog_log.hpp"
#include "orion/persistence/sqlite_database.hpp"
#include "orion/security/guest_tokens.hpp"
#include "orion/security/openssl_digest.hpp"
#include "orion/system/system_clock.hpp"
#include "orion/system/uuid_v7_generator.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace orion::hosts {

/// What every module of a process stands on. Makes the data directory and brings its database to this binary's schema.
/// Throws std::runtime_error, for `main` to show, when something that it needs is not there or not usable.
struct Foundation {
    Foundation(const config::Settings& chosen, std::string service);

    const config::Settings settings;
    system::SystemClock clock;
    system::UuidV7Generator ids{clock};
    observability::SpdlogLog log;
    security::OpensslDigest digest;
    Secret server_secret;
    persistence::SqliteDatabase database;
    std::stop_source stopping;  ///< requested when whoever waits for something outside should give up
};

/// The schema modules of the shop's database.
std::vector<std::string_view> schema_modules();

/// `orion.db` in the data directory.
std::filesystem::path database_file(const config::Settings& settings);

}  // namespace orion::hosts
