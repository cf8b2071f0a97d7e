#include "orion/catalogue_files/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace orion::catalogue_files {
namespace {

constexpr auto named_references = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"amp", "&"},         {"lt", "<"},          {"gt", ">"},          {"quot", "\""},       {"apos", "'"},
    {"nbsp", " "},        {"bull", "\u2022"},   {"middot", "\u00b7"}, {"ndash", "\u2013"},  {"mdash", "\u2014"},
    {"lsquo", "\u2018"},  {"rsquo", "\u2019"},  {"ldquo", "\u201c"},  {"rdquo", "\u201d"},  {"hellip", "\u2026"},
    {"reg", "\u00ae"},    {"trade", "\u2122"},  {"copy", "\u00a9"},   {"deg", "\u00b0"},    {"frac12", "\u00bd"},
    {"frac14", "\u00bc"}, {"frac34", "\u00be"}, {"eacute", "\u00e9"}, {"egrave", "\u00e8"}, {"times", "\u00d7"},
});

constexpr std::array<std::string_view, 14> line_tags{"p",  "br", "li", "ul", "ol", "div", "tr",
                                                     "h1", "h2", "h3", "h4", "h5", "h6",  "table"};

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

void append_character(std::string& text, std::uint32_t c) {
    const auto byte = [&text](std::uint32_t value) { text += static_cast<char>(value); };
    const bool is_text = (c >= 0xa0 || (c >= 0x20 && c < 0x7f)) && c <= 0x10ffff && (c < 0xd800 || c >= 0xe000);
    if (!is_text) {
        text += ' ';
    } else if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
    } else {
        byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
    }
}

std::optional<std::uint32_t> numeric_reference(std::string_view name) {
    if (!name.starts_with('#')) return std::nullopt;
    name.remove_prefix(1);
    const bool is_hexadecimal = name.starts_with('x') || name.starts_with('X');
    if (is_hexadecimal) name.remove_prefix(1);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, is_hexadecimal ? 16 : 10);
    if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
    return number;
}

/// Resolves the reference at the front of `html`, or takes the ampersand as it is.
void take_reference(std::string_view& html, std::string& text) {
    constexpr std::size_t longest = 10;
    const auto end = html.substr(0, longest).find(';');
    const auto name = end == std::string_view::npos ? std::string_view{} : html.substr(1, end - 1);
    const auto* const known =
        std::ranges::find(named_references, name, &std::pair<std::string_view, std::string_view>::first);
    if (known != named_references.end()) {
        text += known->second;
    } else if (const auto number = numeric_reference(name)) {
        append_character(text, *number);
    } else {
        text += '&';
        html.remove_prefix(1);
        return;
    }
    html.remove_prefix(end + 1);
}

/// Takes what begins with `<` off the front.
void take_tag(std::string_view& html, std::string& text) {
    if (html.starts_with("<!--")) {
        const auto end = html.find("-->");
        html.remove_prefix(end == std::string_view::npos ? html.size() : end + 3);
        return;
    }
    const auto end = html.find('>');
    const auto inside = html.substr(1, end == std::string_view::npos ? end : end - 1);
    const auto begin = inside.starts_with('/') ? 1 : 0;
    const auto name = lower(inside.substr(static_cast<std::size_t>(begin),
                                          inside.find_first_of(" \t\n/", 1) - static_cast<std::size_t>(begin)));
    if (name.empty() || name[0] < 'a' || name[0] > 'z') {
        text += '<';
        html.remove_prefix(1);
        return;
    }
    html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
    if (std::ranges::find(line_tags, name) != line_tags.end()) text += '\n';
    if (begin == 0 && (name == "script" || name == "style")) {
        const auto closing = lower(html).find("</" + name);
        html.remove_prefix(std::min(closing, html.size()));
    }
}

/// One blank for several, one line feed for several, none in front and behind.
std::string tidied(std::string_view text) {
    std::string tidy;
    for (const char c : text) {
        const bool is_line = c == '\n';
        const bool is_blank = is_line || c == ' ' || c == '\t' || c == '\r';
        if (!is_blank) {
            tidy += c;
        } else if (is_line) {
            while (tidy.ends_with(' ')) tidy.pop_back();
            if (!tidy.empty() && !tidy.ends_with('\n')) tidy += '\n';
        } else if (!tidy.empty() && !tidy.ends_with(' ') && !tidy.ends_with('\n')) {
            tidy += ' ';
        }
    }
    while (tidy.ends_with(' ') || tidy.ends_with('\n')) tidy.pop_back();
    return tidy;
}

}  // namespace

std::string text_of_html(std::string_view html) {
    std::string text;
    while (!html.empty()) {
        if (html.front() == '<') {
            take_tag(html, text);
        } else if (html.front() == '&') {
            take_reference(html, text);
        } else {
            text += html.front();
            html.remove_prefix(1);
        }
    }
    return tidied(text);
}

}  // namespace orion::catalogue_files
