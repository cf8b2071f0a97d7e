#pragma once

#include "orion/config/live_secrets.hpp"
#include "orion/config/settings.hpp"
#include "orion/observability/spdlog_log.hpp"
#include "orion/security/guest_tokens.hpp"
#include "orion/security/openssl_digest.hpp"
#include "orion/system/system_clock.hpp"
#include "orion/system/uuid_v7_generator.hpp"

#include "process/databases.hpp"

#include <stop_token>
#include <string>

namespace orion::hosts {

/// What every module of a process stands on, with the databases of the contexts that it works for. Makes the data
/// directory. Throws std::runtime_error, for `main` to show, when something that it needs is not there or not usable.
struct Foundation {
    Foundation(const config::Settings& chosen, std::string service, const Contexts& used = all_contexts());

    config::LiveSecrets secrets;
    const config::Settings settings;  ///< whose secrets are read again as they change
    system::SystemClock clock;
    system::UuidV7Generator ids{clock};
    observability::SpdlogLog log;
    security::OpensslDigest digest;
    config::SecretRefresher refreshing_secrets;
    security::ServerSecrets server_secrets;
    Databases databases;
    std::stop_source stopping;  ///< requested when whoever waits for something outside should give up
};

}  // namespace orion::hosts
