#include "fixtures.h"

#include <simdjson.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace beaver::tests {

bool Fixture::has(const std::string &tag) const
{
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

std::string readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<Fixture> chatFixtures(const std::vector<std::string> &providers)
{
    const std::string root = std::string(BEAVER_SHARED_DATA) + "/data/fixtures/";
    const std::string index = readFile(root + "index.json");
    std::vector<Fixture> fixtures;
    simdjson::dom::parser parser;
    simdjson::dom::array list;
    if (index.empty() || parser.parse(simdjson::padded_string(index)).get(list))
        return fixtures;
    for (const simdjson::dom::element entry : list) {
        Fixture fixture;
        fixture.provider = std::string(std::string_view(entry["provider"]));
        fixture.name = std::string(std::string_view(entry["case"]));
        fixture.status = static_cast<int>(std::int64_t(entry["status"]));
        fixture.stream = bool(entry["stream"]);
        for (const simdjson::dom::element tag : simdjson::dom::array(entry["tags"]))
            fixture.tags.emplace_back(std::string_view(tag));
        const bool other = fixture.has("embeddings") || fixture.has("models") || fixture.has("responses") ||
                           fixture.has("images") || fixture.has("moderation") || fixture.has("completions");
        if (other || std::find(providers.begin(), providers.end(), fixture.provider) == providers.end())
            continue;
        const std::string folder = root + std::string(std::string_view(entry["path"])) + '/';
        fixture.request = readFile(folder + "request.json");
        fixture.response = readFile(folder + std::string(std::string_view(entry["response"])));
        fixtures.push_back(std::move(fixture));
    }
    return fixtures;
}

} // namespace beaver::tests
