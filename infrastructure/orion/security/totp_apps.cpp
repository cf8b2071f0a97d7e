#include "orion/security/totp_apps.hpp"

#include "orion/security/base32.hpp"
#include "orion/security/totp.hpp"

#include <openssl/crypto.h>
#include <sodium.h>

#include <cstddef>
#include <utility>

namespace orion::security {
namespace {

constexpr std::size_t secret_bytes = 20;
constexpr std::size_t recovery_code_bytes = 10;
constexpr std::size_t group_length = 4;

Secret random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return Secret{std::move(bytes)};
}

bool are_same(const std::string& left, const std::string& right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace

TotpApps::TotpApps(const ServerSecrets& secrets) : values_{secrets, "orion second factor 1"} {}

TotpApps::Pairing TotpApps::pair(UserId owner) {
    const auto key = random_bytes(secret_bytes);
    return {.secret = Secret{to_base32(key.expose())}, .sealed = values_.seal(key, owner.to_string())};
}

Result<std::optional<std::int64_t>> TotpApps::step_of(const Secret& code, const std::string& sealed, UserId owner,
                                                      Instant now) const {
    ORION_TRY(const auto opened, open(sealed, owner));
    const auto present = totp_step(now);
    std::optional<std::int64_t> found;
    for (const auto step : {present - 1, present, present + 1})
        if (are_same(totp_code(opened.value, step), code.expose())) found = step;
    return found;
}

Result<std::optional<std::string>> TotpApps::resealed(const std::string& sealed, UserId owner) const {
    ORION_TRY(const auto opened, open(sealed, owner));
    if (!opened.is_of_previous) return std::optional<std::string>{};
    return values_.seal(opened.value, owner.to_string());
}

Secret TotpApps::recovery_code() {
    const Secret code{to_base32(random_bytes(recovery_code_bytes).expose())};
    std::string grouped;
    for (std::size_t at = 0; at < code.expose().size(); at += group_length)
        grouped += (grouped.empty() ? "" : "-") + code.expose().substr(at, group_length);
    return Secret{std::move(grouped)};
}

Result<SealedValues::Opened> TotpApps::open(const std::string& sealed, UserId owner) const {
    if (auto opened = values_.open(sealed, owner.to_string())) return *std::move(opened);
    return fail(ErrorKind::unavailable, "second_factor_unreadable",
                "The second factor cannot be checked. Use a recovery code, or ask the shop.");
}

}  // namespace orion::security
