#pragma once

#include "orion/catalogue_files/record_reader.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::catalogue_files {

struct CsvRow {
    std::size_t line;  ///< its first one
    std::vector<std::string> cells;
    bool is_sound = true;  ///< false: too long, or its quotes do not match
};

/// Reads comma-separated values as RFC 4180 has them: cells in double quotes may hold commas, line ends and doubled
/// quotes. Empty lines are left out. A row whose quotes do not match costs its first line only. In a file that is full
/// of such rows, the others have to end within `max_lines_in_bad_files`, so that they are found without reading it all
/// again for each.
class CsvReader {
public:
    static constexpr std::size_t max_lines_per_row = 25'000;  ///< more than any description has
    static constexpr std::size_t max_lines_in_bad_files = 100;

    explicit CsvReader(std::unique_ptr<RecordReader> lines) : lines_{std::move(lines)} {}
    /// Nothing at the end. Errors are those of the byte source.
    Result<std::optional<CsvRow>> next();

private:
    Result<std::optional<Record>> next_line();
    Result<CsvRow> read_row(const Record& first);

    std::unique_ptr<RecordReader> lines_;
    std::deque<Record> returned_{};  ///< lines that were read ahead and turned out to be rows of their own
    std::size_t bytes_read_ = 0;
    std::size_t bytes_returned_ = 0;
};

}  // namespace orion::catalogue_files
