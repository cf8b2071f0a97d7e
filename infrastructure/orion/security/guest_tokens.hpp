#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ordering/order_tokens.hpp"
#include "orion/security/server_secret.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace orion::security {

/// HMAC-SHA-256 under one secret key, as 43 characters of base64url. Thread-safe.
class KeyedHash {
public:
    explicit KeyedHash(const Secret& key);
    ~KeyedHash();
    KeyedHash(const KeyedHash&) = delete;
    KeyedHash& operator=(const KeyedHash&) = delete;

    std::string sign(std::string_view text) const;
    /// Whether `signature` is the one that `sign(text)` returns, in a time that does not tell where they differ.
    bool verify(std::string_view text, std::string_view signature) const;

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// Signs with the current secret, and knows what the previous one signed. Thread-safe.
class RotatedHash {
public:
    explicit RotatedHash(const ServerSecrets& secrets);

    std::string sign(std::string_view text) const { return current_.sign(text); }
    bool verify(std::string_view text, std::string_view signature) const;

private:
    KeyedHash current_;
    std::optional<KeyedHash> previous_;
};

/// The keys to carts and orders are of different kinds: that of a cart opens no order, even one of the same id. A
/// cart's begins with the id, `ID.HASH`, for where nothing else is shown; the hash alone, as keys once were, opens it
/// too.
class HmacCartTokens : public carts::CartTokens {
public:
    explicit HmacCartTokens(const ServerSecrets& secrets) : hash_{secrets} {}
    Secret issue(CartId cart) const override;
    bool matches(CartId cart, const Secret& token) const override;
    std::optional<CartId> cart_of(const Secret& token) const override;

private:
    RotatedHash hash_;
};

class HmacOrderTokens : public ordering::OrderTokens {
public:
    explicit HmacOrderTokens(const ServerSecrets& secrets) : hash_{secrets} {}
    Secret issue(OrderId order) const override;
    bool matches(OrderId order, const Secret& token) const override;

private:
    RotatedHash hash_;
};

}  // namespace orion::security
