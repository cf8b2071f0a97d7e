#pragma once

#include <atomic>
#include <string>
#include <utility>

namespace orion {

/// A text that must not be shown: no formatter, no comparison, no stream operator. Wiped when it goes.
/// Whoever needs the text says so with `expose()`, which is easy to search for.
class Secret {
public:
    explicit Secret(std::string text) : text_{std::move(text)} {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept { text_.swap(other.text_); }
    Secret& operator=(Secret other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~Secret() { wipe(); }

    const std::string& expose() const { return text_; }

private:
    void wipe() noexcept {
        for (char& c : text_) static_cast<volatile char&>(c) = '\0';
        std::atomic_signal_fence(std::memory_order_seq_cst);
        text_.clear();
    }
    std::string text_;
};

}  // namespace orion
