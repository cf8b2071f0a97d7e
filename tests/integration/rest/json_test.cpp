#include "orion/kernel/email.hpp"
#include "orion/kernel/quantity.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/json_document.hpp"
#include "orion/rest/json_writer.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;
using namespace orion::rest;

namespace {

std::string nested(int levels) {
    std::string text = R"({"a":)";
    for (int i = 1; i < levels; ++i) text += '[';
    for (int i = 1; i < levels; ++i) text += ']';
    return text + '}';
}

/// `path code; path code` of every bad field.
template <class Mapper>
std::string faults(std::string_view body, Mapper&& mapper) {
    const auto object = parse_object(body);
    REQUIRE(object);
    FieldErrors errors;
    Fields fields{*object, errors};
    mapper(fields);
    fields.refuse_the_rest();
    if (errors.empty()) return {};
    std::string text;
    for (const auto& fault : std::move(errors).to_error().fields)
        text += (text.empty() ? "" : "; ") + fault.field + ' ' + std::string{fault.code.text()};
    return text;
}

}  // namespace

TEST_SUITE("rest/json") {
    TEST_CASE("what is not exactly one JSON object is no body") {
        const std::string nul{"{\"a\":\"\0\"}", 9};
        for (const auto& text : std::initializer_list<std::string>{"",
                                                                   " ",
                                                                   "null",
                                                                   "1",
                                                                   "[]",
                                                                   "\"a\"",
                                                                   "{",
                                                                   "{}{}",
                                                                   "{} x",
                                                                   "{\"a\":1,}",
                                                                   "{'a':1}",
                                                                   "{a:1}",
                                                                   "{\"a\":01}",
                                                                   "{\"a\":+1}",
                                                                   "{\"a\":NaN}",
                                                                   "{\"a\":.5}",
                                                                   "{\"a\":\"\t\"}",
                                                                   "{\"a\":\"\\x\"}",
                                                                   "{\"a\":\"\\ud800\"}",
                                                                   "{\"a\":\"\xff\"}",
                                                                   "{\"a\":\"\xc0\xaf\"}",
                                                                   "{\"a\":\"\xed\xa0\x80\"}",
                                                                   "// {}",
                                                                   "{}//",
                                                                   "\xef\xbb\xbf{}",
                                                                   "{\"a\":1}\n\x01",
                                                                   nul}) {
            CAPTURE(text);
            CHECK_FALSE(parse_object(text));
        }
    }

    TEST_CASE("a member named twice is refused at any depth") {
        CHECK_FALSE(parse_object(R"({"a":1,"a":1})"));
        CHECK_FALSE(parse_object(R"({"a":1,"\u0061":2})"));
        CHECK_FALSE(parse_object(R"({"x":[{"b":{"a":1,"c":2,"a":3}}]})"));
        CHECK_FALSE(parse_object(R"({"a":{"b":1},"a":2})"));
        CHECK(parse_object(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]})"));
    }

    TEST_CASE("32 levels are enough for anybody") {
        CHECK(parse_object(nested(32)));
        CHECK_FALSE(parse_object(nested(33)));
        CHECK_FALSE(parse_object(nested(500'000)));
    }

    TEST_CASE("equal objects have one canonical text, whatever their order and white space") {
        const auto left = parse_object(R"({"b":[1,{"d":null,"c":true}],"a":"x\u0041"})");
        const auto right = parse_object(" {\n\"a\" : \"xA\", \"b\": [ 1, {\"c\":true,\"d\":null} ] }\t");
        REQUIRE(left);
        REQUIRE(right);
        CHECK(canonical_text(*left) == canonical_text(*right));
        CHECK(canonical_text(*left) == R"({"a":"xA","b":[1,{"c":true,"d":null}]})");
    }

    TEST_CASE("every bad field is named at once, by its path") {
        const auto mapper = [](Fields& fields) {
            fields.parsed("email", Presence::required, Email::parse);
            fields.parsed("quantity", Presence::required, Quantity::parse);
            fields.text("note", Presence::optional, {.max = 3});
            if (auto address = fields.object("address", Presence::required)) {
                address->text("postcode", Presence::required);
                address->text("city", Presence::required);
                address->refuse_the_rest();
            }
        };

        CHECK(faults(R"({"email":"a@b.uk","quantity":1,"address":{"postcode":"N1","city":"London"}})", mapper).empty());
        CHECK(faults(R"({"email":"x","quantity":0,"note":"long","address":{"postcode":1,"zip":"N1"},"more":1})",
                     mapper) ==
              "email malformed_email; quantity out_of_range; note too_long; address.postcode wrong_type; "
              "address.city required; address.zip unknown_field; more unknown_field");
        CHECK(faults(R"({"address":[]})", mapper) == "email required; quantity required; address wrong_type");
    }

    TEST_CASE("a number of pieces is written as an integer") {
        const auto mapper = [](Fields& fields) { fields.parsed("quantity", Presence::required, Quantity::parse); };

        for (const auto* value : {"1.0", "1e2", "1E0", "\"1\"", "true", "null", "1e400", "36893488147419103232"}) {
            CAPTURE(value);
            CHECK(faults("{\"quantity\":" + std::string{value} + "}", mapper) == "quantity wrong_type");
        }
        for (const auto* value : {"0", "-1", "1000", "9223372036854775807", "9223372036854775808"}) {
            CAPTURE(value);
            CHECK(faults("{\"quantity\":" + std::string{value} + "}", mapper) == "quantity out_of_range");
        }
    }

    TEST_CASE("a text holds no control characters") {
        const auto mapper = [](Fields& fields) { fields.text("name", Presence::required); };

        CHECK(faults(R"({"name":"a\u0000b"})", mapper) == "name malformed_text");
        CHECK(faults(R"({"name":"a\nb"})", mapper) == "name malformed_text");
        CHECK(faults(R"({"name":""})", mapper) == "name too_short");
        CHECK(faults(R"({"name":"Zoë 🛍"})", mapper).empty());
    }

    TEST_CASE("a flood of unknown fields gives a short answer") {
        std::string body = "{\"f\":0";
        for (int i = 0; i < 1000; ++i) body += ",\"f" + std::to_string(i) + "\":0";
        body += ",\"" + std::string(5000, 'x') + "\":0}";

        CHECK(faults(body, [](Fields&) {}).size() < 1000);
    }

    TEST_CASE("what is written can be read again") {
        JsonWriter json;
        json.begin_object();
        json.member("quote", "\"\\/\n\r\t\b\x01 <é>");
        json.member("price", Money{1999, *Currency::parse("GBP")});
        json.member("at", Instant{std::chrono::milliseconds{1'769'851'800'001}});
        json.key("list");
        json.begin_array();
        json.number(std::int64_t{-1});
        json.null();
        json.begin_object();
        json.end_object();
        json.end_array();
        json.key("yes");
        json.boolean(true);
        json.end_object();

        CHECK(json.text() ==
              "{\"quote\":\"\\\"\\\\/\\n\\r\\t\\u0008\\u0001 <é>\",\"price\":{\"amount\":1999,\"currency\":\"GBP\"},"
              "\"at\":\"2026-01-31T09:30:00.001Z\",\"list\":[-1,null,{}],\"yes\":true}");
        CHECK(parse_object(json.text()));
    }
}
