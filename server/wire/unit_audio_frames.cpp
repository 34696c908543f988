#include <server/wire/unit_audio.h>

#include <array>
#include <cstring>

namespace beaver::wire::audio {

namespace {

/// One frame of a stream without a container.
struct AudioFrame
{
    std::size_t bytes = 0; ///< 0: here begins none
    std::uint32_t samples = 0;
    std::uint32_t rate = 0;
};

/// ISO/IEC 11172-3, 2.4.1.3 and 13818-3, 2.4.2.3; 2.5 is the usual extension to lower rates.
AudioFrame mpegFrame(std::string_view bytes)
{
    constexpr std::array<std::array<std::uint16_t, 16>, 5> kilobits{{
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0}, // 1, layer I
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0},    // 1, layer II
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},     // 1, layer III
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0},    // 2 and 2.5, layer I
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},         // 2 and 2.5, layers II and III
    }};
    constexpr std::array<std::uint32_t, 3> rates{44'100, 48'000, 32'000};
    if (bytes.size() < 4)
        return {};
    const auto head = static_cast<std::uint32_t>(bigEndian(bytes.substr(0, 4)));
    const std::uint32_t version = head >> 19 & 3; // 0: 2.5, 2: 2, 3: 1
    const std::uint32_t layer = 4 - (head >> 17 & 3);
    const std::uint32_t rateIndex = head >> 10 & 3;
    if (head >> 21 != 0x7ff || version == 1 || layer == 4 || rateIndex == 3)
        return {};
    const std::size_t table = version == 3 ? layer - 1 : layer == 1 ? 3 : 4;
    const std::uint32_t bits = kilobits[table][head >> 12 & 15] * 1000U;
    if (bits == 0)
        return {};
    const std::uint32_t padding = head >> 9 & 1;
    AudioFrame frame;
    frame.rate = rates[rateIndex] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    frame.samples = layer == 1 ? 384 : layer == 3 && version != 3 ? 576 : 1152;
    frame.bytes = layer == 1 ? (12 * bits / frame.rate + padding) * 4 : frame.samples / 8 * bits / frame.rate + padding;
    return frame;
}

/// ISO/IEC 13818-7, 6.2.
AudioFrame adtsFrame(std::string_view bytes)
{
    constexpr std::array<std::uint32_t, 13> rates{96'000, 88'200, 64'000, 48'000, 44'100, 32'000, 24'000,
                                                  22'050, 16'000, 12'000, 11'025, 8'000,  7'350};
    if (bytes.size() < 7)
        return {};
    const std::uint64_t head = bigEndian(bytes.substr(0, 7));
    const std::size_t rateIndex = head >> 34 & 15;
    const std::size_t length = head >> 13 & 0x1fff;
    if (head >> 44 != 0xfff || (head >> 41 & 3) != 0 || rateIndex >= rates.size() || length < 7)
        return {};
    return {length, 1024 * (static_cast<std::uint32_t>(head & 3) + 1), rates[rateIndex]};
}

/// Sums up the frames. The first, and one after other bytes, must be followed by another: bytes can look like one.
template <typename Read> std::optional<std::int64_t> framesMs(std::string_view file, Read read)
{
    std::uint64_t ms = 0;
    std::uint64_t samples = 0; // at `rate`
    std::uint32_t rate = 0;
    bool inStep = false;
    for (std::size_t at = 0; at < file.size();) {
        const AudioFrame frame = read(file.substr(at, 8));
        const std::size_t next = at + frame.bytes;
        const bool sure =
            frame.bytes > 0 && (inStep || (next + 4 <= file.size() && read(file.substr(next, 8)).bytes > 0));
        if (!sure) {
            inStep = false;
            const void *sync =
                at + 1 < file.size() ? std::memchr(file.data() + at + 1, 0xff, file.size() - at - 1) : nullptr;
            if (!sync)
                break;
            at = static_cast<std::size_t>(static_cast<const char *>(sync) - file.data());
            continue;
        }
        if (frame.rate != rate && rate != 0) {
            ms += samples * 1000 / rate;
            samples = 0;
        }
        rate = frame.rate;
        samples += frame.samples;
        inStep = true;
        at = next;
    }
    if (rate == 0)
        return std::nullopt;
    const auto last = toMs(samples, rate);
    return last && ms < static_cast<std::uint64_t>(longestMs) ? std::optional(static_cast<std::int64_t>(ms) + *last)
                                                              : std::nullopt;
}

} // namespace

std::optional<std::int64_t> mpegMs(std::string_view file)
{
    return framesMs(file, mpegFrame);
}

std::optional<std::int64_t> adtsMs(std::string_view file)
{
    return framesMs(file, adtsFrame);
}

} // namespace beaver::wire::audio
