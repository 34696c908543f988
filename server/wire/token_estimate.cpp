#include <server/wire/token_estimate.h>

namespace beaver::wire {

void TokenEstimate::add(std::string_view text)
{
    // Counted without branches so that the compiler vectorises it: prompts can be megabytes.
    std::int64_t plain = 0;
    std::int64_t leading = 0;
    std::int64_t continuing = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const auto folded = static_cast<unsigned char>(byte | 0x20);
        plain += static_cast<int>(folded >= 'a' && folded <= 'z') + static_cast<int>(byte == ' ');
        leading += static_cast<int>(byte >= 0xc0);
        continuing += static_cast<int>(byte >= 0x80 && byte < 0xc0);
    }
    const std::int64_t other = static_cast<std::int64_t>(text.size()) - plain - leading - continuing;
    m_hundredths += plain * 24 + other * 50 + leading * 100;
}

} // namespace beaver::wire
