#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/identity/authenticator_apps.hpp"
#include "orion/identity/breached_passwords.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/identity/published_keys.hpp"
#include "orion/ports/digest.hpp"
#include "orion/ports/random_tokens.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace orion::test {

/// `hashed 2: the password`; rule 1 is outdated. Counts what it is asked.
class FakePasswordHasher : public identity::PasswordHasher {
public:
    Result<std::string> hash(const Secret& password) override;
    Result<identity::PasswordMatch> match(const Secret& password, const std::string& hash) override;
    Result<void> match_nobody(const Secret& password) override;

    int rule = 2;
    bool is_busy = false;
    std::atomic<int> matches = 0;  ///< passwords looked at, for nobody too
};

class FakeBreachedPasswords : public identity::BreachedPasswords {
public:
    bool contains(const Secret& password) const override;
    std::set<std::string> known{"correct horse battery staple"};
};

/// Remembers the claims of every token that it issued. Thread-safe.
class FakeAccessTokens : public identity::AccessTokens {
public:
    Result<Secret> issue(const identity::AccessClaims& claims) override;
    Result<identity::AccessClaims> verify(std::string_view token) const override;

    std::map<std::string, identity::AccessClaims> issued;
    bool has_no_key = false;

private:
    mutable std::mutex mutex_;
};

class FakePublishedKeys : public identity::PublishedKeys {
public:
    std::string key_set() override;
};

/// `random 1`, `random 2`, …
class FakeRandomTokens : public RandomTokens {
public:
    Secret next() override;

private:
    std::atomic<int> count_ = 0;
};

/// The code of a step is its number, `000042`. Seals with `rule`; what rule 0 sealed cannot be opened any more.
class FakeAuthenticatorApps : public identity::AuthenticatorApps {
public:
    static std::int64_t step_at(Instant now);
    static Secret code_at(Instant now);

    Pairing pair(UserId owner) override;
    Result<std::optional<std::int64_t>> step_of(const Secret& code, const std::string& sealed, UserId owner,
                                                Instant now) const override;
    Result<std::optional<std::string>> resealed(const std::string& text, UserId owner) const override;
    Secret recovery_code() override;

    int rule = 2;

private:
    std::atomic<int> given_ = 0;
};

/// Tells texts apart, and nothing more: FNV-1a four times.
class FakeDigest : public Digest {
public:
    std::string sha256(std::string_view text) const override;
};

}  // namespace orion::test
