#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/quantity.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/kernel/sku.hpp"

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

using namespace orion;

static_assert(!std::is_constructible_v<OrderId, CartId>, "ids of different kinds do not convert");
static_assert(!std::is_convertible_v<Uuid, OrderId>, "an id is made on purpose");
static_assert(!std::is_default_constructible_v<OrderId>, "there is no id of nothing");
static_assert(!std::is_convertible_v<int, Quantity> && !std::is_convertible_v<const char*, Sku>);

TEST_SUITE("kernel/value objects") {
    TEST_CASE("an id reads back as it was written, in either case") {
        const std::string text = "0190f5c4-7a3b-7def-8123-456789abcdef";

        CHECK(OrderId::parse(text)->to_string() == text);
        CHECK(OrderId::parse("0190F5C4-7A3B-7DEF-8123-456789ABCDEF")->to_string() == text);
    }

    TEST_CASE("what is no id is refused") {
        for (const auto* text :
             {"", "0190f5c4", "0190f5c4-7a3b-7def-8123-456789abcdeg", "0190f5c4_7a3b-7def-8123-456789abcdef",
              "{0190f5c4-7a3b-7def-8123-456789abcdef}", "0190f5c47a3b7def8123456789abcdef----"}) {
            CAPTURE(text);
            REQUIRE(!OrderId::parse(text));
            CHECK(OrderId::parse(text).error().code == "malformed_id");
        }
    }

    TEST_CASE("a SKU has 1 to 64 plain characters and keeps its case") {
        CHECK(Sku::parse("85123A")->text() == "85123A");
        CHECK(*Sku::parse("85123A") != *Sku::parse("85123a"));
        CHECK(Sku::parse(std::string(64, 'x')));
        for (const std::string& text : {std::string{}, std::string(65, 'x'), std::string{"a b"}, std::string{"a/b"},
                                        std::string{"caf\xc3\xa9"}, std::string("a\0b", 3)}) {
            CAPTURE(text);
            CHECK(!Sku::parse(text));
        }
    }

    TEST_CASE("one buys 1 to 999 of a thing") {
        CHECK(Quantity::parse(1)->value() == 1);
        CHECK(Quantity::parse(999)->value() == 999);
        CHECK(!Quantity::parse(0));
        CHECK(!Quantity::parse(1000));
        CHECK(!Quantity::parse(INT64_MIN));
    }

    TEST_CASE("an e-mail address is kept as typed and compared folded") {
        const auto typed = Email::parse("Ada.Lovelace+shop@Example.ORG");
        REQUIRE(typed);
        CHECK(typed->text() == "Ada.Lovelace+shop@Example.ORG");
        CHECK(*typed == *Email::parse("ada.lovelace+shop@example.org"));
    }

    TEST_CASE("what cannot receive mail is refused") {
        for (const std::string& text :
             {std::string{}, std::string{"ada"}, std::string{"@example.org"}, std::string{"ada@"},
              std::string{"ada@example"}, std::string{"a..b@example.org"}, std::string{".a@example.org"},
              std::string{"a@-x.org"}, std::string{"a b@example.org"},
              std::string{"a@example.org\r\nBcc: b@example.org"}, std::string(65, 'a') + "@example.org",
              "a@" + std::string(250, 'x') + ".org", std::string{"a@@example.org"}, std::string{"a@example..org"}}) {
            CAPTURE(text);
            CHECK(!Email::parse(text));
        }
    }

    TEST_CASE("a time is written in UTC with milliseconds and reads back exactly") {
        const auto instant = parse_rfc3339("2024-02-29T23:59:59.007Z");
        REQUIRE(instant);
        CHECK(to_rfc3339(*instant) == "2024-02-29T23:59:59.007Z");
        CHECK(to_rfc3339(Instant{}) == "1970-01-01T00:00:00.000Z");
        for (const auto* text :
             {"2023-02-29T00:00:00.000Z", "2024-13-01T00:00:00.000Z", "2024-01-01T24:00:00.000Z",
              "2024-01-01T00:00:00Z", "2024-01-01 00:00:00.000Z", "2024-01-01T00:00:00.000+01:00", ""}) {
            CAPTURE(text);
            CHECK(!parse_rfc3339(text));
        }
    }

    TEST_CASE("every bad field of a request is named at once") {
        FieldErrors errors;

        CHECK(!errors.take("sku", Sku::parse("")));
        CHECK(!errors.take("quantity", Quantity::parse(0)));
        CHECK(errors.take("email", Email::parse("ada@example.org")));

        const auto error = std::move(errors).to_error();
        CHECK(error.code == "invalid_fields");
        REQUIRE(error.fields.size() == 2);
        CHECK(error.fields[0].field == "sku");
        CHECK(error.fields[1].code == "out_of_range");
    }

    TEST_CASE("a secret moves without leaving a copy behind") {
        Secret token{"tok_approve_with_a_long_tail_that_lives_on_the_heap"};

        const Secret moved{std::move(token)};

        CHECK(moved.expose() == "tok_approve_with_a_long_tail_that_lives_on_the_heap");
        CHECK(token.expose().empty());  // NOLINT(*-use-after-move,*.Move): that is the point
    }
}
