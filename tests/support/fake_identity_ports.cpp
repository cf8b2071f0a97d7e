#include "support/fake_identity_ports.hpp"

#include <chrono>
#include <expected>

namespace orion::test {

namespace {

std::unexpected<Error> overloaded() { return fail(ErrorKind::unavailable, "overloaded", "Too many passwords wait."); }

std::string sealed_by(int rule, UserId owner) { return "sealed " + std::to_string(rule) + " for " + owner.to_string(); }

Result<void> open(const std::string& text, UserId owner) {
    if (text == sealed_by(1, owner) || text == sealed_by(2, owner)) return {};
    return fail(ErrorKind::unavailable, "second_factor_unreadable", "No key.");
}

}  // namespace

Result<std::string> FakePasswordHasher::hash(const Secret& password) {
    if (is_busy) return overloaded();
    return "hashed " + std::to_string(rule) + ": " + password.expose();
}

Result<identity::PasswordMatch> FakePasswordHasher::match(const Secret& password, const std::string& hash) {
    if (is_busy) return overloaded();
    ++matches;
    if (hash == "hashed 2: " + password.expose()) return identity::PasswordMatch::current;
    if (hash == "hashed 1: " + password.expose()) return identity::PasswordMatch::outdated;
    return identity::PasswordMatch::none;
}

Result<void> FakePasswordHasher::match_nobody(const Secret&) {
    if (is_busy) return overloaded();
    ++matches;
    return {};
}

bool FakeBreachedPasswords::contains(const Secret& password) const { return known.contains(password.expose()); }

Result<Secret> FakeAccessTokens::issue(const identity::AccessClaims& claims) {
    if (has_no_key) return fail(ErrorKind::unavailable, "no_signing_key", "No key.");
    const std::lock_guard lock{mutex_};
    const auto token = "access-" + std::to_string(issued.size() + 1);
    issued.emplace(token, claims);
    return Secret{token};
}

Result<identity::AccessClaims> FakeAccessTokens::verify(std::string_view token) const {
    const std::lock_guard lock{mutex_};
    const auto found = issued.find(std::string{token});
    if (found == issued.end()) return fail(ErrorKind::unauthenticated, "invalid_token", "Unknown.");
    return found->second;
}

std::string FakePublishedKeys::key_set() {
    return R"({"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"k","x":"eA","y":"eQ"}]})";
}

Secret FakeRandomTokens::next() { return Secret{"random " + std::to_string(++count_)}; }

std::int64_t FakeAuthenticatorApps::step_at(Instant now) { return now.time_since_epoch() / std::chrono::seconds{30}; }

Secret FakeAuthenticatorApps::code_at(Instant now) {
    const auto digits = std::to_string(1'000'000 + step_at(now) % 1'000'000);
    return Secret{digits.substr(1)};
}

FakeAuthenticatorApps::Pairing FakeAuthenticatorApps::pair(UserId owner) {
    return {.secret = Secret{"JBSWY3DPEHPK3PXP"}, .sealed = sealed_by(rule, owner)};
}

Result<std::optional<std::int64_t>> FakeAuthenticatorApps::step_of(const Secret& code, const std::string& sealed,
                                                                   UserId owner, Instant now) const {
    ORION_CHECK(open(sealed, owner));
    for (const auto away : {1, 0, -1}) {
        const auto then = now + away * std::chrono::seconds{30};
        if (code_at(then).expose() == code.expose()) return step_at(then);
    }
    return std::optional<std::int64_t>{};
}

Result<std::optional<std::string>> FakeAuthenticatorApps::resealed(const std::string& text, UserId owner) const {
    ORION_CHECK(open(text, owner));
    if (text == sealed_by(rule, owner)) return std::optional<std::string>{};
    return sealed_by(rule, owner);
}

Secret FakeAuthenticatorApps::recovery_code() { return Secret{"AAAA-BBBB-CCCC-" + std::to_string(1000 + ++given_)}; }

std::string FakeDigest::sha256(std::string_view text) const {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string digest;
    for (std::uint64_t salt = 1; salt <= 4; ++salt) {
        std::uint64_t hash = 0xcbf29ce484222325U * salt;
        for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
        for (int shift = 60; shift >= 0; shift -= 4) digest += digits[(hash >> shift) & 0xfU];
    }
    return digest;
}

}  // namespace orion::test
