#include "orion/kernel/address.hpp"

#include <doctest/doctest.h>

using orion::Address;
using orion::AddressFields;
using orion::FieldErrors;

namespace {

AddressFields home() {
    return {.name = "Zoë Quinn", .line1 = "1 High Street", .city = "Leeds", .postcode = "LS1 4AP", .country = "GB"};
}

/// `field code` of everything wrong with an address, separated by commas.
std::string faults(const AddressFields& fields) {
    FieldErrors errors;
    const auto address = Address::parse(fields, "shipping_address", errors);
    CHECK(address.has_value() == errors.empty());
    std::string text;
    if (errors.empty()) return text;
    for (const auto& error : std::move(errors).to_error().fields) {
        text += (text.empty() ? "" : ", ") + error.field + " " + std::string{error.code.text()};
    }
    return text;
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_SUITE("kernel/address") {
    TEST_CASE("a parcel can be sent to an ordinary address") {
        FieldErrors errors;
        auto fields = home();
        fields.line2 = "Flat 2";
        fields.region = "West Yorkshire";

        const auto address = Address::parse(fields, "shipping_address", errors);

        REQUIRE(address);
        CHECK(address->fields() == fields);
    }

    TEST_CASE("the faults of an address that is a whole form are named without a prefix") {
        FieldErrors errors;
        CHECK_FALSE(
            Address::parse({.name = "Zoë", .line1 = "1", .city = "", .postcode = "1", .country = "GB"}, "", errors));
        CHECK(std::move(errors).to_error().fields.at(0).field == "city");
    }

    TEST_CASE("what a form sends empty was left out") {
        FieldErrors errors;
        auto fields = home();
        fields.line2 = "";
        fields.region = "";

        const auto address = Address::parse(fields, "shipping_address", errors);

        REQUIRE(address);
        CHECK(!address->fields().line2);
        CHECK(!address->fields().region);
    }

    TEST_CASE("the customer learns of every bad field at once") {
        CHECK(faults({.name = " ",
                      .line1 = "1 High\nStreet",
                      .line2 = "  ",
                      .city = "",
                      .region = repeated("x", 101),
                      .postcode = repeated("1", 21),
                      .country = "UK"}) ==
              "shipping_address.name required, shipping_address.line1 malformed_text, shipping_address.line2 required, "
              "shipping_address.city required, shipping_address.region too_long, shipping_address.postcode too_long, "
              "shipping_address.country unknown_country");
    }

    TEST_CASE("lengths count characters, not bytes") {
        auto fields = home();
        fields.name = repeated("é", 200);
        CHECK(faults(fields) == "");
        fields.name = repeated("é", 201);
        CHECK(faults(fields) == "shipping_address.name too_long");
    }

    TEST_CASE("a country is its two capital letters") {
        auto fields = home();
        for (const auto* code : {"G", "gb", "GBR", "XX", "D ", " A", "ZZ"}) {
            CAPTURE(code);
            fields.country = code;
            CHECK(faults(fields) == "shipping_address.country unknown_country");
        }
        fields.country = "";
        CHECK(faults(fields) == "shipping_address.country required");
        for (const auto* code : {"AD", "DE", "ZW"}) {
            CAPTURE(code);
            fields.country = code;
            CHECK(faults(fields) == "");
        }
    }
}
