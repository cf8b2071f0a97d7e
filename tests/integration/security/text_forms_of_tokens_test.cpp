#include "orion/security/base64url.hpp"
#include "orion/security/flat_json.hpp"
#include "orion/security/sodium_random_tokens.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <string>

using namespace orion::security;

TEST_SUITE("security/text_forms_of_tokens") {
    TEST_CASE("base64url is that of RFC 4648, without padding") {
        CHECK(to_base64url("") == "");
        CHECK(to_base64url("f") == "Zg");
        CHECK(to_base64url("fo") == "Zm8");
        CHECK(to_base64url("foo") == "Zm9v");
        CHECK(to_base64url("foobar") == "Zm9vYmFy");
        CHECK(to_base64url("\xfb\xff") == "-_8");
        std::string all;
        for (int byte = 0; byte < 256; ++byte) {
            all += static_cast<char>(byte);
            CHECK(from_base64url(to_base64url(all)) == all);
        }
    }

    TEST_CASE("no two texts of base64url mean the same bytes") {
        for (const std::string text :
             {"Zg==", "Zh", "Zm9", "Zm9vY", "Z", "Zm8=", "Zm+v", "Zm/v", " Zm9v", "Zm9v\n", "Z m9v"}) {
            CAPTURE(text);
            CHECK(from_base64url(text) == std::nullopt);
        }
    }

    TEST_CASE("a flat object is texts and whole numbers, each once") {
        const auto json = FlatJson::parse(R"( {"a": "x\u00e9\n", "b": -5, "":""} )");
        REQUIRE(json);
        CHECK(*json->text("a") == "x\xc3\xa9\n");
        CHECK(*json->number("b") == -5);
        CHECK(json->text("b") == nullptr);
        CHECK(json->number("c") == nullptr);
        CHECK(json->size() == 3);
        CHECK(FlatJson::parse("{}"));
    }

    TEST_CASE("anything else is none") {
        for (const std::string text : {"",
                                       "{",
                                       "[]",
                                       "1",
                                       "\"x\"",
                                       "null",
                                       R"({"a":1,"a":1})",
                                       R"({"a":1,"\u0061":2})",
                                       R"({"a":{}})",
                                       R"({"a":[]})",
                                       R"({"a":true})",
                                       R"({"a":null})",
                                       R"({"a":1.0})",
                                       R"({"a":1e3})",
                                       R"({"a":9223372036854775808})",
                                       R"({"a":99999999999999999999999})",
                                       R"({"a":1}{)",
                                       R"({"a":1} x)",
                                       R"({"a":1,})",
                                       R"({a:1})",
                                       R"({"a":01})",
                                       R"({"a":+1})",
                                       R"({"a":1}//x)",
                                       "{\"a\":\"\xff\"}",
                                       "{\"a\":\"\xed\xa0\x80\"}",
                                       R"({"a":"\ud800"})",
                                       R"({"a":NaN})"}) {
            CAPTURE(text);
            CHECK_FALSE(FlatJson::parse(text));
        }
        CHECK_FALSE(FlatJson::parse("{\"a\":\"" + std::string(5000, 'x') + "\"}"));
        CHECK_FALSE(FlatJson::parse(std::string(100'000, '[')));
        std::string many = "{";
        for (int i = 0; i < 40; ++i) many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
        CHECK_FALSE(FlatJson::parse(many + "}"));
    }

    TEST_CASE("a random token is 43 characters that come once") {
        SodiumRandomTokens tokens;
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            const auto token = tokens.next();
            CHECK(from_base64url(token.expose()).value_or("").size() == 32);
            seen.insert(token.expose());
        }
        CHECK(seen.size() == 1000);
    }
}
