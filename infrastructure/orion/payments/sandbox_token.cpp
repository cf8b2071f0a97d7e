#include "orion/payments/sandbox_token.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace orion::payments {
namespace {

struct Name {
    SandboxToken::Kind kind;
    std::string_view text;
};

constexpr std::string_view prefix = "tok_";
constexpr auto names = std::to_array<Name>({
    {SandboxToken::Kind::approve, "approve"},
    {SandboxToken::Kind::decline, "decline"},
    {SandboxToken::Kind::flaky, "flaky"},
    {SandboxToken::Kind::unavailable, "unavailable"},
    {SandboxToken::Kind::slow, "slow"},
    {SandboxToken::Kind::lost, "lost"},
});

std::optional<std::chrono::milliseconds> parse_delay(std::string_view digits) {
    int delay_ms = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), delay_ms);
    const std::chrono::milliseconds delay{delay_ms};
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (delay < std::chrono::milliseconds{0} || delay > SandboxToken::max_delay) return std::nullopt;
    return delay;
}

}  // namespace

std::optional<SandboxToken> SandboxToken::parse(std::string_view text) {
    constexpr std::string_view slow_prefix = "tok_slow_";
    if (text.starts_with(slow_prefix)) {
        const auto delay = parse_delay(text.substr(slow_prefix.size()));
        return delay ? std::optional{SandboxToken{Kind::slow, *delay}} : std::nullopt;
    }
    if (!text.starts_with(prefix)) return std::nullopt;
    const auto* const known = std::ranges::find(names, text.substr(prefix.size()), &Name::text);
    if (known == names.end() || known->kind == Kind::slow) return std::nullopt;
    return SandboxToken{known->kind};
}

std::string_view SandboxToken::name() const { return std::ranges::find(names, kind, &Name::kind)->text; }

}  // namespace orion::payments
