#include "orion/rest/headers.hpp"

#include <doctest/doctest.h>

using namespace orion;
using namespace orion::rest;
using std::chrono::seconds;

namespace {

http::Request with(std::string name, std::string value) {
    http::Request request;
    request.headers.push_back({std::move(name), std::move(value)});
    return request;
}

bool takes(std::string accept, std::string_view type) { return accepts(with("accept", std::move(accept)), type); }
bool json(std::string type) { return announces_json(with("content-type", std::move(type))); }
bool current(std::string list) { return has_current(with("if-none-match", std::move(list)), "\"abc\""); }
std::string key(std::string value) { return idempotency_key_of(with("idempotency-key", std::move(value))); }
auto wait(std::string value) { return wait_preference_of(with("prefer", std::move(value)), seconds{30}); }

}  // namespace

TEST_SUITE("rest/headers") {
    TEST_CASE("the caller's correlation id is taken if it is visible ASCII of bounded length") {
        const auto id = [](std::string value) { return correlation_id_of(with("x-correlation-id", std::move(value))); };

        CHECK(id("abc-123/~!") == "abc-123/~!");
        CHECK(id(std::string(128, 'a')));
        for (const auto& value : {std::string{}, std::string(129, 'a'), std::string{"a b"}, std::string{"\xc3\xa9"}})
            CHECK_FALSE(id(value));
        CHECK_FALSE(correlation_id_of({}));
    }

    TEST_CASE("a traceparent is passed on only if it is one") {
        const auto parent = [](std::string value) { return traceparent_of(with("traceparent", std::move(value))); };
        const std::string good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        CHECK(parent(good) == good);
        CHECK(parent("ff" + good.substr(2)).empty());
        CHECK(parent(good + "-x").empty());
        CHECK(parent("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01").empty());
        CHECK(parent("00-00000000000000000000000000000000-00f067aa0ba902b7-01").empty());
        CHECK(parent("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01").empty());
    }

    TEST_CASE("Accept follows the closest range and its weight") {
        CHECK(accepts({}, "application/json"));
        CHECK(takes("", "application/json"));
        CHECK(takes("nonsense", "application/json"));
        CHECK(takes("*/*", "application/json"));
        CHECK(takes("text/html, application/*;q=0.1", "application/json"));
        CHECK(takes("Application/JSON; q=1", "application/json"));
        CHECK(takes("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"));
        CHECK_FALSE(takes("text/html", "application/json"));
        CHECK_FALSE(takes("application/json;q=0, */*", "application/json"));
        CHECK_FALSE(takes("application/*;q=0.000", "application/json"));
        CHECK_FALSE(takes("application/jsonp", "application/json"));
    }

    TEST_CASE("a body is JSON in UTF-8 and not compressed") {
        CHECK(json("application/json"));
        CHECK(json("Application/JSON ; charset=UTF-8"));
        CHECK(json("application/json;charset=\"utf-8\""));
        CHECK_FALSE(json("application/json; charset=iso-8859-1"));
        CHECK_FALSE(json("text/json"));
        CHECK_FALSE(json("application/x-www-form-urlencoded"));
        CHECK_FALSE(json(""));
        CHECK_FALSE(announces_json({}));
        auto compressed = with("content-type", "application/json");
        compressed.headers.push_back({"content-encoding", "gzip"});
        CHECK_FALSE(announces_json(compressed));
    }

    TEST_CASE("a representation is current if any listed tag fits, weakly compared") {
        CHECK(current("\"abc\""));
        CHECK(current("\"x,y\", W/\"abc\""));
        CHECK(current("*"));
        CHECK_FALSE(current("abc"));
        CHECK_FALSE(current("\"ab\", \"c\""));
        CHECK_FALSE(has_current({}, "\"abc\""));
    }

    TEST_CASE("an edit builds on the versions that it names, and on any if it names none") {
        const auto expected = [](std::string list) { return expected_versions_of(with("if-match", std::move(list))); };
        using Versions = std::vector<std::int64_t>;

        CHECK_FALSE(expected_versions_of({}));
        CHECK_FALSE(expected(" * "));
        CHECK(expected(R"("7")") == Versions{7});
        CHECK(expected(R"("7", "12",3)") == Versions{7, 12, 3});
        for (const auto* nothing :
             {"", "W/\"7\"", "\"5d41402abc4b\"", "\"7", "\"99999999999999999999\"", "\"07\"", "\"-0\"", "\"\""})
            CHECK(expected(nothing) == Versions{});
    }

    TEST_CASE("a key is the same with and without quotes") {
        CHECK(key("k-1") == "k-1");
        CHECK(key("\"k-1\"") == "k-1");
        CHECK(key(std::string(255, 'k')).size() == 255);
        CHECK(key("").empty());
        CHECK(key("\"\"").empty());
        CHECK(key(std::string(256, 'k')).empty());
        CHECK(key("k\"").empty());
        CHECK(key("\xc3\xa9").empty());
    }

    TEST_CASE("a wait is a number of seconds, and never a long one") {
        CHECK(wait("wait=5") == seconds{5});
        CHECK(wait("respond-async, WAIT = \"7\"; x=y") == seconds{7});
        CHECK(wait("wait=31") == seconds{30});
        CHECK(wait("wait=99999999999999999999999") == seconds{30});
        CHECK(wait("wait=0") == seconds{0});
        for (const auto* value : {"wait", "wait=", "wait=-1", "wait=1.5", "wait=x", "handling=lenient"})
            CHECK_FALSE(wait(value));
    }
}
