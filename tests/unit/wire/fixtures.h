#pragma once

#include <optional>
#include <string>
#include <vector>

namespace beaver::tests {

/// One recorded exchange with a provider of the OpenAI dialect; see the README beside the data.
struct Fixture
{
    std::string provider;
    std::string name;
    int status = 0;
    bool stream = false;
    std::vector<std::string> tags;
    std::string request;  ///< JSON, or empty
    std::string response; ///< bytes

    bool has(const std::string &tag) const;
};

/// All chat exchanges of these providers; empty where the shared data is missing (then tests skip with a word).
std::vector<Fixture> chatFixtures(const std::vector<std::string> &providers);

std::string readFile(const std::string &path);

} // namespace beaver::tests
