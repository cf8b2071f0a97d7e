#include "orion/catalogue_files/sent_catalogues.hpp"

#include "orion/catalogue_files/open_catalogue.hpp"

#include <algorithm>
#include <utility>

namespace orion::catalogue_files {
namespace {

class TextBytes final : public ByteSource {
public:
    explicit TextBytes(std::string text) : text_{std::move(text)} {}

    Result<std::size_t> read(std::span<char> space) override {
        const auto count = std::min(space.size(), text_.size() - used_);
        std::copy_n(text_.data() + used_, count, space.data());
        used_ += count;
        return count;
    }

private:
    std::string text_;
    std::size_t used_ = 0;
};

}  // namespace

std::unique_ptr<catalog::CatalogueSource> SentCatalogues::open(std::string text, catalog::CatalogueForm form) {
    const auto format = form == catalog::CatalogueForm::csv ? Format::orion_csv : Format::orion_json;
    return open_plain_catalogue(std::make_unique<TextBytes>(std::move(text)), format);
}

}  // namespace orion::catalogue_files
