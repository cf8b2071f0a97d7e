#include "orion/security/argon_password_hasher.hpp"

#include "orion/security/sodium_random_tokens.hpp"

#include <crypt.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

namespace orion::security {
namespace {

using identity::PasswordMatch;

constexpr std::uint32_t max_memory_kib = 256 * 1024;
constexpr std::uint32_t max_passes = 16;
constexpr std::uint32_t max_bcrypt_rounds_log2 = 14;
constexpr std::size_t bcrypt_length = 60;

/// The number after `name` in `$argon2id$v=19$m=19456,t=2,p=1$…`.
std::optional<std::uint32_t> parameter(std::string_view hash, std::string_view name) {
    const auto at = hash.find(name);
    if (at == std::string_view::npos) return std::nullopt;
    const auto digits = hash.substr(at + name.size());
    std::uint32_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc{} ? std::optional{number} : std::nullopt;
}

bool is_affordable_argon(std::string_view hash) {
    if (!hash.starts_with("$argon2id$") && !hash.starts_with("$argon2i$")) return false;
    const auto memory = parameter(hash, "$m=");
    const auto passes = parameter(hash, ",t=");
    const auto lanes = parameter(hash, ",p=");
    return hash.size() < crypto_pwhash_STRBYTES && memory && *memory <= max_memory_kib && passes &&
           *passes <= max_passes && lanes && *lanes <= max_passes;
}

bool is_affordable_bcrypt(std::string_view hash) {
    if (hash.size() != bcrypt_length) return false;
    if (!hash.starts_with("$2a$") && !hash.starts_with("$2b$") && !hash.starts_with("$2y$")) return false;
    const auto rounds = parameter(hash.substr(3), "$");
    return rounds && *rounds <= max_bcrypt_rounds_log2;
}

struct WipeAndFree {
    void operator()(crypt_data* scratch) const {
        sodium_memzero(scratch, sizeof *scratch);
        std::default_delete<crypt_data>{}(scratch);
    }
};

PasswordMatch match_bcrypt(const Secret& password, const std::string& hash) {
    const std::unique_ptr<crypt_data, WipeAndFree> scratch{std::make_unique<crypt_data>().release()};
    const auto* const found = crypt_r(password.expose().c_str(), hash.c_str(), scratch.get());
    // bcrypt would read up to a NUL only.
    const bool is_whole = password.expose().find('\0') == std::string::npos;
    const bool matches = found != nullptr && std::string_view{found}.size() == hash.size() &&
                         sodium_memcmp(found, hash.data(), hash.size()) == 0;
    return matches && is_whole ? PasswordMatch::outdated : PasswordMatch::none;
}

}  // namespace

ArgonPasswordHasher::ArgonPasswordHasher(const PasswordHashing& options)
    : options_{options},
      turns_{{.calls_max = options.at_once, .waiting_max = options.waiting}},
      nobody_{hash_now(SodiumRandomTokens{}.next())} {
    contract(options.memory_kib <= max_memory_kib && options.passes <= max_passes, "a hash can be read again");
}

Result<resilience::Bulkhead::Slot> ArgonPasswordHasher::turn() {
    auto slot = turns_.enter(resilience::Deadline::in(options_.wait));
    if (!slot)
        return std::unexpected{Error{.kind = ErrorKind::unavailable,
                                     .code = "overloaded",
                                     .message = "Too many passwords are being checked; try again.",
                                     .fields = {},
                                     .retry_after = std::chrono::seconds{1}}};
    return *std::move(slot);
}

std::string ArgonPasswordHasher::hash_now(const Secret& password) const {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const auto& text = password.expose();
    if (crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), options_.passes, options_.memory_kib * 1024,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc{};
    return hash.data();
}

Result<std::string> ArgonPasswordHasher::hash(const Secret& password) {
    ORION_TRY(const auto slot, turn());
    return hash_now(password);
}

PasswordMatch ArgonPasswordHasher::match_argon(const Secret& password, const std::string& hash) const {
    const auto& text = password.expose();
    if (crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) != 0) return PasswordMatch::none;
    return crypto_pwhash_str_needs_rehash(hash.c_str(), options_.passes, options_.memory_kib * 1024) == 0
               ? PasswordMatch::current
               : PasswordMatch::outdated;
}

Result<PasswordMatch> ArgonPasswordHasher::match(const Secret& password, const std::string& hash) {
    ORION_TRY(const auto slot, turn());
    if (is_affordable_argon(hash)) return match_argon(password, hash);
    if (is_affordable_bcrypt(hash)) return match_bcrypt(password, hash);
    match_argon(password, nobody_);
    return PasswordMatch::none;
}

Result<void> ArgonPasswordHasher::match_nobody(const Secret& password) {
    ORION_TRY(const auto slot, turn());
    match_argon(password, nobody_);
    return {};
}

}  // namespace orion::security
