// Setting long texts aside changes nothing: the shortened document is JSON where the whole is, says the same but for
// the names, and each name's text is what the parser makes of it, with the same estimate, at the same place.
#include "driver.h"
#include "wire_seeds.h"

#include <server/wire/json_scan.h>

namespace {

using namespace beaver;
using fuzz::require;
namespace dom = simdjson::dom;

void compareTexts(const wire::LongTexts &aside, std::string_view whole, std::string_view shortened)
{
    const wire::LongTexts::Text *text = aside.find(shortened);
    if (!text) {
        require(whole == shortened, "a short text stays");
        return;
    }
    wire::TokenEstimate estimate;
    estimate.add(whole);
    require(text->decoded() == whole, "a long text is read as the parser reads it");
    require(text->decodedSize == whole.size(), "its size is known");
    require(text->estimate.tokens() == estimate.tokens(), "it is counted as any text");
    const std::string beginning = text->decoded(whole.size() / 2);
    require(whole.starts_with(beginning) && beginning.size() + 4 > whole.size() / 2, "its beginning can be had");
}

void compare(const wire::LongTexts &aside, dom::element whole, dom::element shortened)
{
    require(whole.type() == shortened.type(), "each value keeps its type");
    if (whole.is_string()) {
        compareTexts(aside, std::string_view(whole), std::string_view(shortened));
    } else if (whole.is_array()) {
        auto other = dom::array(shortened).begin();
        for (const dom::element element : dom::array(whole)) {
            compare(aside, element, *other);
            ++other;
        }
        require(other == dom::array(shortened).end(), "a list keeps its length");
    } else if (whole.is_object()) {
        auto other = dom::object(shortened).begin();
        for (const auto field : dom::object(whole)) {
            require(field.key == other.key(), "a key is never set aside");
            compare(aside, field.value, other.value());
            ++other;
        }
        require(other == dom::object(shortened).end(), "an object keeps its size");
    } else {
        require(simdjson::minify(whole) == simdjson::minify(shortened), "what is no text stays");
    }
}

void tryOne(std::string_view input, std::mt19937 &random)
{
    std::string json(input.substr(std::min<std::size_t>(input.size(), 1)));
    json.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    wire::LongTexts aside(1 + random() % 40);
    const std::string_view shortened = aside.setAside(json);
    if (shortened.empty())
        return;
    dom::parser wholeParser;
    dom::parser shortParser;
    dom::element wholeDocument;
    dom::element shortDocument;
    const auto wholeError = wholeParser.parse(json).get(wholeDocument);
    const auto shortError = shortParser.parse(shortened.data(), shortened.size(), false).get(shortDocument);
    require((wholeError == simdjson::SUCCESS) == (shortError == simdjson::SUCCESS), "both are JSON or neither is");
    if (wholeError)
        return;
    compare(aside, wholeDocument, shortDocument);
    const auto &whole = *wholeParser.implementation;
    const auto &shorter = *shortParser.implementation;
    require(whole.n_structural_indexes == shorter.n_structural_indexes, "each value keeps its place");
    for (std::uint32_t index = 0; index < whole.n_structural_indexes; ++index)
        require(aside.place(shorter.structural_indexes[index]) == whole.structural_indexes[index],
                "a place of the shortened document is known in the whole one");
}

} // namespace

int main(int argc, char **argv)
{
    fuzz::Target target;
    target.name = "long_texts";
    target.tryOne = tryOne;
    target.seeds = fuzz::requestSeeds();
    return fuzz::run(target, argc, argv);
}
