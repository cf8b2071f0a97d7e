#include "orion/config/load_settings.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace orion;
using config::load_settings;

namespace {

constexpr std::string_view good_secret = "Vt7m-q2Lx9_Zr4Hd8WcKj5Nf3Pb6Gy1u";

/// A host in production, where everything is as it should be but the payments: there is no gateway yet but the sandbox.
struct ProductionHost {
    test::TemporaryFolder folder;
    std::map<std::string, std::string> environment{{"ORION_PROFILE", "production"},
                                                   {"ORION_SHOP_URL", "https://shop.example"},
                                                   {"ORION_HTTP_TRUSTED_PROXIES", "10.0.0.1"},
                                                   {"ORION_HTTP_ALLOWED_HOSTS", "shop.example"},
                                                   {"ORION_MAIL_FROM", "shop@shop.example"},
                                                   {"ORION_MAIL_SMTP_URL", "smtp://mail.example"}};

    std::string file_with(std::string_view secret) const {
        const auto path = (folder.path() / "the.secret").string();
        std::ofstream{path} << secret;
        return "file:" + path;
    }

    /// Key and message of everything but the payments.
    std::vector<std::string> problems(std::vector<std::string> assignments = {}) const {
        const auto loaded = load_settings({.environment = environment, .assignments = std::move(assignments)});
        REQUIRE_FALSE(loaded);
        std::vector<std::string> found;
        for (const auto& problem : loaded.error())
            if (problem.key != "payments.gateway") found.push_back(problem.key + ": " + problem.message);
        CHECK(found.size() + 1 == loaded.error().size());
        return found;
    }
};

}  // namespace

TEST_SUITE("config/production_profile") {
    TEST_CASE("what is good enough to develop with is refused in production, all of it at once") {
        ProductionHost host;
        host.environment["WEAK"] = "guest";
        const std::vector<std::string> settings{"http.address=0.0.0.0", "messaging.broker_url=amqp://orion@10.0.0.2/",
                                                "messaging.broker_password=env:WEAK",
                                                "database.url=postgresql://orion@10.0.0.3/orion"};

        CHECK(host.problems(settings).size() == 5);
        host.environment["ORION_PROFILE"] = "development";
        CHECK(load_settings({.environment = host.environment, .assignments = settings}));
    }

    TEST_CASE("mails reach people, their links are safe and passwords are hashed well in production") {
        const ProductionHost host;
        CHECK(host.problems().empty());
        for (const std::string assignment :
             {"mail.smtp_url=", "mail.from=shop@orion.invalid", "shop.url=http://shop.example",
              "auth.hash_memory_kib=4096", "auth.hash_passes=1"}) {
            const auto problems = host.problems({assignment});
            REQUIRE(problems.size() == 1);
            CHECK(problems.front().starts_with(assignment.substr(0, assignment.find('='))));
        }
    }

    TEST_CASE("the sandbox takes no payments in production") {
        const auto loaded = load_settings({.environment = ProductionHost{}.environment});

        REQUIRE_FALSE(loaded);
        REQUIRE(loaded.error().size() == 1);
        CHECK(
            to_string(loaded.error().front()) ==
            "default: payments.gateway: in production, the sandbox must not be what payments go to: it takes no money");
    }

    TEST_CASE("a secret in production is long, is no example, and does not lie in the environment") {
        const ProductionHost host;
        const auto problems = [&host](std::string_view secret) {
            return host.problems({"cache.redis_password=" + host.file_with(secret)});
        };
        CHECK(problems(good_secret).empty());
        CHECK(problems("Vt7m-q2Lx9_Zr4Hd").empty());
        CHECK(problems("Vt7m-q2Lx9_Zr4H").size() == 1);
        for (const std::string_view made_up :
             {"changeme-changeme-changeme", "My-ChangeMe-9f8a7b6c5d4e", "an-Example-of-a-key-42",
              "correct-Password-staple", "aaaaaaaaaaaaaaaaaaaaaaaa", "abababababababababababab", "0123456789abcdef0123",
              "orion-default-key-1"}) {
            CAPTURE(made_up);
            CHECK(problems(made_up) ==
                  std::vector<std::string>{
                      "cache.redis_password: in production, a secret must not be a default, an example or a pattern"});
        }
        CHECK(problems("guest").size() == 2);

        ProductionHost with_variable;
        with_variable.environment["REDIS"] = good_secret;
        CHECK(with_variable.problems({"cache.redis_password=env:REDIS"}).size() == 1);
    }

    TEST_CASE("an engine without a password is refused in production") {
        const ProductionHost host;
        CHECK(host.problems({"cache.redis_url=redis://10.0.0.2:6379"}).size() == 1);
        CHECK(host.problems({"messaging.broker_url=amqp://orion@10.0.0.2/"}).size() == 1);
        CHECK(host.problems({"database.url=postgresql://orion@10.0.0.2/orion"}).size() == 1);
        CHECK(host.problems({"database.url=postgresql://orion@10.0.0.2/orion",
                             "database.password=" + host.file_with(good_secret)})
                  .empty());
    }

    TEST_CASE("plain HTTP in production is for this machine or a private network") {
        const ProductionHost host;
        for (const auto* within :
             {"127.0.0.1", "localhost", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.9.9", "::1", "fd00::1"})
            CHECK_MESSAGE(host.problems({"http.address=" + std::string{within}}).empty(), within);
        for (const auto* open :
             {"0.0.0.0", "::", "203.0.113.5", "172.32.0.1", "11.0.0.1", "2001:db8::1", "shop.internal"})
            CHECK_MESSAGE(host.problems({"http.address=" + std::string{open}}).size() == 1, open);
    }

    TEST_CASE("in production it is known what stands in front, and what the shop is called") {
        const ProductionHost host;
        for (const std::string key : {"http.trusted_proxies", "http.allowed_hosts"}) {
            const auto problems = host.problems({key + "="});
            REQUIRE(problems.size() == 1);
            CHECK(problems.front().starts_with(key + ": in production, "));
        }
    }

    TEST_CASE("there are two profiles") {
        CHECK_FALSE(load_settings({.assignments = {"profile=staging"}}));
        CHECK(load_settings({.assignments = {"profile=development"}}));
    }
}
