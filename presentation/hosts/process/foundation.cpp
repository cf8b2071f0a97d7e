#include "process/foundation.hpp"

#include "orion/security/server_secret.hpp"

#include <filesystem>
#include <utility>

namespace orion::hosts {
namespace {

Secret the_server_secret(const config::Settings& settings) {
    if (settings.security.secret_key.value) return *settings.security.secret_key.value;
    return security::load_or_create_server_secret(settings.data_directory);
}

config::Settings with_data_directory(config::Settings settings) {
    std::filesystem::create_directories(settings.data_directory);
    return settings;
}

}  // namespace

Foundation::Foundation(const config::Settings& chosen, std::string service, const Contexts& used)
    : secrets{chosen},
      settings{with_data_directory(secrets.follow(chosen))},
      log{{.service = std::move(service), .level = settings.log.level, .destination = settings.log.destination}, clock},
      refreshing_secrets{secrets, config::reader_of(settings, {}), log, settings.secrets.refresh},
      server_secret{the_server_secret(settings)},
      databases{settings, used, clock} {}

}  // namespace orion::hosts
