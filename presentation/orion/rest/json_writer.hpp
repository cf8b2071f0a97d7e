#pragma once

#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace orion::rest {

/// Appends JSON to one text. Commas come by themselves; that every `begin_…` has its `end_…`, and every member its
/// value, is up to the caller.
class JsonWriter {
public:
    void begin_object() { open('{'); }
    void end_object() { text_ += '}'; }
    void begin_array() { open('['); }
    void end_array() { text_ += ']'; }
    void key(std::string_view name);

    void text(std::string_view value);
    void number(std::int64_t value);
    void number(std::uint64_t value);
    void boolean(bool value);
    void null();

    /// `"name": value` for every kind of value that the API shows.
    void member(std::string_view name, std::string_view value);
    void member(std::string_view name, const char* value) { member(name, std::string_view{value}); }
    void member(std::string_view name, const std::string& value) { member(name, std::string_view{value}); }
    void member(std::string_view name, std::int64_t value);
    void member(std::string_view name, int value) { member(name, std::int64_t{value}); }
    void member(std::string_view name, const Money& value);
    void member(std::string_view name, Instant value);

    const std::string& text() const& { return text_; }
    std::string text() && { return std::move(text_); }

private:
    void separate();
    void open(char bracket);
    void append_quoted(std::string_view value);
    std::string text_;
};

}  // namespace orion::rest
