#include "orion/config/load_settings.hpp"

#include "orion/config/render_settings.hpp"
#include "orion/config/settings_table.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

using namespace orion;
using config::load_settings;
using config::Problem;
using config::Setting;
using config::Sources;

namespace {

/// A settings file that goes with its folder.
struct SettingsFile {
    explicit SettingsFile(std::string_view toml) { std::ofstream{path} << toml; }
    test::TemporaryFolder folder;
    std::string path = (folder.path() / "orion.toml").string();
};

std::vector<Problem> problems_of(const Sources& sources) {
    auto loaded = load_settings(sources);
    return loaded ? std::vector<Problem>{} : loaded.error();
}

bool names(const std::vector<Problem>& problems, std::string_view key) {
    return std::ranges::find(problems, key, &Problem::key) != problems.end();
}

bool is_number(const Setting& setting) { return config::expectation(setting).starts_with("a whole number"); }

std::string read(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

constexpr const char* long_secret = "0123456789abcdef0123456789abcdef";

}  // namespace

TEST_SUITE("config/load_settings") {
    TEST_CASE("a shop starts without any settings") {
        const auto loaded = load_settings({});

        REQUIRE(loaded);
        CHECK(loaded->settings.http.port == 8080);
        CHECK(loaded->settings.shop.currency.code() == "GBP");
        CHECK(loaded->origins.empty());
    }

    TEST_CASE("the command line overrides the environment, which overrides the file, which overrides the default") {
        const SettingsFile file{"[http]\nport = 1001\nthreads = 3\nwrite_threads = 4\nwrite_queue = 5\n"};
        const auto loaded = load_settings({
            .file = file.path,
            .environment = {{"ORION_HTTP_THREADS", "13"},
                            {"ORION_HTTP_WRITE_THREADS", "14"},
                            {"ORION_HTTP_WRITE_QUEUE", "15"}},
            .assignments = {"http.write_threads=24", "http.write_queue=25"},
            .overrides = {{.source = "--queue", .key = "http.write_queue", .value = "35"}},
        });

        REQUIRE(loaded);
        CHECK(loaded->settings.http.port == 1001);
        CHECK(loaded->settings.http.threads == 13);
        CHECK(loaded->settings.http.write_threads == 24);
        CHECK(loaded->settings.http.write_queue == 35);
        CHECK(loaded->origins.at("http.port").ends_with("orion.toml:2"));
        CHECK(loaded->origins.at("http.threads") == "ORION_HTTP_THREADS");
        CHECK(loaded->origins.at("http.write_threads") == "--set");
        CHECK(loaded->origins.at("http.write_queue") == "--queue");
    }

    TEST_CASE("durations are read in the unit of their key") {
        const auto loaded = load_settings({.assignments = {"carts.expiry_days=2", "checkout.step_timeout_s=3",
                                                           "checkout.reservation_minutes=4", "payments.timeout_ms=6"}});
        REQUIRE(loaded);
        CHECK(loaded->settings.carts.expiry == std::chrono::hours{48});
        CHECK(loaded->settings.checkout.step_timeout == std::chrono::seconds{3});
        CHECK(loaded->settings.checkout.reservation == std::chrono::minutes{4});
        CHECK(loaded->settings.payments.timeout == std::chrono::milliseconds{6});
    }

    TEST_CASE("all problems of all sources are told at once") {
        const SettingsFile file{"[http]\nport = \"eighty\"\ncolour = 1\n[shop]\ncurrency = \"BTC\"\n"};
        const auto problems = problems_of({
            .file = file.path,
            .environment = {{"ORION_HTTP_THREADS", "0"}, {"ORION_NO_SUCH_KEY", "1"}, {"HOME", "/"}},
            .assignments = {"log.level=loud", "nonsense"},
            .overrides = {{.source = "--port", .key = "http.port", .value = "65536"}},
        });

        CHECK(problems.size() == 8);
        for (const auto* key : {"http.port", "http.colour", "shop.currency", "http.threads", "log.level", "nonsense"})
            CHECK_MESSAGE(names(problems, key), key);
        CHECK(std::ranges::find(problems, "ORION_NO_SUCH_KEY", &Problem::source) != problems.end());
        CHECK(std::ranges::find(problems, "--port", &Problem::source) != problems.end());
    }

    TEST_CASE("every key can be given in each source, and every bad value of it is refused by name") {
        for (const auto& setting : config::settings_table()) {
            CAPTURE(setting.key);
            const std::string key{setting.key};
            const auto refused = [&key](const Sources& sources) { return names(problems_of(sources), key); };
            const auto in_file = [&](const std::string& value) {
                const SettingsFile file{key + " = " + value + "\n"};
                return refused({.file = file.path});
            };
            const auto shown = config::show(setting, {});
            const auto plain = shown.starts_with('"') ? shown.substr(1, shown.size() - 2) : shown;

            CHECK_FALSE(in_file(shown));
            CHECK_FALSE(refused({.environment = {{setting.environment_name(), plain}}}));
            CHECK_FALSE(refused({.assignments = {key + "=" + plain}}));
            for (const auto* wrong_type : {"1.5", "[1]", "1979-05-27"}) {
                CAPTURE(wrong_type);
                CHECK(in_file(wrong_type));
            }
            CHECK(in_file("true") == (config::expectation(setting) != "true or false"));
            if (is_number(setting)) {
                CHECK(in_file("\"1\""));
                for (const auto& bad : {std::string{}, std::string{"x"}, std::string{"1 "}, std::string{"0x10"},
                                        std::to_string(setting.min - 1), std::to_string(setting.max + 1),
                                        std::string{"99999999999999999999"}}) {
                    CAPTURE(bad);
                    CHECK(refused({.environment = {{setting.environment_name(), bad}}}));
                    CHECK(refused({.assignments = {key + "=" + bad}}));
                }
            } else {
                CHECK(in_file("1"));
                CHECK(refused({.assignments = {key + "=" + std::string(5000, 'x')}}));
            }
        }
    }

    TEST_CASE("a file that is missing or no TOML stops the start") {
        CHECK(problems_of({.file = "/no/such/file.toml"}).size() == 1);
        const SettingsFile broken{"[http]\nport = \n"};
        const auto problems = problems_of({.file = broken.path});
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].source.ends_with("orion.toml:2"));
    }

    TEST_CASE("what would end up in tokens and mails is refused unless it fits there") {
        for (const std::string assignment :
             {"auth.issuer=a \"quoted\" one", "auth.audience=back\\slash", "shop.url=ftp://shop.example",
              "shop.url=https://shop.example/", "shop.url=https://shop.example/\r\nX", "mail.from=nobody",
              "mail.smtp_url=http://mail.example", "mail.smtp_url=smtp://user:secret@mail.example"}) {
            CAPTURE(assignment);
            CHECK(names(problems_of({.assignments = {assignment}}), assignment.substr(0, assignment.find('='))));
        }
        for (const std::string assignment :
             {"mail.smtp_url=smtp://user@mail.example:587", "mail.smtp_url=smtps://mail.example",
              "shop.url=https://shop.example/en", "mail.from=shop@shop.example"}) {
            CAPTURE(assignment);
            CHECK(problems_of({.assignments = {assignment}}).empty());
        }
    }

    TEST_CASE("settings that contradict each other are refused") {
        CHECK(names(problems_of({.assignments = {"messaging.handling_limit_s=5"}}), "messaging.handling_limit_s"));
        CHECK(names(problems_of({.assignments = {"payments.retry_base_ms=3000"}}), "payments.retry_base_ms"));
        CHECK(names(problems_of({.assignments = {"http.answer_timeout_ms=1000"}}), "http.answer_timeout_ms"));
        CHECK(names(problems_of({.assignments = {"checkout.reservation_minutes=1"}}), "checkout.reservation_minutes"));
        CHECK(
            names(problems_of({.assignments = {"database.direct_url=postgresql://db/orion"}}), "database.direct_url"));
        CHECK(names(
            problems_of({.assignments = {"database.url=postgresql://db/orion", "database.transaction_pooling=true"}}),
            "database.direct_url"));
        CHECK(names(problems_of({.assignments = {"worker.modules=billing,accounts"}}), "worker.modules"));
    }
}

TEST_SUITE("config/secrets") {
    TEST_CASE("a secret is read from where its reference points") {
        const SettingsFile file{std::string{long_secret} + "\n"};

        const auto from_file = load_settings({.assignments = {"security.secret_key=file:" + file.path}});
        const auto from_variable = load_settings(
            {.environment = {{"ORION_KEY", long_secret}}, .assignments = {"security.secret_key=env:ORION_KEY"}});
        REQUIRE(from_file);
        REQUIRE(from_variable);
        CHECK(from_file->settings.security.secret_key.value->expose() == long_secret);
        CHECK(from_variable->settings.security.secret_key.value->expose() == long_secret);
    }

    TEST_CASE("a missing or weak secret stops the start, and no secret is ever shown") {
        for (const auto& sources : {
                 Sources{.assignments = {"security.secret_key=env:NOT_THERE"}},
                 Sources{.assignments = {"security.secret_key=file:/not/there"}},
                 Sources{.environment = {{"KEY", "hunter2"}}, .assignments = {"security.secret_key=env:KEY"}},
                 Sources{.assignments = {"security.secret_key=hunter2hunter2hunter2hunter2hunter2"}},
             }) {
            const auto problems = problems_of(sources);
            REQUIRE(problems.size() == 1);
            CHECK(problems[0].key == "security.secret_key");
            CHECK(config::to_string(problems[0]).find("hunter2") == std::string::npos);
        }
    }

    TEST_CASE("the address of a server is one of its kind and holds no password") {
        for (const auto* assignment : {
                 "database.url=mysql://orion@db/orion",
                 "database.url=postgresql://orion:hunter2@db/orion",
                 "database.billing_url=postgresql://db/orion?user=orion&password=hunter2",
                 "messaging.broker_url=amqp://orion:hunter2@a,b/",
                 "cache.redis_url=redis://:hunter2@cache",
             }) {
            CAPTURE(assignment);
            const auto problems = problems_of({.assignments = {assignment}});
            REQUIRE(problems.size() == 1);
            CHECK(std::string_view{assignment}.starts_with(problems[0].key + "="));
            CHECK(config::to_string(problems[0]).find("hunter2") == std::string::npos);
        }
        CHECK(load_settings({.assignments = {"database.url=postgresql://orion@a:5432,b:5433/orion",
                                             "messaging.broker_url=amqp://orion@mq:5672/shop",
                                             "cache.redis_url=redis://orion@cache:6379/0"}}));
    }

    TEST_CASE("the settings in force can be printed without their secrets and read back") {
        const auto loaded = load_settings({
            .environment = {{"KEY", long_secret}},
            .assignments = {"security.secret_key=env:KEY", "http.port=9000", "log.destination=a\"b\\c"},
        });
        REQUIRE(loaded);
        const auto printed = config::render_toml(*loaded);
        CHECK(printed.find(long_secret) == std::string::npos);
        CHECK(printed.find("port = 9000  # --set") != std::string::npos);

        const SettingsFile file{printed};
        const auto again = load_settings({.file = file.path, .environment = {{"KEY", long_secret}}});
        REQUIRE(again);
        for (const auto& setting : config::settings_table())
            CHECK(config::show(setting, again->settings) == config::show(setting, loaded->settings));
    }
}

TEST_SUITE("config/settings_table") {
    TEST_CASE("no two keys share a name in the environment, and keys of a section stand together") {
        std::set<std::string> names_seen;
        std::set<std::string_view> sections_done;
        std::optional<std::string_view> section;
        for (const auto& setting : config::settings_table()) {
            CHECK(names_seen.insert(setting.environment_name()).second);
            CHECK_FALSE(setting.description.empty());
            if (setting.section() == section) continue;
            section = setting.section();
            CHECK(sections_done.insert(*section).second);
        }
    }

    TEST_CASE("docs/configuration.md says what the table says") {
        const auto rendered = config::render_reference();
        const bool is_current = read(ORION_SOURCE_DIR "/docs/configuration.md") == rendered;
        if (!is_current) std::ofstream{"configuration.md"} << rendered;
        CHECK_MESSAGE(is_current, "copy the file configuration.md, written to the current folder, to docs/");
    }
}
