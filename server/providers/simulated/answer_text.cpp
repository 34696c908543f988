#include <server/providers/simulated/answer_text.h>

#include <array>

namespace beaver::providers {

std::vector<std::string_view> simulatedTokens(std::string_view text)
{
    std::vector<std::string_view> tokens;
    std::size_t from = 0;
    while (from < text.size()) {
        std::size_t to = from;
        while (to < text.size() && text[to] == ' ')
            ++to;
        while (to < text.size() && text[to] != ' ')
            ++to;
        tokens.push_back(text.substr(from, to - from));
        from = to;
    }
    return tokens;
}

std::string loremText(int words)
{
    static constexpr std::array<std::string_view, 19> lorem{
        "lorem",   "ipsum",  "dolor",      "sit", "amet",   "consectetur", "adipiscing", "elit",  "sed",   "do",
        "eiusmod", "tempor", "incididunt", "ut",  "labore", "et",          "dolore",     "magna", "aliqua"};
    std::string text;
    for (int at = 0; at < words; ++at) {
        if (at > 0)
            text += ' ';
        text += lorem[static_cast<std::size_t>(at) % lorem.size()];
    }
    return text;
}

} // namespace beaver::providers
