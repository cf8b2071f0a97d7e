#include "orion/cli/dead_letter_commands.hpp"

#include "orion/kernel/instant.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace orion::cli {
namespace {

constexpr int page = 100;

}  // namespace

Result<void> DeadLetterCommands::list() {
    fmt::print(out_, "{:>8}  {:<24}  {:<10}  {:<34}  {:>8}  {}\n", "NUMBER", "DIED", "CONSUMER", "TYPE", "ATTEMPTS",
               "REASON");
    std::int64_t after = 0;
    while (true) {
        ORION_TRY(const auto letters, letters_.list(after, page));
        for (const auto& letter : letters) {
            fmt::print(out_, "{:>8}  {:<24}  {:<10}  {:<34}  {:>8}  {}\n", letter.number, to_rfc3339(letter.died_at),
                       letter.consumer, letter.message.type, letter.attempts, letter.reason);
            after = letter.number;
        }
        if (letters.size() < page) return {};
    }
}

Result<void> DeadLetterCommands::show(std::int64_t number) {
    ORION_TRY(const auto letter, letters_.show(number));
    const auto& message = letter.message;
    fmt::print(
        out_,
        "number          {}\nconsumer        {}\nmessage         {}\ntype            {} v{}\nsubject         {}\n"
        "happened        {}\ncorrelation     {}\ncausation       {}\nbody            {} bytes\n"
        "died            {}\nattempts        {}\nreason          {}\n",
        letter.number, letter.consumer, message.id.to_string(), message.type, message.version, message.subject,
        to_rfc3339(message.time), message.trace.correlation_id, message.trace.causation_id, message.body.size(),
        to_rfc3339(letter.died_at), letter.attempts, letter.reason);
    for (const auto& attempt : letter.history) fmt::print(out_, "  {}\n", attempt);
    return {};
}

Result<void> DeadLetterCommands::replay(std::int64_t number) {
    ORION_CHECK(letters_.replay(number));
    fmt::print(out_, "Number {} is on its way to its consumer again.\n", number);
    return {};
}

Result<void> DeadLetterCommands::drop(std::int64_t number) {
    ORION_CHECK(letters_.drop(number));
    fmt::print(out_, "Number {} is gone.\n", number);
    return {};
}

}  // namespace orion::cli
