#pragma once

#include "orion/ports/messages.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace orion {

/// A message that a consumer could not handle, kept for an operator.
struct DeadLetter {
    std::int64_t number;  ///< names it towards the operator; later ones have higher numbers
    std::string consumer;
    Envelope message;
    int attempts;
    std::string reason;  ///< of the last attempt
    Instant died_at;
    std::vector<std::string> history;  ///< a line for every failed attempt, oldest first, earlier lives included
};

/// What operators do with dead letters. `not_found`/`dead_letter_not_found` for a number that is not there (any more).
class DeadLetters {
public:
    virtual ~DeadLetters() = default;

    /// At most `limit` with numbers above `after`, oldest first.
    virtual Result<std::vector<DeadLetter>> list(std::int64_t after, int limit) = 0;
    virtual Result<DeadLetter> show(std::int64_t number) = 0;
    /// Hands the message to its consumer again, once, with fresh attempts, behind what waits for the same subject.
    virtual Result<void> replay(std::int64_t number) = 0;
    virtual Result<void> drop(std::int64_t number) = 0;
};

}  // namespace orion
