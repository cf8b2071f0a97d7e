#include "architecture/rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace orion::architecture {

namespace {

using Folders = std::vector<std::string_view>;

/// A text that may stand only in some places of the code (comments and literals do not count).
struct Ban {
    std::string_view text;
    Folders where;    ///< path prefixes that the ban is about
    Folders allowed;  ///< path prefixes excepted from it
    std::string_view why;
    bool headers_only = false;
};

const Folders everywhere{""};
const Folders production{"domain/", "application/", "infrastructure/", "presentation/"};

/// Adapters may back off from a lock that only polling can see.
const Folders where_waiting_is_a_bug{"domain/", "application/", "presentation/", "tests/"};

const std::vector<Ban> bans{
    {"catch",
     {"domain/", "application/", "presentation/"},
     {"presentation/orion/http/", "presentation/orion/rest/", "presentation/orion/consumers/", "presentation/hosts/"},
     "exceptions are caught in adapters, at dispatch and in main"},
    {"system_clock::now", everywhere, {"infrastructure/orion/system/"}, "ask the Clock port"},
    {"std::regex", everywhere, {}, "it recurses on what strangers send"},
    {"using namespace", production, {}, "names in headers are spelled out", true},
    {"std::cout", everywhere, {"presentation/hosts/ctl/"}, "hosts log; only the tool prints"},
    {"std::cerr", production, {"presentation/hosts/"}, "hosts log"},
    {"getenv",
     everywhere,
     {"infrastructure/orion/config/", "tests/support/shared_file.hpp", "tests/support/engines.hpp"},
     "settings come from one place"},
    {"double", {"domain/", "application/"}, {}, "no floating point near money"},
    {"float", {"domain/", "application/"}, {}, "no floating point near money"},
    {"sleep_for", where_waiting_is_a_bug, {}, "wait for what you wait for"},
    {"sleep_until", where_waiting_is_a_bug, {}, "wait for what you wait for"},
    // A process that is about to be killed can only be polled.
    {"usleep",
     where_waiting_is_a_bug,
     {"tests/integration/billing/payments_at_the_sandbox_test.cpp"},
     "wait for what you wait for"},
    // Pistache and spdlog take and give theirs that way.
    {"shared_ptr",
     production,
     {"presentation/orion/http/", "infrastructure/orion/observability/"},
     "member order gives lifetime"},
    {"make_shared",
     production,
     {"presentation/orion/http/", "infrastructure/orion/observability/"},
     "member order gives lifetime"},
    {"#define", production, {"domain/orion/kernel/result.hpp"}, "no macros but those that return errors"},
    {"rand(", everywhere, {}, "randomness comes from the system"},
    {"strtod", production, {}, "no floating point near money"},
    {"stod", production, {}, "no floating point near money"},
};

const std::set<std::string_view> empty_words{"Manager", "Helper", "Util", "Utils", "Data", "Info", "Processor", "Base"};

bool in_any(const Source& source, const Folders& folders) {
    return std::ranges::any_of(folders, [&](std::string_view folder) { return source.in(folder); });
}

/// `OrderData` → Order, Data; `order_data` → Order, Data.
std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    bool starts = true;
    for (const char c : name) {
        if (c == '_') {
            starts = true;
            continue;
        }
        if (starts || std::isupper(static_cast<unsigned char>(c))) words.emplace_back();
        words.back() += starts ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        starts = false;
    }
    return words;
}

bool says_nothing(std::string_view name, bool header) {
    return std::ranges::any_of(words_of(name), [header](const std::string& word) {
        return empty_words.contains(word) || (header && word == "Impl");
    });
}

std::string_view skip_blanks(std::string_view text) {
    const auto start = text.find_first_not_of(" \t\n");
    return start == text.npos ? std::string_view{} : text.substr(start);
}

std::string_view identifier_at(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_word(text[end])) ++end;
    return text.substr(0, end);
}

void check_type_names(const Source& source, Violations& violations) {
    for (const std::string_view keyword : {"class", "struct", "enum", "concept", "using", "namespace"}) {
        for (const auto at : find_words(source.bare, keyword)) {
            const auto name = identifier_at(skip_blanks(std::string_view{source.bare}.substr(at + keyword.size())));
            if (says_nothing(name, source.is_header()))
                violations.push_back(
                    {source.path, source.line_of(at), std::string{name} + ": a name that says nothing"});
        }
    }
}

std::string snake_case(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (std::isupper(static_cast<unsigned char>(c)) && !text.empty()) text += '_';
        text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
}

/// The identifier that ends right before `end`.
std::string_view identifier_before(std::string_view text, std::size_t end) {
    auto start = end;
    while (start > 0 && is_word(text[start - 1])) --start;
    return text.substr(start, end - start);
}

bool is_sql(std::string_view literal) {
    std::string text{skip_blanks(literal).substr(0, 7)};
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    constexpr std::array<std::string_view, 5> verbs{"SELECT ", "INSERT ", "UPDATE ", "DELETE ", "REPLACE"};
    return std::ranges::any_of(verbs, [&](std::string_view verb) { return text.starts_with(verb); });
}

/// Whether something is joined to the literal that starts at `open` and ends after `close`.
bool is_joined(std::string_view bare, std::size_t open, std::size_t close) {
    auto before = bare.substr(0, open);
    before = before.substr(0, before.find_last_not_of(" \t\n") + 1);
    if (before.ends_with('+') || before.ends_with("format(") || before.ends_with("append(")) return true;
    return skip_blanks(bare.substr(close)).starts_with('+');
}

}  // namespace

Violations banned_text_violations(const Sources& sources) {
    Violations violations;
    for (const auto& source : sources) {
        for (const auto& ban : bans) {
            if (ban.headers_only && !source.is_header()) continue;
            if (!in_any(source, ban.where) || in_any(source, ban.allowed)) continue;
            for (const auto at : find_words(source.bare, ban.text))
                violations.push_back(
                    {source.path, source.line_of(at), std::string{ban.text} + ": " + std::string{ban.why}});
        }
        // Unfinished work is not marked, it is finished or written down as an issue.
        for (const std::string_view mark : {"TODO", "FIXME", "XXX"})
            for (const auto at : find_words(source.text, mark))
                if (!source.in("tests/architecture/"))
                    violations.push_back({source.path, source.line_of(at), std::string{mark} + ": unfinished work"});
    }
    return violations;
}

Violations form_violations(const Sources& sources) {
    constexpr int most_lines = 400;
    Violations violations;
    for (const auto& source : sources) {
        if (const auto lines = source.line_of(source.text.size()) - 1; lines > most_lines)
            violations.push_back({source.path, lines, "a file has at most 400 lines"});
        if (source.is_header() && source.code.find("#pragma once") == source.code.npos)
            violations.push_back({source.path, 1, "a header begins with #pragma once"});
        if (says_nothing(source.stem(), true)) violations.push_back({source.path, 1, "a file name that says nothing"});
        check_type_names(source, violations);
    }
    return violations;
}

Violations sql_violations(const Sources& sources) {
    Violations violations;
    for (const auto& source : sources) {
        for (auto open = source.bare.find('"'); open != source.bare.npos; open = source.bare.find('"', open + 1)) {
            const auto close = source.bare.find('"', open + 1);
            if (close == source.bare.npos) break;
            auto literal = std::string_view{source.code}.substr(open + 1, close - open - 1);
            if (open > 0 && source.bare[open - 1] == 'R')
                literal.remove_prefix(std::min(literal.find('(') + 1, literal.size()));
            if (is_sql(literal) && is_joined(source.bare, open, close + 1))
                violations.push_back({source.path, source.line_of(open), "SQL is one literal with parameters"});
            open = close;
        }
    }
    return violations;
}

Violations restore_violations(const Sources& sources) {
    constexpr std::string_view call = "::restore(";
    Violations violations;
    for (const auto& source : sources) {
        if (source.in("tests/") || source.in("infrastructure/orion/persistence/")) continue;
        for (auto at = source.bare.find(call); at != source.bare.npos; at = source.bare.find(call, at + 1)) {
            const bool defines_it =
                source.in("domain/") && snake_case(identifier_before(source.bare, at)) == source.stem();
            if (!defines_it)
                violations.push_back({source.path, source.line_of(at), "restore is for persistence and tests"});
        }
    }
    return violations;
}

/// What only operators' tools and message handlers meet. A route that can answer with one takes it off this list.
constexpr std::array codes_of_no_route = std::to_array<std::string_view>({
    "already_active",          // editing the catalogue
    "already_archived",        //
    "category_cycle",          //
    "malformed_slug",          //
    "not_active",              //
    "nothing_to_sell",         //
    "too_deep",                //
    "unknown_status",          //
    "malformed_amount",        // importing prices
    "too_precise",             //
    "insufficient_stock",      // adjusting stock
    "stock_not_found",         //
    "not_pending",             // advancing a checkout
    "unknown_state",           //
    "payment_differs",         // taking a payment
    "payment_not_changeable",  //
    "stopping",                //
});

Violations undocumented_code_violations(const Sources& sources, std::string_view openapi) {
    constexpr std::string_view kind = "ErrorKind::";
    Violations violations;
    for (const auto& source : sources) {
        if (!source.in("domain/") && !source.in("application/") && !source.in("presentation/orion/http/")) continue;
        for (auto at = source.code.find(kind); at != source.code.npos; at = source.code.find(kind, at + 1)) {
            // `ErrorKind::conflict, "not_cancellable"`
            auto rest = std::string_view{source.code}.substr(at + kind.size());
            rest = skip_blanks(rest.substr(identifier_at(rest).size()));
            if (!rest.starts_with(',')) continue;
            rest = skip_blanks(rest.substr(1));
            if (!rest.starts_with('"')) continue;
            const auto code = identifier_at(rest.substr(1));
            if (std::ranges::find(codes_of_no_route, code) != codes_of_no_route.end()) continue;
            if (openapi.find("\"" + std::string{code} + "\"") == openapi.npos)
                violations.push_back({source.path, source.line_of(at), std::string{code} + " is not in openapi.json"});
        }
    }
    return violations;
}

}  // namespace orion::architecture
