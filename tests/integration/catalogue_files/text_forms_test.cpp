#include "orion/catalogue_files/csv_row.hpp"
#include "orion/catalogue_files/html_text.hpp"
#include "orion/catalogue_files/json_tree.hpp"
#include "orion/catalogue_files/record_reader.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>

using namespace orion;
using namespace orion::catalogue_files;

namespace {

/// Hands out a text in pieces of any size.
class Pieces final : public ByteSource {
public:
    Pieces(std::string text, std::size_t size) : text_{std::move(text)}, size_{size} {}
    Result<std::size_t> read(std::span<char> space) override {
        const auto count = std::min({space.size(), size_, text_.size() - used_});
        std::copy_n(text_.data() + used_, count, space.data());
        used_ += count;
        return count;
    }

private:
    std::string text_;
    std::size_t size_;
    std::size_t used_ = 0;
};

ByteReader bytes(std::string text, std::size_t size = 1'000) {
    return ByteReader{std::make_unique<Pieces>(std::move(text), size)};
}

/// "line:text|line:text", with the state behind it where it is not whole.
std::string records(RecordReader& reader) {
    std::string all;
    while (true) {
        const auto record = reader.next();
        REQUIRE(record);
        if (!*record) return all;
        all += (all.empty() ? "" : "|") + std::to_string((*record)->line) + ":" + (*record)->text;
        if ((*record)->state == Record::State::cut_off) all += " (cut off)";
        if ((*record)->state == Record::State::misplaced) all += " (misplaced)";
    }
}
std::string lines(const std::string& text, std::size_t size = 1'000) {
    LineReader reader{bytes(text, size)};
    return records(reader);
}
std::string elements(const std::string& text, std::size_t size = 1'000) {
    ArrayReader reader{bytes(text, size)};
    return records(reader);
}

std::string rows(const std::string& text) {
    CsvReader reader{std::make_unique<LineReader>(bytes(text))};
    std::string all;
    while (true) {
        const auto row = reader.next();
        REQUIRE(row);
        if (!*row) return all;
        all += (all.empty() ? "" : " ") + std::to_string((*row)->line) + ":";
        if (!(*row)->is_sound) all += "bad";
        for (const auto& cell : (*row)->cells) all += "[" + cell + "]";
    }
}

}  // namespace

TEST_SUITE("catalogue_files/text_forms") {
    TEST_CASE("lines are cut wherever the file is cut into pieces") {
        for (const std::size_t size : {1, 2, 3, 100}) {
            CAPTURE(size);
            CHECK(lines("\xEF\xBB\xBF"
                        "a\r\n\nb\nc",
                        size) == "1:a|2:|3:b|4:c");
        }
        CHECK(lines("").empty());
        CHECK(lines("a\n") == "1:a");
    }

    TEST_CASE("an endless line costs a bounded amount of memory and itself") {
        LineReader reader{bytes(std::string(3 * Record::max_bytes, 'x') + "\nnext\n", 65'536)};
        const auto first = reader.next();
        CHECK((*first)->state == Record::State::too_long);
        CHECK((*first)->text.size() == Record::max_bytes);
        CHECK(records(reader) == "2:next");
    }

    TEST_CASE("an array is cut into its elements") {
        for (const std::size_t size : {1, 7, 100}) {
            CAPTURE(size);
            CHECK(elements(R"( [ {"a":[1,"]}\""]} , 2,{"b":{}} ] rest)", size) ==
                  R"(1:{"a":[1,"]}\""]} |2:2|3:{"b":{}} )");
        }
        CHECK(elements("[]").empty());
        CHECK(elements(R"([{"a":1},{"b")") == R"(1:{"a":1}|2:{"b" (cut off))");
        CHECK(elements("[1,2") == "1:1|2:2 (cut off)");
        CHECK(elements("[1}2]") == "1:1|2: (misplaced)|3:2");
    }

    TEST_CASE("numbers keep the digits they were written with") {
        const auto json = parse_json(R"({"a": 109.990, "b": 1e400, "c": -0, "d": 12345678901234567890, "e": "x"})");
        REQUIRE(json);
        CHECK(*json->member("a")->text_or_number() == "109.990");
        CHECK(*json->member("b")->text_or_number() == "1e400");
        CHECK(*json->member("d")->text_or_number() == "12345678901234567890");
        CHECK_FALSE(json->member("d")->integer());
        CHECK(*json->member("e")->text() == "x");
        CHECK(json->member("f") == nullptr);
    }

    TEST_CASE("what is no JSON is no JSON") {
        for (const std::string bad : {"", "{", "{}{}", "{\"a\":1,\"a\":2}", "{\"a\":\"\xFF\"}", "[1,]", "nul", "NaN",
                                      "{\"a\":01}", "\"\\ud800\""}) {
            CAPTURE(bad);
            CHECK_FALSE(parse_json(bad));
        }
        CHECK_FALSE(parse_json(std::string(100'000, '[')));
        CHECK(parse_json(" {\"a\":{\"b\":[null,true,{\"c\":\"\"}]}} \r"));
    }

    TEST_CASE("CSV cells may be quoted and then hold anything") {
        CHECK(rows("a,b\n\"x,\"\"y\"\"\",\"two\nlines\"\n,\n") == "1:[a][b] 2:[x,\"y\"][two\nlines] 4:[][]");
        CHECK(rows("\n\na\n") == "3:[a]");
        CHECK(rows("5\" disk,b") == "1:[5\" disk][b]");
    }

    TEST_CASE("a row whose quotes do not match costs its own line only") {
        CHECK(rows("a,\"b\nc,d\ne,f\n") == "1:bad 2:[c][d] 3:[e][f]");
        CHECK(rows("\"a\"b,c\nd\n") == "1:bad 2:[d]");
        std::string unfinished = "\"open\n";
        for (int i = 0; i < 30'000; ++i) unfinished += "x\n";
        CHECK(rows(unfinished).starts_with("1:bad 2:[x] 3:[x]"));
    }

    TEST_CASE("a file of rows that all open a quote is not read again for each of them") {
        constexpr std::size_t count = 50'000;
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "x\",\"\n";
        CsvReader reader{std::make_unique<LineReader>(bytes(text))};
        std::size_t bad = 0;
        // In minutes, if it were.
        while (const auto row = reader.next().value()) bad += row->is_sound ? 0 : 1;
        CHECK(bad == count);
    }

    TEST_CASE("HTML becomes text, well-formed or not") {
        CHECK(text_of_html("<p>Tea &amp; cake.<p>\n<ul>\n<li>Hot&nbsp;drink</li><li>5&#8243;</ul>") ==
              "Tea & cake.\nHot drink\n5\xE2\x80\xB3");
        CHECK(text_of_html("a < b & c &unknown; &#0; <br/>d<!-- no --><script>if (a<b) {}</script>e") ==
              "a < b & c &unknown;\nde");
        CHECK(text_of_html("<p title='x>y'>z</p") == "y'>z");
        CHECK(text_of_html("<").starts_with("<"));
        CHECK(text_of_html("<script>never closed").empty());
        CHECK(text_of_html("").empty());
    }
}
