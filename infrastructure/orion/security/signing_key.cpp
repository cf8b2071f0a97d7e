#include "orion/security/signing_key.hpp"

#include "orion/kernel/result.hpp"
#include "orion/security/base64url.hpp"
#include "orion/security/flat_json.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>
#include <cstddef>
#include <utility>

namespace orion::security {
namespace {

constexpr std::size_t number_bytes = 32;  // of a coordinate, the private number and each half of a signature

struct Free {
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

EVP_PKEY* key(void* pair) { return static_cast<EVP_PKEY*>(pair); }

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}
unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

std::string number_text(const BIGNUM* number) {
    std::string bytes(number_bytes, '\0');
    contract(BN_bn2binpad(number, octets(bytes), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size()),
             "a number of P-256 has 32 bytes");
    return bytes;
}

Owned<BIGNUM> number_of(std::string_view bytes) {
    return Owned<BIGNUM>{BN_bin2bn(octets(bytes), static_cast<int>(bytes.size()), nullptr)};
}

Secret number_of_pair(void* pair, const char* name) {
    BIGNUM* found = nullptr;
    contract(EVP_PKEY_get_bn_param(key(pair), name, &found) == 1, "an EC key has its numbers");
    const Owned<BIGNUM> number{found};
    return Secret{number_text(number.get())};
}

std::string sha256(std::string_view text) {
    std::string hash(32, '\0');
    unsigned length = 0;
    contract(EVP_Digest(text.data(), text.size(), octets(hash), &length, EVP_sha256(), nullptr) == 1,
             "OpenSSL computes SHA-256");
    return hash;
}

/// Nothing unless they are a point of the curve and its private number.
EVP_PKEY* pair_of(const std::string& x, const std::string& y, const Secret& d) {
    const Owned<OSSL_PARAM_BLD> builder{OSSL_PARAM_BLD_new()};
    const auto number = number_of(d.expose());
    const auto point = "\x04" + x + y;
    if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) != 1)
        return nullptr;
    const Owned<OSSL_PARAM> parameters{OSSL_PARAM_BLD_to_param(builder.get())};
    const Owned<EVP_PKEY_CTX> context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    EVP_PKEY* pair = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &pair, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
        return nullptr;
    const Owned<EVP_PKEY_CTX> check{EVP_PKEY_CTX_new_from_pkey(nullptr, pair, nullptr)};
    if (EVP_PKEY_check(check.get()) == 1) return pair;
    EVP_PKEY_free(pair);
    return nullptr;
}

Instant whole_seconds(Instant instant) { return std::chrono::floor<std::chrono::seconds>(instant); }

std::int64_t seconds(Instant instant) {
    return std::chrono::duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count();
}

}  // namespace

void SigningKey::FreePair::operator()(void* pair) const { EVP_PKEY_free(key(pair)); }

SigningKey::SigningKey(Pair pair, Instant signs_from)
    : pair_{std::move(pair)},
      x_{to_base64url(number_of_pair(pair_.get(), OSSL_PKEY_PARAM_EC_PUB_X).expose())},
      y_{to_base64url(number_of_pair(pair_.get(), OSSL_PKEY_PARAM_EC_PUB_Y).expose())},
      id_{to_base64url(sha256(fmt::format(R"({{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}})", x_, y_)))},
      signs_from_{whole_seconds(signs_from)} {}

SigningKey::SigningKey(const SigningKey& other)
    : x_{other.x_}, y_{other.y_}, id_{other.id_}, signs_from_{other.signs_from_} {
    EVP_PKEY_up_ref(key(other.pair_.get()));
    pair_.reset(other.pair_.get());
}
SigningKey::SigningKey(SigningKey&& other) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey other) noexcept {
    pair_.swap(other.pair_);
    x_.swap(other.x_);
    y_.swap(other.y_);
    id_.swap(other.id_);
    signs_from_ = other.signs_from_;
    return *this;
}
SigningKey::~SigningKey() = default;

SigningKey SigningKey::generate(Instant signs_from) {
    Pair pair{EVP_EC_gen("P-256")};
    contract(pair != nullptr, "OpenSSL makes keys on P-256");
    return SigningKey{std::move(pair), signs_from};
}

std::optional<SigningKey> SigningKey::parse(std::string_view private_jwk) {
    const auto jwk = FlatJson::parse(private_jwk);
    if (!jwk) return std::nullopt;
    const auto is = [&jwk](std::string_view name, std::string_view value) {
        const auto* const text = jwk->text(name);
        return text != nullptr && *text == value;
    };
    if (!is("kty", "EC") || !is("crv", "P-256") || !is("alg", algorithm)) return std::nullopt;
    const auto number = [&jwk](std::string_view name) -> std::optional<std::string> {
        const auto* const text = jwk->text(name);
        auto bytes = text == nullptr ? std::nullopt : from_base64url(*text);
        return bytes && bytes->size() == number_bytes ? bytes : std::nullopt;
    };
    const auto x = number("x");
    const auto y = number("y");
    auto d = number("d");
    const auto* const signs_from = jwk->number("signs_from");
    if (!x || !y || !d || signs_from == nullptr) return std::nullopt;
    Pair pair{pair_of(*x, *y, Secret{*std::move(d)})};
    if (!pair) return std::nullopt;
    SigningKey parsed{std::move(pair), Instant{std::chrono::seconds{*signs_from}}};
    if (!is("kid", parsed.id())) return std::nullopt;
    return parsed;
}

std::string SigningKey::sign(std::string_view text) const {
    const Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};
    std::array<unsigned char, 80> der{};
    std::size_t length = der.size();
    contract(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key(pair_.get())) == 1 &&
                 EVP_DigestSign(context.get(), der.data(), &length, octets(text), text.size()) == 1,
             "OpenSSL signs");
    const unsigned char* next = der.data();
    const Owned<ECDSA_SIG> signature{d2i_ECDSA_SIG(nullptr, &next, static_cast<long>(length))};
    contract(signature != nullptr, "OpenSSL reads what it wrote");
    return number_text(ECDSA_SIG_get0_r(signature.get())) + number_text(ECDSA_SIG_get0_s(signature.get()));
}

bool SigningKey::verify(std::string_view text, std::string_view signature) const {
    if (signature.size() != 2 * number_bytes) return false;
    const Owned<ECDSA_SIG> numbers{ECDSA_SIG_new()};
    auto r = number_of(signature.substr(0, number_bytes));
    auto s = number_of(signature.substr(number_bytes));
    if (ECDSA_SIG_set0(numbers.get(), r.release(), s.release()) != 1) return false;
    std::array<unsigned char, 80> der{};
    unsigned char* next = der.data();
    const auto length = i2d_ECDSA_SIG(numbers.get(), &next);
    const Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};
    return length > 0 && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key(pair_.get())) == 1 &&
           EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(length), octets(text), text.size()) ==
               1;
}

std::string SigningKey::public_jwk() const {
    return fmt::format(R"({{"kty":"EC","crv":"P-256","alg":"{}","use":"sig","kid":"{}","x":"{}","y":"{}"}})", algorithm,
                       id_, x_, y_);
}

Secret SigningKey::private_jwk() const {
    const auto d = number_of_pair(pair_.get(), OSSL_PKEY_PARAM_PRIV_KEY);
    auto text = public_jwk();
    text.pop_back();
    return Secret{text + fmt::format(R"(,"d":"{}","signs_from":{}}})", Secret{to_base64url(d.expose())}.expose(),
                                     seconds(signs_from_))};
}

}  // namespace orion::security
