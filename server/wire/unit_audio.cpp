#include <server/wire/unit_audio.h>

#include <algorithm>
#include <unordered_map>

namespace beaver::wire {

namespace audio {

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char c : bytes)
        number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

std::uint64_t littleEndian(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (std::size_t at = bytes.size(); at-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes[at]);
    return number;
}

std::optional<std::int64_t> toMs(std::uint64_t units, std::uint64_t rate)
{
    constexpr auto most = static_cast<std::uint64_t>(longestMs);
    if (rate == 0 || units / rate > most / 1000)
        return std::nullopt;
    // The whole seconds apart, so that nothing overflows; rounded up.
    constexpr std::uint64_t mostRate = 1'000'000'000'000'000;
    const std::uint64_t rest = units % rate;
    const std::uint64_t restMs = rate > mostRate ? 1000 : (rest * 1000 + rate - 1) / rate;
    return static_cast<std::int64_t>(units / rate * 1000 + restMs);
}

/// RIFF chunks: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
std::optional<std::int64_t> wavMs(std::string_view file)
{
    std::uint64_t bytesPerSecond = 0;
    for (std::size_t at = 12; at + 8 <= file.size();) {
        const std::string_view name = file.substr(at, 4);
        const std::uint64_t size = littleEndian(file.substr(at + 4, 4));
        at += 8;
        const std::size_t left = file.size() - at;
        if (name == "fmt " && size >= 16 && left >= 16) {
            const std::uint64_t format = littleEndian(file.substr(at, 2));
            const std::uint64_t channels = littleEndian(file.substr(at + 2, 2));
            const std::uint64_t rate = littleEndian(file.substr(at + 4, 4));
            const std::uint64_t bits = littleEndian(file.substr(at + 14, 2));
            bytesPerSecond = littleEndian(file.substr(at + 8, 4));
            // Decoders of plain samples count them and don't ask for the byte rate.
            if ((format == 1 || format == 3) && channels * bits / 8 > 0)
                bytesPerSecond = rate * (channels * bits / 8);
        } else if (name == "data") {
            // A recorder that didn't know yet wrote 0 or the largest number.
            const std::uint64_t bytes = size == 0 ? left : std::min<std::uint64_t>(size, left);
            return toMs(bytes, bytesPerSecond);
        }
        if (size > left)
            break;
        at += size + size % 2;
    }
    return std::nullopt;
}

/// The block STREAMINFO: RFC 9639, 8.2.
std::optional<std::int64_t> flacMs(std::string_view file)
{
    if (file.size() < 4 + 4 + 18 || (static_cast<unsigned char>(file[4]) & 0x7f) != 0)
        return std::nullopt;
    const std::uint64_t packed =
        bigEndian(file.substr(4 + 4 + 10, 8)); // 20 bits rate, 3 + 5 channels and bits, 36 samples
    const std::uint64_t samples = packed & 0xf'ffff'ffff;
    return samples == 0 ? std::nullopt : toMs(samples, packed >> 44);
}

namespace {

struct OggStream
{
    std::uint64_t rate = 0; ///< 0: no audio that we know
    std::uint64_t skipped = 0;
    std::uint64_t end = 0; ///< the highest granule position
};

/// By the first packet of a logical stream: RFC 7845, Vorbis I 4.2.2, the FLAC-to-Ogg mapping.
OggStream oggStream(std::string_view packet)
{
    if (packet.starts_with("OpusHead") && packet.size() >= 12)
        return {48'000, littleEndian(packet.substr(10, 2)), 0};
    if (packet.starts_with("\x01vorbis") && packet.size() >= 16)
        return {littleEndian(packet.substr(12, 4)), 0, 0};
    if (packet.starts_with("\x7f"
                           "FLAC") &&
        packet.size() >= 9 + 4 + 18)
        return {bigEndian(packet.substr(9 + 4 + 4 + 10, 3)) >> 4, 0, 0};
    return {};
}

} // namespace

/// Pages: RFC 3533, 6.
std::optional<std::int64_t> oggMs(std::string_view file)
{
    constexpr std::size_t head = 27;
    std::unordered_map<std::uint64_t, OggStream> streams;
    for (std::size_t at = 0; at + head <= file.size();) {
        if (file.substr(at, 4) != "OggS") {
            at = file.find("OggS", at);
            if (at == std::string_view::npos)
                break;
            continue;
        }
        const auto segments = static_cast<unsigned char>(file[at + 26]);
        if (at + head + segments > file.size())
            break;
        std::size_t content = 0;
        for (std::size_t segment = 0; segment < segments; ++segment)
            content += static_cast<unsigned char>(file[at + head + segment]);
        const std::uint64_t granule = littleEndian(file.substr(at + 6, 8));
        const std::uint64_t serial = littleEndian(file.substr(at + 14, 4));
        if ((static_cast<unsigned char>(file[at + 5]) & 2) != 0 && streams.size() < 64) // it begins a stream
            streams.try_emplace(serial, oggStream(file.substr(at + head + segments, content)));
        if (const auto stream = streams.find(serial); stream != streams.end() && granule != ~std::uint64_t{0})
            stream->second.end = std::max(stream->second.end, granule);
        at += head + segments + content;
    }
    std::int64_t total = 0;
    for (const auto &[serial, stream] : streams) {
        if (stream.rate == 0 || stream.end <= stream.skipped)
            continue;
        const auto ms = toMs(stream.end - stream.skipped, stream.rate);
        if (!ms)
            return std::nullopt;
        total += *ms;
    }
    return total == 0 ? std::nullopt : std::optional(total);
}

} // namespace audio

namespace {

/// Behind ID3v2 tags, which music players put in front: https://id3.org/id3v2.4.0-structure, 3.1.
std::string_view withoutTags(std::string_view file)
{
    while (file.size() > 10 && file.starts_with("ID3")) {
        std::size_t size = 10;
        std::size_t content = 0;
        for (std::size_t at = 6; at < 10; ++at)
            content = content << 7 | (static_cast<unsigned char>(file[at]) & 0x7f);
        if ((static_cast<unsigned char>(file[5]) & 0x10) != 0)
            size += 10; // a footer
        file.remove_prefix(std::min(size + content, file.size()));
    }
    return file;
}

} // namespace

std::optional<std::int64_t> audioMs(std::string_view file)
{
    if (file.size() < 16)
        return std::nullopt;
    if ((file.starts_with("RIFF") || file.starts_with("RF64")) && file.substr(8, 4) == "WAVE")
        return audio::wavMs(file);
    if (file.starts_with("OggS"))
        return audio::oggMs(file);
    if (file.substr(4, 4) == "ftyp")
        return audio::mp4Ms(file);
    if (file.starts_with("\x1a\x45\xdf\xa3"))
        return audio::webmMs(file);
    file = withoutTags(file);
    if (file.starts_with("fLaC"))
        return audio::flacMs(file);
    const auto mpeg = audio::mpegMs(file);
    return mpeg ? mpeg : audio::adtsMs(file);
}

std::int64_t longestAudioMs(std::size_t bytes)
{
    constexpr std::size_t bytesPerSecond = 750;
    return static_cast<std::int64_t>(bytes / bytesPerSecond) * 1000 + 1000;
}

std::int64_t pricedSeconds(std::int64_t ms)
{
    return std::max<std::int64_t>(1, (ms + 999) / 1000);
}

} // namespace beaver::wire
