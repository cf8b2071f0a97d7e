#include "orion/persistence/catalog/search_text.hpp"

#include "orion/kernel/result.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <map>

namespace orion::persistence::detail {
namespace {

using Words = std::vector<std::string>;

/// The tokenizer of SQLite's FTS5 as the catalogue's table there is created with. One per thread.
class Tokenizer {
public:
    Tokenizer() {
        contract(sqlite3_open(":memory:", &database_) == SQLITE_OK, "a database in memory opens");
        sqlite3_stmt* statement = nullptr;
        fts5_api* api = nullptr;
        sqlite3_prepare_v2(database_, "SELECT fts5(?1)", -1, &statement, nullptr);
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
        sqlite3_finalize(statement);
        void* context = nullptr;
        std::array<const char*, 2> options{"remove_diacritics", "2"};
        const bool created =
            api != nullptr && api->xFindTokenizer(api, "unicode61", &context, &methods_) == SQLITE_OK &&
            methods_.xCreate(context, options.data(), static_cast<int>(options.size()), &tokenizer_) == SQLITE_OK;
        contract(created, "SQLite has FTS5 and its tokenizer");
    }
    ~Tokenizer() {
        methods_.xDelete(tokenizer_);
        sqlite3_close(database_);
    }
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;

    Words words_of(std::string_view text) {
        Words words;
        const auto take = [](void* into, int, const char* word, int size, int, int) {
            static_cast<Words*>(into)->push_back(shortened({word, static_cast<std::size_t>(size)}));
            return SQLITE_OK;
        };
        methods_.xTokenize(tokenizer_, &words, FTS5_TOKENIZE_DOCUMENT, text.data(), static_cast<int>(text.size()),
                           take);
        return words;
    }

private:
    /// As much of a word as a tsvector takes, in whole characters.
    static std::string shortened(std::string_view word) {
        constexpr std::size_t longest = 2046;
        if (word.size() <= longest) return std::string{word};
        auto end = longest;
        while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xc0U) == 0x80U) --end;
        return std::string{word.substr(0, end)};
    }

    sqlite3* database_ = nullptr;
    fts5_tokenizer methods_{};
    Fts5Tokenizer* tokenizer_ = nullptr;
};

Words words_of(std::string_view text) {
    thread_local Tokenizer tokenizer;
    return tokenizer.words_of(text);
}

/// A word that is nothing but itself.
std::string in_quotes(std::string_view word) {
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'' || c == '\\') text += c;
        text += c;
    }
    return text + '\'';
}

class Document {
public:
    void add(std::string_view text, char weight) {
        for (const auto& word : words_of(text)) {
            auto& places = places_[word];
            // PostgreSQL keeps no more of one word, and none further back.
            if (++position_ > 16'383 || places.count == 255) continue;
            places.text += (places.count++ == 0 ? ":" : ",") + std::to_string(position_) + weight;
        }
        ++position_;  // no phrase goes on in the next text
    }

    std::string text() const {
        std::string all;
        for (const auto& [word, places] : places_) all += (all.empty() ? "" : " ") + in_quotes(word) + places.text;
        return all;
    }

private:
    struct Places {
        int count = 0;
        std::string text{};
    };
    std::map<std::string, Places> places_;
    int position_ = 0;
};

}  // namespace

std::string searched_skus(const catalog::ProductContent& content) {
    std::string skus;
    for (const auto& variant : content.variants) skus += variant.sku.text() + '\n';
    return skus;
}

std::string search_document(const catalog::ProductContent& content) {
    Document document;
    document.add(content.title, 'A');
    document.add(searched_skus(content), 'B');
    document.add(content.description, 'D');
    return document.text();
}

std::optional<std::string> search_query(const std::vector<std::string>& words) {
    std::string query;
    for (const auto& word : words) {
        std::string phrase;
        for (const auto& part : words_of(word)) phrase += (phrase.empty() ? "" : " <-> ") + in_quotes(part);
        if (!phrase.empty()) query += (query.empty() ? "" : " & ") + phrase;
    }
    if (query.empty()) return std::nullopt;
    if (!words_of(words.back()).empty()) query += ":*";
    return query;
}

}  // namespace orion::persistence::detail
