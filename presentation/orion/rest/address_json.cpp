#include "orion/rest/address_json.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace orion::rest {

namespace {

std::optional<Address> read(Fields& fields, std::string_view path, FieldErrors& errors) {
    // The address says what it requires and how long its parts may be.
    const auto part = [&fields](std::string_view name) {
        return fields.text(name, Presence::optional, {.min = 0, .max = 1000});
    };
    AddressFields address{.name = part("name").value_or(""),
                          .line1 = part("line1").value_or(""),
                          .line2 = part("line2"),
                          .city = part("city").value_or(""),
                          .region = part("region"),
                          .postcode = part("postcode").value_or(""),
                          .country = part("country").value_or("")};
    fields.refuse_the_rest();
    return Address::parse(std::move(address), path, errors);
}

}  // namespace

std::optional<Address> read_address(Fields& body, FieldErrors& errors) { return read(body, "", errors); }

std::optional<Address> read_address(Fields& body, std::string_view name, Presence presence, FieldErrors& errors) {
    auto fields = body.object(name, presence);
    if (!fields) return std::nullopt;
    return read(*fields, name, errors);
}

void write_address(JsonWriter& json, const AddressFields& address) {
    json.member("name", address.name);
    json.member("line1", address.line1);
    if (address.line2) json.member("line2", *address.line2);
    json.member("city", address.city);
    if (address.region) json.member("region", *address.region);
    json.member("postcode", address.postcode);
    json.member("country", address.country);
}

}  // namespace orion::rest
