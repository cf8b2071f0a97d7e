#pragma once

namespace orion::rest {

/// What an operator can switch off while the shop runs; a route that is a part of one names it.
struct Features {
    bool checkout = true;      ///< new orders
    bool registration = true;  ///< new accounts
};

using Feature = bool Features::*;  ///< null: a part of none, always on

}  // namespace orion::rest
