#include "orion/security/sealed_values.hpp"

#include "orion/kernel/result.hpp"
#include "orion/security/base64url.hpp"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <array>
#include <cstddef>
#include <memory>
#include <utility>

namespace orion::security {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

struct FreeKdf {
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

// NOLINTBEGIN(*-reinterpret-cast)
unsigned char* octets(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* octets(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
// NOLINTEND(*-reinterpret-cast)

Secret derived_key(const Secret& secret, std::string_view purpose) {
    const std::unique_ptr<EVP_KDF, FreeKdf> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context{kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr};
    contract(context != nullptr, "OpenSSL knows HKDF");
    std::string digest = "SHA256";
    std::string key_material = secret.expose();
    std::string info{purpose};
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key_material.data(), key_material.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
    std::string key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES, '\0');
    const int done = EVP_KDF_derive(context.get(), octets(key), key.size(), parameters.data());
    sodium_memzero(key_material.data(), key_material.size());
    contract(done == 1, "OpenSSL derives a key");
    return Secret{std::move(key)};
}

}  // namespace

SealedValues::SealedValues(const ServerSecrets& secrets, std::string_view purpose) {
    contract(sodium_init() >= 0, "libsodium starts");
    keys_.push_back(derived_key(secrets.current, purpose));
    if (secrets.previous) keys_.push_back(derived_key(*secrets.previous, purpose));
}

std::string SealedValues::seal(const Secret& value, std::string_view owner) const {
    const std::string_view plain = value.expose();
    std::string sealed(nonce_bytes + plain.size() + tag_bytes, '\0');
    randombytes_buf(sealed.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(octets(sealed) + nonce_bytes, nullptr, octets(plain), plain.size(),
                                               octets(owner), owner.size(), nullptr, octets(sealed),
                                               octets(std::string_view{keys_.front().expose()}));
    return to_base64url(sealed);
}

std::optional<SealedValues::Opened> SealedValues::open(std::string_view sealed, std::string_view owner) const {
    const auto bytes = from_base64url(sealed);
    if (!bytes || bytes->size() < nonce_bytes + tag_bytes) return std::nullopt;
    const auto ciphertext = std::string_view{*bytes}.substr(nonce_bytes);
    for (const auto& key : keys_) {
        std::string plain(ciphertext.size() - tag_bytes, '\0');
        const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
            octets(plain), nullptr, nullptr, octets(ciphertext), ciphertext.size(), octets(owner), owner.size(),
            octets(std::string_view{*bytes}), octets(std::string_view{key.expose()}));
        if (opened == 0) return Opened{.value = Secret{std::move(plain)}, .is_of_previous = &key != &keys_.front()};
    }
    return std::nullopt;
}

}  // namespace orion::security
