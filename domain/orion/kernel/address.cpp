#include "orion/kernel/address.hpp"

#include <algorithm>
#include <cstddef>

namespace orion {
namespace {

// ISO 3166-1 alpha-2, the officially assigned codes.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR "
    "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO "
    "JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR "
    "MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO "
    "RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV "
    "TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

bool is_country(std::string_view code) { return code.size() == 2 && !code.contains(' ') && countries.contains(code); }

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

class AddressChecks {
public:
    AddressChecks(std::string_view path, FieldErrors& errors) : path_{path}, errors_{errors} {}

    void text(std::string_view member, std::string_view value, std::size_t max_characters) {
        if (value.find_first_not_of(' ') == std::string_view::npos) {
            note(member, "required", "This may not be blank.");
        } else if (characters(value) > max_characters) {
            note(member, "too_long", "This is longer than " + std::to_string(max_characters) + " characters.");
        } else if (std::ranges::any_of(value, is_control)) {
            note(member, "malformed_text", "This holds control characters.");
        }
    }
    void optional_text(std::string_view member, const std::optional<std::string>& value, std::size_t max_characters) {
        if (value) text(member, *value, max_characters);
    }
    void country(std::string_view value) {
        if (value.find_first_not_of(' ') == std::string_view::npos) {
            note("country", "required", "This may not be blank.");
        } else if (!is_country(value)) {
            note("country", "unknown_country", "A country is an ISO 3166-1 alpha-2 code.");
        }
    }
    bool passed() const { return passed_; }

private:
    void note(std::string_view member, ErrorCode code, std::string message) {
        passed_ = false;
        errors_.add(path_.empty() ? std::string{member} : path_ + "." + std::string{member}, code, std::move(message));
    }

    std::string path_;
    FieldErrors& errors_;
    bool passed_ = true;
};

}  // namespace

std::optional<Address> Address::parse(AddressFields fields, std::string_view path, FieldErrors& errors) {
    // Forms send what was left out as an empty text.
    if (fields.line2 == "") fields.line2.reset();
    if (fields.region == "") fields.region.reset();

    AddressChecks check{path, errors};
    check.text("name", fields.name, 200);
    check.text("line1", fields.line1, 200);
    check.optional_text("line2", fields.line2, 200);
    check.text("city", fields.city, 100);
    check.optional_text("region", fields.region, 100);
    check.text("postcode", fields.postcode, 20);
    check.country(fields.country);
    if (!check.passed()) return std::nullopt;
    return Address{std::move(fields)};
}

}  // namespace orion
