#include "orion/config/live_secrets.hpp"

#include "orion/config/load_settings.hpp"

#include "support/fake_log.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace orion;

namespace {

/// A shop whose Redis password is in a file.
struct ShopWithAFile {
    ShopWithAFile() { write("first-password"); }

    test::TemporaryFolder folder;
    std::string path = (folder.path() / "redis").string();
    test::FakeLog log;
    std::string reference = "file:" + path;

    void write(std::string_view password) const { std::ofstream{path} << password; }
    config::Settings loaded() const {
        auto settings = config::load_settings(
            {.environment = {{"SMTP", "mail-password"}},
             .assignments = {"cache.redis_password=" + reference, "messaging.broker_password=env:SMTP"}});
        REQUIRE(settings);
        return settings->settings;
    }
};

std::string text(const SecretSource& source) { return source.current().value_or(Secret{"none"}).expose(); }

}  // namespace

TEST_SUITE("config/live_secrets") {
    TEST_CASE("whoever connects after a change gets the new password") {
        ShopWithAFile shop;
        config::LiveSecrets live{shop.loaded()};
        const auto settings = live.follow(shop.loaded());
        auto reader = config::reader_of(settings, {});
        const auto& password = settings.cache.redis_password.source;
        CHECK(text(password) == "first-password");

        shop.write("second-password\n");
        live.reread(reader, shop.log);
        CHECK(text(password) == "second-password");
        CHECK(text(settings.messaging.broker_password.source) == "mail-password");
        CHECK(text(settings.database.password.source) == "none");
    }

    TEST_CASE("a password that cannot be read, or is none, stays as it was") {
        ShopWithAFile shop;
        config::LiveSecrets live{shop.loaded()};
        const auto settings = live.follow(shop.loaded());
        auto reader = config::reader_of(settings, {});

        for (const bool is_gone : {true, false}) {
            if (is_gone)
                std::filesystem::remove(shop.path);
            else
                shop.write("");
            live.reread(reader, shop.log);
            CHECK(text(settings.cache.redis_password.source) == "first-password");
        }
        shop.write("second-password");
        live.reread(reader, shop.log);
        CHECK(text(settings.cache.redis_password.source) == "second-password");
        CHECK(shop.log.lines() == std::vector<std::string>{"a secret cannot be read, its last value is used secret=" +
                                                               shop.reference + " reason=the file cannot be read",
                                                           "a secret can be read again secret=" + shop.reference,
                                                           "a secret has changed secret=" + shop.reference});
    }

    TEST_CASE("secrets are read again by themselves") {
        ShopWithAFile shop;
        config::LiveSecrets live{shop.loaded()};
        const auto settings = live.follow(shop.loaded());
        const config::SecretRefresher refresher{live, config::reader_of(settings, {}), shop.log,
                                                std::chrono::milliseconds{5}};

        shop.write("second-password");
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
        while (text(settings.cache.redis_password.source) != "second-password" &&
               std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        CHECK(text(settings.cache.redis_password.source) == "second-password");
    }
}
