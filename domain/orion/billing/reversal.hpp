#pragma once

namespace orion::billing {

/// What giving a payment back came to.
enum class Reversal {
    nothing_taken,
    voided,    ///< taken or perhaps taken, given back before it was captured for good
    refunded,  ///< captured, given back
};

}  // namespace orion::billing
