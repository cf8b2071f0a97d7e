#pragma once

#include "orion/identity/authenticator_apps.hpp"
#include "orion/security/sealed_values.hpp"

namespace orion::security {

/// Secrets of 20 random bytes, sealed with a key that comes from the server secret.
class TotpApps final : public identity::AuthenticatorApps {
public:
    explicit TotpApps(const ServerSecrets& secrets);

    Pairing pair(UserId owner) override;
    Result<std::optional<std::int64_t>> step_of(const Secret& code, const std::string& sealed, UserId owner,
                                                Instant now) const override;
    Result<std::optional<std::string>> resealed(const std::string& sealed, UserId owner) const override;
    Secret recovery_code() override;

private:
    Result<SealedValues::Opened> open(const std::string& sealed, UserId owner) const;
    SealedValues values_;
};

}  // namespace orion::security
