#include "orion/config/reload_settings.hpp"

#include "orion/config/settings_table.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using namespace orion;
using Words = std::vector<std::string>;

namespace {

config::LoadedSettings loaded(Words assignments, config::SecretValues secrets = config::SecretValues::left) {
    auto settings = config::load_settings({.assignments = std::move(assignments), .secrets = secrets});
    REQUIRE(settings);
    return *std::move(settings);
}

}  // namespace

TEST_SUITE("config/reload_settings") {
    TEST_CASE("a running shop takes what it can and is told what waits for a restart") {
        const auto in_force = loaded({"limits.browsing_per_minute=100", "http.port=9000"}).settings;

        const auto reloaded = config::reload_settings(
            in_force,
            loaded({"limits.browsing_per_minute=5", "log.level=debug", "http.port=9001", "worker.modules=audit"}));

        REQUIRE(reloaded);
        CHECK(reloaded->changes == Words{"limits.browsing_per_minute = 5", "log.level = \"debug\""});
        CHECK(reloaded->settings.limits.browsing == 5);
        CHECK(reloaded->settings.log.level == LogLevel::debug);
        CHECK(reloaded->waiting == Words{"http.port", "worker.modules"});
        CHECK(reloaded->settings.http.port == 9000);
        CHECK(reloaded->settings.worker.modules == in_force.worker.modules);
    }

    TEST_CASE("a key that is no longer set is its default again") {
        const auto reloaded = config::reload_settings(loaded({"http.cors_origins=*"}).settings, loaded({}));

        REQUIRE(reloaded);
        CHECK(reloaded->changes == Words{"http.cors_origins = \"\""});
        CHECK(reloaded->settings.http.cors_origins.empty());
    }

    TEST_CASE("what did not change is neither a change nor waits") {
        const auto same = loaded({"limits.browsing_per_minute=5", "cache.redis_password=env:REDIS"});

        const auto reloaded = config::reload_settings(same.settings, same);

        REQUIRE(reloaded);
        CHECK(reloaded->changes.empty());
        CHECK(reloaded->waiting.empty());
    }

    TEST_CASE("no secret is read for it, and those in force stay") {
        const test::TemporaryFolder folder;
        const auto path = (folder.path() / "redis").string();
        std::ofstream{path} << "the-password";
        const auto in_force = loaded({"cache.redis_password=file:" + path}, config::SecretValues::read).settings;

        const auto reloaded =
            config::reload_settings(in_force, loaded({"cache.redis_password=file:/nowhere", "log.level=error"}));

        REQUIRE(reloaded);
        CHECK(reloaded->waiting == Words{"cache.redis_password"});
        CHECK(reloaded->settings.cache.redis_password.reference == "file:" + path);
        CHECK(reloaded->settings.cache.redis_password.value->expose() == "the-password");
        CHECK(reloaded->settings.log.level == LogLevel::error);
    }

    TEST_CASE("a shop in production does not drop its guard for a file that says development") {
        auto in_force = loaded({"http.allowed_hosts=shop.example", "limits.browsing_per_minute=100"}).settings;
        in_force.profile = config::Profile::production;

        const auto reloaded = config::reload_settings(in_force, loaded({"limits.browsing_per_minute=5"}));

        REQUIRE_FALSE(reloaded);
        bool names_the_hosts = false;
        for (const auto& problem : reloaded.error()) names_the_hosts |= problem.key == "http.allowed_hosts";
        CHECK(names_the_hosts);
    }

    TEST_CASE("of what a running process takes, nothing is a secret") {
        std::size_t taken = 0;
        for (const auto& setting : config::settings_table()) {
            if (setting.taken == config::Taken::at_start) continue;
            ++taken;
            CHECK_FALSE(std::holds_alternative<config::SecretSetting& (*)(config::Settings&)>(setting.target));
        }
        CHECK(taken == 13);
    }
}
