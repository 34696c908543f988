#include "fixture.h"

#include "text.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace faulty {

namespace {

bool isPlainName(std::string_view name)
{
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9') || character == '_' || character == '-' || character == '.';
    });
}

bool readFile(const std::string &path, std::string &bytes)
{
    std::ifstream file(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
    return file.good() || file.eof();
}

// Each event with the blank line that ends it, whatever its line ends are; what follows the last one is a part too.
std::vector<std::string> eventsOf(const std::string &body)
{
    std::vector<std::string> events;
    std::size_t start = 0;
    while (start < body.size()) {
        std::size_t end = std::string::npos;
        for (const std::string_view blank : {"\n\n", "\r\n\r\n", "\r\r"}) {
            const std::size_t found = body.find(blank, start);
            if (found != std::string::npos)
                end = std::min(end, found + blank.size());
        }
        end = std::min(end, body.size());
        events.push_back(body.substr(start, end - start));
        start = end;
    }
    return events;
}

} // namespace

std::optional<Plan> loadFixture(const std::string &folder, std::string_view name, std::string &error)
{
    if (folder.empty()) {
        error = "start it with --fixtures DIR to replay recorded exchanges";
        return std::nullopt;
    }
    const std::size_t border = std::min(name.find('/'), name.find('.'));
    const std::string_view provider = name.substr(0, border);
    const std::string_view title = border == std::string_view::npos ? std::string_view() : name.substr(border + 1);
    if (!isPlainName(provider) || !isPlainName(title)) {
        error = "option 'case' takes provider/name, not '" + std::string(name) + "'";
        return std::nullopt;
    }
    const std::string place = folder + "/" + std::string(provider) + "/" + std::string(title) + "/";

    simdjson::dom::parser parser;
    simdjson::dom::element meta;
    if (parser.load(place + "meta.json").get(meta) != simdjson::SUCCESS) {
        error = "no recorded exchange '" + std::string(name) + "' (its meta.json is missing or not JSON)";
        return std::nullopt;
    }
    Plan plan;
    std::string_view file;
    std::int64_t status = 200;
    if (meta["status"].get(status) != simdjson::SUCCESS || meta["response_file"].get(file) != simdjson::SUCCESS ||
        !isPlainName(file)) {
        error = "meta.json of '" + std::string(name) + "' lacks status or response_file";
        return std::nullopt;
    }
    plan.status = static_cast<int>(status);

    bool stream = false;
    simdjson::dom::object headers;
    if (meta["response_headers"].get(headers) == simdjson::SUCCESS)
        for (const auto &[key, value] : headers) {
            static constexpr std::array<std::string_view, 4> framing{"content-length", "transfer-encoding",
                                                                     "content-encoding", "connection"};
            const std::string header = lowerCase(key);
            std::string_view text;
            if (std::ranges::find(framing, header) != framing.end() || value.get(text) != simdjson::SUCCESS)
                continue;
            stream = stream || (header == "content-type" && text.starts_with("text/event-stream"));
            plan.headers.emplace_back(header, text);
        }

    std::string body;
    if (!readFile(place + std::string(file), body)) {
        error = "can't read the body of '" + std::string(name) + "'";
        return std::nullopt;
    }
    plan.framing = stream ? Framing::Chunked : Framing::Length;
    plan.parts = stream ? eventsOf(body) : std::vector<std::string>{body};
    return plan;
}

} // namespace faulty
