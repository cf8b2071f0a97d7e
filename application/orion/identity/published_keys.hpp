#pragma once

#include <string>

namespace orion::identity {

/// The public halves of the keys that sign access tokens, for whoever wants to verify one. Thread-safe.
class PublishedKeys {
public:
    virtual ~PublishedKeys() = default;

    /// A JWK Set (RFC 7517): every key whose tokens are taken now, and those that will sign next.
    virtual std::string key_set() = 0;
};

}  // namespace orion::identity
