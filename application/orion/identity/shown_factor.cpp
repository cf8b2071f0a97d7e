#include "orion/identity/shown_factor.hpp"

#include <utility>

namespace orion::identity {

std::string hash_of_recovery_code(const Secret& code, UserId owner, const Digest& digest) {
    std::string plain = "recovery code\n" + owner.to_string() + "\n";
    for (const char c : code.expose()) {
        if (c == '-' || c == ' ') continue;
        plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return digest.sha256(Secret{std::move(plain)}.expose());
}

Result<bool> use_second_factor(User& user, const ShownFactor& shown, const AuthenticatorApps& apps,
                               const Digest& digest, Instant now) {
    contract(user.has_second_factor(), "a second factor that is used is on");
    if (!shown.code)
        return shown.recovery_code &&
               user.use_recovery_code(hash_of_recovery_code(*shown.recovery_code, user.id(), digest));
    const auto sealed = user.second_factor()->sealed_secret;
    ORION_TRY(const auto step, apps.step_of(*shown.code, sealed, user.id(), now));
    if (!step || !user.use_code_of(*step)) return false;
    ORION_TRY(auto resealed, apps.resealed(sealed, user.id()));
    if (resealed) user.reseal_second_factor(*std::move(resealed));
    return true;
}

}  // namespace orion::identity
