#include "orion/observability/spdlog_log.hpp"

#include "orion/observability/json_text.hpp"
#include "orion/ports/trace_context.hpp"

#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

using namespace orion;
using namespace std::string_literals;

namespace {

struct Logbook {
    explicit Logbook(LogLevel level = LogLevel::info)
        : log{{.service = "orion-test", .level = level, .destination = path}, clock} {}

    std::vector<boost::json::object> lines() const {
        std::vector<boost::json::object> parsed;
        std::ifstream file{path};
        for (std::string line; std::getline(file, line);) parsed.push_back(boost::json::parse(line).as_object());
        return parsed;
    }

    test::FakeClock clock;
    test::TemporaryFolder folder;
    std::string path = (folder.path() / "orion.log").string();
    observability::SpdlogLog log;
};

std::string in_quotes(std::string_view text) {
    std::string json;
    observability::append_json_text(json, text);
    return json;
}

static_assert(!std::is_constructible_v<LogField, std::string_view, const Secret&>, "a secret is never logged");

}  // namespace

TEST_SUITE("observability/spdlog_log") {
    TEST_CASE("an event is one JSON object with time, level, service, message and details") {
        Logbook book;
        book.log.warning("stock is low", {{"sku", "TEA-1"}, {"left", 3}, {"alarm", true}});

        const auto lines = book.lines();
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].at("time") == "2026-01-31T09:30:00.000Z");
        CHECK(lines[0].at("level") == "warning");
        CHECK(lines[0].at("service") == "orion-test");
        CHECK(lines[0].at("message") == "stock is low");
        CHECK(lines[0].at("thread").is_int64());
        CHECK(lines[0].at("fields") == boost::json::value{{"sku", "TEA-1"}, {"left", 3}, {"alarm", true}});
        CHECK_FALSE(lines[0].contains("correlation_id"));
    }

    TEST_CASE("a line tells which request it belongs to") {
        Logbook book;
        const TraceScope scope{{.correlation_id = "c-1", .causation_id = "m-1", .traceparent = ""}};
        book.log.info("paid");

        CHECK(book.lines().at(0).at("correlation_id") == "c-1");
        CHECK(book.lines().at(0).at("causation_id") == "m-1");
    }

    TEST_CASE("no text breaks out of its line") {
        Logbook book;
        const auto hostile = "a\r\n{\"level\":\"error\"}\0\x1b[31m\x7f\xff\xc3(\xe2\x80\xa8\"\\"s;
        book.log.info(hostile, {{hostile, hostile}});

        REQUIRE(book.lines().size() == 1);
        CHECK(book.lines()[0].at("fields").as_object().size() == 1);
    }

    TEST_CASE("what is no UTF-8 becomes a replacement character") {
        CHECK(in_quotes("tea \xe2\x98\x95") == "\"tea \xe2\x98\x95\"");
        CHECK(in_quotes("\xf0\x9f\xab\x96") == "\"\xf0\x9f\xab\x96\"");
        for (const auto* bad : {"\x80", "\xc0", "\xff", "\xe2"}) CHECK(in_quotes(bad) == "\"\xef\xbf\xbd\"");
        CHECK(in_quotes("\xed\xa0\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
        CHECK(in_quotes("\xc2\x85\x01\x7f") == "\"\\u0085\\u0001\\u007f\"");
    }

    TEST_CASE("the level can change while the shop runs") {
        Logbook book;
        book.log.debug("unseen");
        book.log.set_level(LogLevel::debug);
        book.log.debug("seen");
        book.log.set_level(LogLevel::off);
        book.log.error("unseen");

        REQUIRE(book.lines().size() == 1);
        CHECK(book.lines()[0].at("message") == "seen");
    }

    TEST_CASE("threads do not mix their lines") {
        Logbook book;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&book] {
                    for (int line = 0; line < 100; ++line) book.log.info(std::string(500, 'x'), {{"line", line}});
                });
        }
        CHECK(book.lines().size() == 400);
    }

    TEST_CASE("a full disk loses lines and nothing else") {
        test::FakeClock clock;
        observability::SpdlogLog log{{.service = "orion-test", .destination = "/dev/full"}, clock};
        CHECK_NOTHROW(log.info("lost"));
    }
}
