#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/ordering/order_view.hpp"

#include <compare>
#include <optional>
#include <string>

namespace orion::ordering {

/// An answer as it is kept to be given again, byte by byte. Holds no secret: the order token is added when it is sent.
struct StoredAnswer {
    int status;
    std::string body;

    friend bool operator==(const StoredAnswer&, const StoredAnswer&) = default;
};

enum class AnswerKind {
    accepted,  ///< the order is on its way
    settled,   ///< the order has come to its end, good or bad
};

/// How an order is told to whoever placed it. Thread-safe; called inside transactions, so quick and without effects.
class AnswerFormat {
public:
    virtual ~AnswerFormat() = default;
    virtual StoredAnswer render(const OrderView& order, AnswerKind kind) const = 0;
};

/// One client's use of one idempotency key.
struct AnswerKey {
    std::string scope;  ///< whose key it is: equal keys of others are other keys
    std::string key;    ///< 1–255 characters

    friend auto operator<=>(const AnswerKey&, const AnswerKey&) = default;
};

inline std::string answer_scope(UserId customer) { return "user:" + customer.to_string(); }

/// Keys are the customer's, or the cart's where a guest buys.
inline AnswerKey answer_key(const std::optional<UserId>& customer, CartId cart, std::string key) {
    return {.scope = customer ? answer_scope(*customer) : cart.to_string(), .key = std::move(key)};
}

struct AnswerRecord {
    AnswerKey key;
    std::string fingerprint;  ///< of the request
    OrderId order;
    Instant created_at;
    Instant running_since;                 ///< when the request that is to complete the answer began
    std::optional<StoredAnswer> answer{};  ///< nothing while that request is running

    friend bool operator==(const AnswerRecord&, const AnswerRecord&) = default;
};

}  // namespace orion::ordering
