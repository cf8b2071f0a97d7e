#pragma once

#include "orion/kernel/secret.hpp"

namespace orion::identity {

/// Passwords that everybody tries first. Thread-safe, in memory.
class BreachedPasswords {
public:
    virtual ~BreachedPasswords() = default;

    /// Without regard to case.
    virtual bool contains(const Secret& password) const = 0;
};

}  // namespace orion::identity
