#include "orion/identity/start_second_factor.hpp"

#include "orion/identity/patience.hpp"
#include "orion/identity/user_view.hpp"

#include <string_view>
#include <utility>

namespace orion::identity {
namespace {

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '.' || c == '_' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (is_plain)
            encoded += c;
        else
            encoded += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
    }
    return encoded;
}

}  // namespace

Result<AppPairing> StartSecondFactor::execute(const StartSecondFactorCommand& command) {
    ORION_TRY(const auto seen, ports_.queries.find(command.user));
    if (!seen) return user_not_found();
    ORION_CHECK(ports_.current_password.require(*seen, command.current_password));
    auto pairing = ports_.apps.pair(command.user);
    ORION_CHECK(ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        auto user = work.users().find(command.user);
        if (!user || user->password_hash() != seen->password_hash()) return user_changed();
        if (user->has_second_factor()) return second_factor_on();
        user->begin_second_factor(pairing.sealed);
        return work.users().save(*user);
    }));
    const auto shop = percent_encoded(shop_);
    Secret uri{"otpauth://totp/" + shop + ":" + percent_encoded(seen->email().text()) +
               "?secret=" + pairing.secret.expose() + "&issuer=" + shop + "&algorithm=SHA1&digits=6&period=30"};
    return AppPairing{.secret = std::move(pairing.secret), .uri = std::move(uri)};
}

std::unexpected<Error> second_factor_on() {
    return fail(ErrorKind::conflict, "second_factor_on", "There is a second factor already; switch it off first.");
}

}  // namespace orion::identity
