#include <server/wire/chat_request.h>
#include <server/wire/image_tokens.h>

#include <algorithm>
#include <array>
#include <utility>

namespace beaver::wire {

std::int64_t mostImageTokens(std::string_view model)
{
    // The first that the name holds.
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> known{{
        {"gpt-4o-mini", 2'833 + 8 * 5'667}, // 8 tiles at most
        {"gpt-4.1-nano", 3'779},            // 1,536 patches at most
        {"gpt-5-nano", 3'779},
        {"-mini", 2'642},
        {"claude", 4'784},
        {"gemini-3", 2'240},
        {"gemini", 4'128}, // 16 tiles
    }};
    const auto *const found =
        std::ranges::find_if(known, [&](const auto &one) { return model.find(one.first) != std::string_view::npos; });
    return found == known.end() ? tokensOfImage : found->second;
}

} // namespace beaver::wire
