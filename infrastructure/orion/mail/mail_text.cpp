#include "orion/mail/mail_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace orion::mail {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t max_plain_header = 60;   // longer ones are folded between encoded words
constexpr std::size_t max_encoded_bytes = 42;  // 56 digits, with their frame below 75
constexpr std::size_t max_plain_line = 900;    // below the 998 of RFC 5322: a link is never cut in two
constexpr std::size_t max_quoted_line = 75;    // and the `=` that folds it

bool is_control(char c) { return (c >= 0 && c < ' ') || c == 0x7f; }
bool is_plain(char c) { return c >= ' ' && c <= '~'; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

std::string base64(std::string_view bytes) {
    static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto group = bytes.substr(i, 3);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = bits << 8U | (j < group.size() ? static_cast<unsigned char>(group[j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j) text += j <= group.size() ? digits[bits >> (18 - 6 * j) & 0x3fU] : '=';
    }
    return text;
}

/// RFC 2047, as many words as it takes, none of which cuts a character in two.
std::string encoded_words(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        auto length = std::min(text.size(), max_encoded_bytes);
        while (length > 1 && length < text.size() && continues_character(text[length])) --length;
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + base64(text.substr(0, length)) + "?=";
        text.remove_prefix(length);
    }
    return words;
}

std::string without_controls(std::string text) {
    std::ranges::replace_if(text, is_control, ' ');
    return text;
}

bool needs_encoding(std::string_view text) {
    return text.size() > max_plain_header || !std::ranges::all_of(text, is_plain) || text.contains("=?");
}

std::string unstructured(const std::string& text) {
    const auto clean = without_controls(text);
    return needs_encoding(clean) ? encoded_words(clean) : clean;
}

std::string mailbox(const std::string& name, const Email& address) {
    const auto clean = without_controls(name);
    if (clean.find_first_not_of(' ') == std::string::npos) return address.text();
    if (needs_encoding(clean)) return encoded_words(clean) + "\r\n <" + address.text() + ">";
    std::string quoted;
    for (const char c : clean) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return "\"" + quoted + "\" <" + address.text() + ">";
}

/// Every way to end a line becomes a line feed.
std::string with_line_feeds(std::string_view text) {
    std::string lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        lines += text[i] == '\r' ? '\n' : text[i];
    }
    if (!lines.ends_with('\n')) lines += '\n';
    return lines;
}

bool is_plain_body(std::string_view lines) {
    std::size_t length = 0;
    for (const char c : lines) {
        length = c == '\n' ? 0 : length + 1;
        if (length > max_plain_line || (!is_plain(c) && c != '\n')) return false;
    }
    return true;
}

std::string with_line_ends(std::string_view lines) {
    std::string text;
    for (const char c : lines) c == '\n' ? text += line_end : text += c;
    return text;
}

std::string quoted_printable(std::string_view lines) {
    std::string text;
    std::size_t column = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const char c = lines[i];
        if (c == '\n') {
            text += line_end;
            column = 0;
            continue;
        }
        const bool is_last = lines[i + 1] == '\n';
        const bool stands = is_plain(c) && c != '=' && (c != ' ' || !is_last);
        const auto piece =
            stands ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        if (column + piece.size() > max_quoted_line) {
            text += "=\r\n";
            column = 0;
        }
        text += piece;
        column += piece.size();
    }
    return text;
}

/// `Sat, 31 Jan 2026 09:30:00 +0000`, in the language of the standard whatever that of the machine.
std::string date_text(Instant date) {
    static constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(date);
    const std::chrono::year_month_day calendar{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(date - day)};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days.at(std::chrono::weekday{day}.c_encoding()),
                       static_cast<unsigned>(calendar.day()), months.at(static_cast<unsigned>(calendar.month()) - 1),
                       static_cast<int>(calendar.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

}  // namespace

std::string to_mime(const notifications::Mail& mail, const Sender& sender, Instant date) {
    const auto& from = sender.address.text();
    const auto lines = with_line_feeds(mail.text);
    const bool plain = is_plain_body(lines);
    std::string text;
    const auto header = [&text](std::string_view name, std::string_view value) {
        text += fmt::format("{}: {}{}", name, value, line_end);
    };
    header("Date", date_text(date));
    header("From", mailbox(sender.name, sender.address));
    header("To", mailbox(mail.to_name, mail.to));
    header("Subject", unstructured(mail.subject));
    header("Message-ID", fmt::format("<{}@{}>", mail.id.to_string(), from.substr(from.find('@') + 1)));
    header("Auto-Submitted", "auto-generated");
    header("MIME-Version", "1.0");
    header("Content-Type", "text/plain; charset=utf-8");
    header("Content-Transfer-Encoding", plain ? "7bit" : "quoted-printable");
    text += line_end;
    return text + (plain ? with_line_ends(lines) : quoted_printable(lines));
}

}  // namespace orion::mail
