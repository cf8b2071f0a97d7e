#include "orion/catalogue_files/decimal_text.hpp"

namespace orion::catalogue_files {

std::string decimal_text(std::int64_t minor_units, Currency currency) {
    auto digits = std::to_string(minor_units);
    const auto decimals = static_cast<std::size_t>(currency.minor_digits());
    if (decimals == 0 || minor_units < 0) return digits;
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    return digits.insert(digits.size() - decimals, ".");
}

}  // namespace orion::catalogue_files
