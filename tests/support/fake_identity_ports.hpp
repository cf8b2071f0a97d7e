#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/identity/authenticator_apps.hpp"
#include "orion/identity/breached_passwords.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/identity/published_keys.hpp"
#include "orion/ports/digest.hpp"
#include "orion/ports/random_tokens.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace orion::test {

/// `hashed 2: the password`; rule 1 is outdated. Counts what it is asked.
class FakePasswordHasher : public identity::PasswordHasher {
public:
    Result<std::string> hash(const Secret& password) override {
        if (is_busy) return overloaded();
        return "hashed " + std::to_string(rule) + ": " + password.expose();
    }
    Result<identity::PasswordMatch> match(const Secret& password, const std::string& hash) override {
        if (is_busy) return overloaded();
        ++matches;
        if (hash == "hashed 2: " + password.expose()) return identity::PasswordMatch::current;
        if (hash == "hashed 1: " + password.expose()) return identity::PasswordMatch::outdated;
        return identity::PasswordMatch::none;
    }
    Result<void> match_nobody(const Secret&) override {
        if (is_busy) return overloaded();
        ++matches;
        return {};
    }

    int rule = 2;
    bool is_busy = false;
    std::atomic<int> matches = 0;  ///< passwords looked at, for nobody too

private:
    static std::unexpected<Error> overloaded() {
        return fail(ErrorKind::unavailable, "overloaded", "Too many passwords wait.");
    }
};

class FakeBreachedPasswords : public identity::BreachedPasswords {
public:
    bool contains(const Secret& password) const override { return known.contains(password.expose()); }
    std::set<std::string> known{"correct horse battery staple"};
};

/// Remembers the claims of every token that it issued. Thread-safe.
class FakeAccessTokens : public identity::AccessTokens {
public:
    Result<Secret> issue(const identity::AccessClaims& claims) override {
        if (has_no_key) return fail(ErrorKind::unavailable, "no_signing_key", "No key.");
        const std::lock_guard lock{mutex_};
        const auto token = "access-" + std::to_string(issued.size() + 1);
        issued.emplace(token, claims);
        return Secret{token};
    }
    Result<identity::AccessClaims> verify(std::string_view token) const override {
        const std::lock_guard lock{mutex_};
        const auto found = issued.find(std::string{token});
        if (found == issued.end()) return fail(ErrorKind::unauthenticated, "invalid_token", "Unknown.");
        return found->second;
    }

    std::map<std::string, identity::AccessClaims> issued;
    bool has_no_key = false;

private:
    mutable std::mutex mutex_;
};

class FakePublishedKeys : public identity::PublishedKeys {
public:
    std::string key_set() override {
        return R"({"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"k","x":"eA","y":"eQ"}]})";
    }
};

/// `random 1`, `random 2`, …
class FakeRandomTokens : public RandomTokens {
public:
    Secret next() override { return Secret{"random " + std::to_string(++count_)}; }

private:
    std::atomic<int> count_ = 0;
};

/// The code of a step is its number, `000042`. Seals with `rule`; what rule 0 sealed cannot be opened any more.
class FakeAuthenticatorApps : public identity::AuthenticatorApps {
public:
    static std::int64_t step_at(Instant now) { return now.time_since_epoch() / std::chrono::seconds{30}; }
    static Secret code_at(Instant now) {
        const auto digits = std::to_string(1'000'000 + step_at(now) % 1'000'000);
        return Secret{digits.substr(1)};
    }

    Pairing pair(UserId owner) override {
        return {.secret = Secret{"JBSWY3DPEHPK3PXP"}, .sealed = sealed(rule, owner)};
    }
    Result<std::optional<std::int64_t>> step_of(const Secret& code, const std::string& sealed, UserId owner,
                                                Instant now) const override {
        ORION_CHECK(open(sealed, owner));
        for (const auto away : {1, 0, -1}) {
            const auto then = now + away * std::chrono::seconds{30};
            if (code_at(then).expose() == code.expose()) return step_at(then);
        }
        return std::optional<std::int64_t>{};
    }
    Result<std::optional<std::string>> resealed(const std::string& text, UserId owner) const override {
        ORION_CHECK(open(text, owner));
        if (text == sealed(rule, owner)) return std::optional<std::string>{};
        return sealed(rule, owner);
    }
    Secret recovery_code() override { return Secret{"AAAA-BBBB-CCCC-" + std::to_string(1000 + ++given_)}; }

    int rule = 2;

private:
    static std::string sealed(int by, UserId owner) {
        return "sealed " + std::to_string(by) + " for " + owner.to_string();
    }
    static Result<void> open(const std::string& text, UserId owner) {
        if (text == sealed(1, owner) || text == sealed(2, owner)) return {};
        return fail(ErrorKind::unavailable, "second_factor_unreadable", "No key.");
    }
    std::atomic<int> given_ = 0;
};

/// Tells texts apart, and nothing more: FNV-1a four times.
class FakeDigest : public Digest {
public:
    std::string sha256(std::string_view text) const override {
        static constexpr std::string_view digits = "0123456789abcdef";
        std::string digest;
        for (std::uint64_t salt = 1; salt <= 4; ++salt) {
            std::uint64_t hash = 0xcbf29ce484222325U * salt;
            for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
            for (int shift = 60; shift >= 0; shift -= 4) digest += digits[(hash >> shift) & 0xfU];
        }
        return digest;
    }
};

}  // namespace orion::test
