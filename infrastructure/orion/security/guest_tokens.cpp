#include "orion/security/guest_tokens.hpp"

#include "orion/kernel/result.hpp"
#include "orion/security/base64url.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cstddef>

namespace orion::security {
namespace {

constexpr std::size_t hash_bytes = 32;
constexpr char separator = '.';

struct FreeMac {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Mac = std::unique_ptr<EVP_MAC, FreeMac>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

std::string text_for(CartId cart) { return "orion cart token 1:" + cart.to_string(); }
std::string text_for(OrderId order) { return "orion order token 1:" + order.to_string(); }

}  // namespace

/// Holds the key; never used itself, only copied.
struct KeyedHash::Context {
    MacContext keyed;
};

KeyedHash::KeyedHash(const Secret& key) : context_{std::make_unique<Context>()} {
    const Mac mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    contract(mac != nullptr, "OpenSSL knows HMAC");
    context_->keyed.reset(EVP_MAC_CTX_new(mac.get()));
    std::string digest = "SHA256";
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                                OSSL_PARAM_construct_end()};
    const auto& text = key.expose();
    contract(!text.empty(), "a key is not empty");
    contract(EVP_MAC_init(context_->keyed.get(), octets(text), text.size(), parameters.data()) == 1,
             "OpenSSL takes the key");
}

KeyedHash::~KeyedHash() = default;

std::string KeyedHash::sign(std::string_view text) const {
    const MacContext copy{EVP_MAC_CTX_dup(context_->keyed.get())};
    std::array<unsigned char, hash_bytes> hash{};
    std::size_t length = 0;
    const bool done = copy != nullptr && EVP_MAC_update(copy.get(), octets(text), text.size()) == 1 &&
                      EVP_MAC_final(copy.get(), hash.data(), &length, hash.size()) == 1 && length == hash.size();
    contract(done, "OpenSSL computes HMAC-SHA-256");
    return to_base64url({reinterpret_cast<const char*>(hash.data()), hash.size()});  // NOLINT(*-reinterpret-cast)
}

bool KeyedHash::verify(std::string_view text, std::string_view signature) const {
    const auto expected = sign(text);
    return signature.size() == expected.size() &&
           CRYPTO_memcmp(signature.data(), expected.data(), expected.size()) == 0;
}

RotatedHash::RotatedHash(const ServerSecrets& secrets) : current_{secrets.current} {
    if (secrets.previous) previous_.emplace(*secrets.previous);
}

bool RotatedHash::verify(std::string_view text, std::string_view signature) const {
    return current_.verify(text, signature) || (previous_ && previous_->verify(text, signature));
}

Secret HmacCartTokens::issue(CartId cart) const {
    return Secret{cart.to_string() + separator + hash_.sign(text_for(cart))};
}

bool HmacCartTokens::matches(CartId cart, const Secret& token) const {
    std::string_view signature = token.expose();
    if (const auto id = cart.to_string() + separator; signature.starts_with(id)) signature.remove_prefix(id.size());
    return hash_.verify(text_for(cart), signature);
}

std::optional<CartId> HmacCartTokens::cart_of(const Secret& token) const {
    const auto& text = token.expose();
    const auto cart = CartId::parse(text.substr(0, text.find(separator)));
    if (!cart || !matches(*cart, token)) return std::nullopt;
    return *cart;
}

Secret HmacOrderTokens::issue(OrderId order) const { return Secret{hash_.sign(text_for(order))}; }
bool HmacOrderTokens::matches(OrderId order, const Secret& token) const {
    return hash_.verify(text_for(order), token.expose());
}

}  // namespace orion::security
