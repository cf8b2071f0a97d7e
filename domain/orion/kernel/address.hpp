#pragma once

#include "orion/kernel/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace orion {

struct AddressFields {
    std::string name;
    std::string line1;
    std::optional<std::string> line2{};
    std::string city;
    std::optional<std::string> region{};
    std::string postcode;
    std::string country;  ///< ISO 3166-1 alpha-2, upper case

    friend bool operator==(const AddressFields&, const AddressFields&) = default;
};

/// Where something is sent or billed to. No field is blank, too long (name and lines 200 characters, city and region
/// 100, postcode 20) or holds control characters; the country exists. Whether the postcode does is the carrier's
/// affair.
class Address {
public:
    /// The address, or nothing after noting every bad field as `path.postcode` and so on (`postcode` if `path` is
    /// empty) with `required`, `too_long`, `malformed_text` or `unknown_country`.
    static std::optional<Address> parse(AddressFields fields, std::string_view path, FieldErrors& errors);
    /// For persistence: fields that were parsed before.
    static Address restore(AddressFields fields) { return Address{std::move(fields)}; }

    const AddressFields& fields() const { return fields_; }
    friend bool operator==(const Address&, const Address&) = default;

private:
    explicit Address(AddressFields fields) : fields_{std::move(fields)} {}
    AddressFields fields_;
};

}  // namespace orion
