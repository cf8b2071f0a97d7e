#include "orion/catalogue_files/csv_row.hpp"

#include <utility>

namespace orion::catalogue_files {
namespace {

/// Takes lines until a row is complete.
class RowParser {
public:
    enum class State { complete, open, malformed };

    State take_line(std::string_view line) {
        if (in_quotes_) cell_ += '\n';
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (in_quotes_) {
                const bool is_doubled = line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"';
                if (is_doubled) ++i;
                if (line[i] == '"' && !is_doubled) {
                    in_quotes_ = false;
                    is_closed_ = true;
                } else {
                    cell_ += line[i];
                }
            } else if (line[i] == ',') {
                end_cell();
            } else if (is_closed_) {
                return State::malformed;
            } else if (line[i] == '"' && cell_.empty()) {
                in_quotes_ = true;
            } else {
                cell_ += line[i];
            }
        }
        if (in_quotes_) return State::open;
        end_cell();
        return State::complete;
    }

    std::vector<std::string> take_cells() { return std::move(cells_); }

private:
    void end_cell() {
        cells_.push_back(std::exchange(cell_, {}));
        is_closed_ = false;
    }

    std::vector<std::string> cells_;
    std::string cell_;
    bool in_quotes_ = false;
    bool is_closed_ = false;
};

}  // namespace

Result<std::optional<CsvRow>> CsvReader::next() {
    while (true) {
        ORION_TRY(auto line, next_line());
        if (!line) return std::optional<CsvRow>{};
        if (!line->text.empty()) return read_row(*line);
    }
}

Result<std::optional<Record>> CsvReader::next_line() {
    if (returned_.empty()) return lines_->next();
    auto line = std::move(returned_.front());
    returned_.pop_front();
    return line;
}

Result<CsvRow> CsvReader::read_row(const Record& first) {
    const auto number = first.line;
    RowParser parser;
    auto state = first.state == Record::State::whole ? parser.take_line(first.text) : RowParser::State::malformed;
    std::deque<Record> read_ahead;
    auto size = first.text.size();
    bytes_read_ += size + 1;
    const bool is_bad_file = bytes_returned_ > 8 * bytes_read_ + 4 * Record::max_bytes;
    const auto most_lines = is_bad_file ? max_lines_in_bad_files : max_lines_per_row;
    while (state == RowParser::State::open) {
        ORION_TRY(auto line, next_line());
        if (!line) break;
        size += line->text.size() + 1;
        const bool is_too_much =
            line->state != Record::State::whole || size > Record::max_bytes || read_ahead.size() + 1 >= most_lines;
        state = is_too_much ? RowParser::State::malformed : parser.take_line(line->text);
        read_ahead.push_back(*std::move(line));
    }
    if (state == RowParser::State::complete) return CsvRow{.line = number, .cells = parser.take_cells()};
    bytes_returned_ += size;
    returned_.insert(returned_.begin(), std::make_move_iterator(read_ahead.begin()),
                     std::make_move_iterator(read_ahead.end()));
    return CsvRow{.line = number, .cells = {}, .is_sound = false};
}

}  // namespace orion::catalogue_files
