#include <server/wire/unit_audio.h>

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace beaver::wire::audio {

namespace {

/// Calls `take(name, content)` for each box in `boxes` (ISO/IEC 14496-12, 4.2); a broken one ends it.
template <typename Take> void eachBox(std::string_view boxes, Take take)
{
    while (boxes.size() >= 8) {
        std::uint64_t size = bigEndian(boxes.substr(0, 4));
        const std::string_view name = boxes.substr(4, 4);
        std::size_t head = 8;
        if (size == 1 && boxes.size() >= 16) {
            size = bigEndian(boxes.substr(8, 8));
            head = 16;
        } else if (size == 0) {
            size = boxes.size();
        }
        if (size < head)
            return;
        size = std::min<std::uint64_t>(size, boxes.size()); // the last one may be cut off
        take(name, boxes.substr(head, size - head));
        boxes.remove_prefix(size);
    }
}

/// A number at `at`; 0 where the box is too short for it.
std::uint64_t numberAt(std::string_view box, std::size_t at, std::size_t bytes = 4)
{
    return at + bytes <= box.size() ? bigEndian(box.substr(at, bytes)) : 0;
}

struct Mp4Track
{
    std::uint64_t timescale = 0;
    std::uint64_t units = 0;        ///< as the tables say
    std::uint64_t fragments = 0;    ///< units in fragments
    std::uint64_t fragmentUnit = 0; ///< of a sample that states none (trex)
    bool sound = false;
};

class Mp4Reader
{
public:
    std::optional<std::int64_t> read(std::string_view file)
    {
        // The tables may stand behind the fragments' boxes, so these are read in a second pass.
        eachBox(file, [this](std::string_view name, std::string_view box) {
            if (name == "moov")
                movie(box);
        });
        eachBox(file, [this](std::string_view name, std::string_view box) {
            if (name == "moof")
                eachBox(box, [this](std::string_view inner, std::string_view traf) {
                    if (inner == "traf")
                        fragment(traf);
                });
        });
        std::optional<std::int64_t> longest;
        for (const auto &[id, track] : m_tracks) {
            if (!track.sound)
                continue;
            const auto ms = toMs(std::max(track.units, track.fragments), track.timescale);
            if (ms && (!longest || *ms > *longest))
                longest = ms;
        }
        if (!longest || *longest == 0)
            longest = toMs(m_movieUnits, m_movieScale);
        return longest && *longest > 0 ? longest : std::nullopt;
    }

private:
    static constexpr std::size_t mostTracks = 64;
    static constexpr std::uint64_t mostUnits = std::uint64_t{1} << 40; ///< of one row: sums of them fit

    /// Duration and its scale in mvhd and mdhd: the same places.
    static void header(std::string_view box, std::uint64_t &scale, std::uint64_t &units)
    {
        const bool wide = numberAt(box, 0, 1) == 1;
        scale = numberAt(box, wide ? 20 : 12);
        units = numberAt(box, wide ? 24 : 16, wide ? 8 : 4);
        if (units == (wide ? ~std::uint64_t{0} : 0xffff'ffff))
            units = 0; // not known
    }

    void movie(std::string_view moov)
    {
        eachBox(moov, [this](std::string_view name, std::string_view box) {
            if (name == "mvhd")
                header(box, m_movieScale, m_movieUnits);
            else if (name == "trak" && m_tracks.size() < mostTracks)
                track(box);
            else if (name == "mvex")
                eachBox(box, [this](std::string_view inner, std::string_view trex) {
                    if (inner == "trex" && m_tracks.size() < mostTracks)
                        m_tracks[numberAt(trex, 4)].fragmentUnit = numberAt(trex, 12);
                });
        });
    }

    void track(std::string_view trak)
    {
        Mp4Track found;
        std::uint64_t id = 0;
        eachBox(trak, [&](std::string_view name, std::string_view box) {
            if (name == "tkhd")
                id = numberAt(box, numberAt(box, 0, 1) == 1 ? 20 : 12);
            else if (name == "mdia")
                media(box, found);
        });
        found.fragmentUnit = m_tracks[id].fragmentUnit;
        m_tracks[id] = found;
    }

    static void media(std::string_view mdia, Mp4Track &track)
    {
        eachBox(mdia, [&](std::string_view name, std::string_view box) {
            if (name == "mdhd") {
                std::uint64_t units = 0;
                header(box, track.timescale, units);
                track.units = std::max(track.units, units);
            } else if (name == "hdlr") {
                track.sound = box.size() >= 12 && box.substr(8, 4) == "soun";
            } else if (name == "minf") {
                eachBox(box, [&](std::string_view inner, std::string_view table) {
                    if (inner == "stbl")
                        sampleTable(table, track);
                });
            }
        });
    }

    static void sampleTable(std::string_view stbl, Mp4Track &track)
    {
        eachBox(stbl, [&](std::string_view name, std::string_view box) {
            if (name == "stts")
                track.units = std::max(track.units, sampleTimes(box));
        });
    }

    /// How long the samples are in all (stts): what is decoded, whatever the headers say.
    static std::uint64_t sampleTimes(std::string_view stts)
    {
        std::uint64_t units = 0;
        const std::uint64_t rows = std::min<std::uint64_t>(numberAt(stts, 4), stts.size() / 8);
        for (std::uint64_t row = 0; row < rows; ++row)
            units += std::min(mostUnits, numberAt(stts, 8 + row * 8) * numberAt(stts, 12 + row * 8));
        return units;
    }

    void fragment(std::string_view traf)
    {
        Mp4Track *track = nullptr;
        std::uint64_t unit = 0;
        eachBox(traf, [&](std::string_view name, std::string_view box) {
            const std::uint64_t flags = numberAt(box, 1, 3);
            if (name == "tfhd") {
                const auto found = m_tracks.find(numberAt(box, 4));
                track = found == m_tracks.end() ? nullptr : &found->second;
                const std::size_t at = 8 + ((flags & 1) != 0 ? 8U : 0U) + ((flags & 2) != 0 ? 4U : 0U);
                unit = (flags & 8) != 0 ? numberAt(box, at) : track ? track->fragmentUnit : 0;
            } else if (name == "trun" && track) {
                track->fragments += runUnits(box, flags, unit);
            }
        });
    }

    static std::uint64_t runUnits(std::string_view trun, std::uint64_t flags, std::uint64_t unit)
    {
        const std::uint64_t samples = numberAt(trun, 4);
        if ((flags & 0x100) == 0)
            return std::min(mostUnits, samples * unit);
        const std::size_t from = 8 + ((flags & 1) != 0 ? 4U : 0U) + ((flags & 4) != 0 ? 4U : 0U);
        const auto fields = static_cast<std::size_t>(std::popcount(flags & 0xf00));
        std::uint64_t units = 0;
        for (std::size_t at = from; at + 4 <= trun.size() && (at - from) / (4 * fields) < samples; at += 4 * fields)
            units += numberAt(trun, at);
        return units;
    }

    std::uint64_t m_movieScale = 0;
    std::uint64_t m_movieUnits = 0;
    std::unordered_map<std::uint64_t, Mp4Track> m_tracks;
};

/// EBML elements (RFC 8794, RFC 9559) one after the other, masters of interest entered, all others skipped.
class WebmReader
{
public:
    explicit WebmReader(std::string_view file)
        : m_file(file)
    {}

    std::optional<std::int64_t> read()
    {
        constexpr std::uint64_t segment = 0x18538067;
        constexpr std::uint64_t info = 0x1549a966;
        constexpr std::uint64_t scale = 0x2ad7b1;
        constexpr std::uint64_t duration = 0x4489;
        constexpr std::uint64_t cluster = 0x1f43b675;
        constexpr std::uint64_t clusterTime = 0xe7;
        constexpr std::uint64_t blockGroup = 0xa0;
        constexpr std::uint64_t block = 0xa1;
        constexpr std::uint64_t simpleBlock = 0xa3;
        while (m_at < m_file.size()) {
            const auto id = variable(true);
            const auto size = variable(false);
            if (!id || !size)
                break;
            if (*id == segment || *id == info || *id == cluster || *id == blockGroup)
                continue;
            const std::string_view content = m_file.substr(m_at, *size);
            m_at += content.size();
            if (*id == scale && content.size() <= 8)
                m_nsPerUnit = bigEndian(content);
            else if (*id == duration)
                m_duration = floating(content);
            else if (*id == clusterTime && content.size() <= 8)
                m_cluster = bigEndian(content);
            else if (*id == block || *id == simpleBlock)
                m_last = std::max(m_last, m_cluster + blockTime(content));
        }
        const std::uint64_t units = std::max(m_duration, m_last);
        if (m_nsPerUnit == 0 || m_nsPerUnit > 1'000'000'000 || units == 0 || units > ~std::uint64_t{0} / m_nsPerUnit)
            return std::nullopt;
        return toMs(units * m_nsPerUnit, 1'000'000'000);
    }

private:
    /// An element's id (its length marker kept) or size; a size that isn't known reaches to the end.
    std::optional<std::uint64_t> variable(bool keepMarker)
    {
        if (m_at >= m_file.size())
            return std::nullopt;
        const auto first = static_cast<unsigned char>(m_file[m_at]);
        const auto length = static_cast<std::size_t>(std::countl_zero(first)) + 1;
        if (length > 8 || m_at + length > m_file.size())
            return std::nullopt;
        std::uint64_t number = bigEndian(m_file.substr(m_at, length));
        m_at += length;
        const std::uint64_t values = (std::uint64_t{1} << (7 * length)) - 1;
        return keepMarker ? number : number & values;
    }

    /// Seconds or the like as they are written: a float; rounded up.
    static std::uint64_t floating(std::string_view bytes)
    {
        double number = 0;
        if (bytes.size() == 4)
            number = std::bit_cast<float>(static_cast<std::uint32_t>(bigEndian(bytes)));
        else if (bytes.size() == 8)
            number = std::bit_cast<double>(bigEndian(bytes));
        return number > 0 && number < 1e15 ? static_cast<std::uint64_t>(number) + 1 : 0;
    }

    /// A block's time within its cluster, behind the number of its track; earlier ones count as 0.
    static std::uint64_t blockTime(std::string_view block)
    {
        if (block.empty())
            return 0;
        const auto at = static_cast<std::size_t>(std::countl_zero(static_cast<unsigned char>(block[0]))) + 1;
        const auto time = static_cast<std::int16_t>(numberAt(block, at, 2));
        return time > 0 ? static_cast<std::uint64_t>(time) : 0;
    }

    std::string_view m_file;
    std::size_t m_at = 0;
    std::uint64_t m_nsPerUnit = 1'000'000;
    std::uint64_t m_duration = 0;
    std::uint64_t m_cluster = 0;
    std::uint64_t m_last = 0;
};

} // namespace

std::optional<std::int64_t> mp4Ms(std::string_view file)
{
    return Mp4Reader().read(file);
}

std::optional<std::int64_t> webmMs(std::string_view file)
{
    return WebmReader(file).read();
}

} // namespace beaver::wire::audio
