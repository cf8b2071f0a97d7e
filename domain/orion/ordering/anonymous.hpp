#pragma once

#include "orion/kernel/address.hpp"
#include "orion/kernel/email.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace orion::ordering {

/// What an order says in place of somebody who has left.
struct Anonymous {
    static constexpr std::string_view word = "erased";  ///< for every part of an address, and what a customer said

    static Email email() { return Email::parse("erased@customer.invalid").value(); }
    /// The country stays: taxes go by it.
    static Address address(std::string country) {
        const std::string text{word};
        FieldErrors errors;
        return Address::parse(
                   {.name = text, .line1 = text, .city = text, .postcode = text, .country = std::move(country)}, "",
                   errors)
            .value();
    }
};

}  // namespace orion::ordering
