#include "orion/rest/target.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace orion::rest;

TEST_SUITE("rest/target") {
    TEST_CASE("a segment is decoded after the path is split") {
        CHECK(*parse_path("/a/b%2Fc/%20%c3%a9") == std::vector<std::string>{"a", "b/c", " é"});
        CHECK(*parse_path("/") == std::vector<std::string>{""});
        CHECK(*parse_path("/a//") == std::vector<std::string>{"a", "", ""});
        CHECK(*parse_path("/a+b") == std::vector<std::string>{"a+b"});
        CHECK(parse_path(std::string(30'000, '/'))->size() == 30'000);
    }

    TEST_CASE("a path that does not decode is no request") {
        for (const auto* path :
             {"", "a", "/%", "/%2", "/%zz", "/%ff", "/%c3", "/%ed%a0%80", "/%c0%af", "/%f4%90%80%80"}) {
            CAPTURE(path);
            const auto parsed = parse_path(path);
            REQUIRE_FALSE(parsed);
            CHECK(parsed.error().status == 400);
        }
    }

    TEST_CASE("a query is decoded, with plus as a space") {
        const auto query = Query::parse("q=green+tea%2B&&limit=5&category", {"q", "limit", "category"});
        REQUIRE(query);
        CHECK(query->find("q") == "green tea+");
        CHECK(query->find("limit") == "5");
        CHECK(query->find("category") == "");
        CHECK_FALSE(query->find("cursor"));
    }

    TEST_CASE("unknown and repeated parameters are all named") {
        const auto query = Query::parse("a=1&q=1&q=2&b=2", {"q"});
        REQUIRE(query);
        const auto& faults = query->faults();
        REQUIRE(faults.size() == 3);
        CHECK(faults[0].field == "a");
        CHECK(faults[0].code == "unknown_parameter");
        CHECK(faults[1].code == "duplicate_parameter");
        CHECK(faults[2].field == "b");
    }

    TEST_CASE("a query that does not decode is no request") {
        for (const auto* text : {"q=%", "q=%f", "q=%ff", "%zz=1", "q=\xff"}) {
            CAPTURE(text);
            const auto query = Query::parse(text, {"q"});
            REQUIRE_FALSE(query);
            CHECK(query.error().status == 400);
        }
    }
}
