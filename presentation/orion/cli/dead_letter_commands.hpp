#pragma once

#include "orion/ports/dead_letters.hpp"

#include <cstdint>
#include <iosfwd>

namespace orion::cli {

/// `orionctl dead-letters list | show N | replay N | drop N`: each writes what came of it to `out`.
class DeadLetterCommands {
public:
    DeadLetterCommands(DeadLetters& letters, std::ostream& out) : letters_{letters}, out_{out} {}

    /// All of them, oldest first, a line each.
    Result<void> list();
    /// The message, why it died, and each of its attempts. Of its body, only the size: it may hold a payment token.
    Result<void> show(std::int64_t number);
    Result<void> replay(std::int64_t number);
    Result<void> drop(std::int64_t number);

private:
    DeadLetters& letters_;
    std::ostream& out_;
};

}  // namespace orion::cli
