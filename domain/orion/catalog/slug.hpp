#pragma once

#include "orion/kernel/result.hpp"

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace orion::catalog {

/// The name of a product or category in a web address: 1–120 characters of `a-z 0-9 -`, a letter or digit first and
/// last. Never the form of an id, so that `/products/{id or slug}` has one meaning.
class Slug {
public:
    static constexpr std::size_t max_length = 120;

    /// `invalid` / `malformed_slug`
    static Result<Slug> parse(std::string_view text);

    /// A slug that resembles `title`: lower case, everything but ASCII letters and digits a dash. `item` if nothing of
    /// it is left.
    static Slug derive(std::string_view title);

    /// This slug with `-suffix` (itself made a slug) behind it, shortened to fit.
    Slug with(std::string_view suffix) const;

    const std::string& text() const { return text_; }
    friend auto operator<=>(const Slug&, const Slug&) = default;

private:
    explicit Slug(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

}  // namespace orion::catalog
