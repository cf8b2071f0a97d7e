#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ordering/order_tokens.hpp"

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

/// The keys to carts and orders are of different kinds: that of a cart opens no order, even one of the same id. A
/// cart's begins with the id, `ID.HASH`, for where nothing else is shown; the hash alone, as keys once were, opens it
/// too.
class HmacCartTokens : public carts::CartTokens {
public:
    explicit HmacCartTokens(const Secret& server_secret) : hash_{server_secret} {}
    Secret issue(CartId cart) const override;
    bool matches(CartId cart, const Secret& token) const override;
    std::optional<CartId> cart_of(const Secret& token) const override;

private:
    KeyedHash hash_;
};

class HmacOrderTokens : public ordering::OrderTokens {
public:
    explicit HmacOrderTokens(const Secret& server_secret) : hash_{server_secret} {}
    Secret issue(OrderId order) const override;
    bool matches(OrderId order, const Secret& token) const override;

private:
    KeyedHash hash_;
};

}  // namespace orion::security
