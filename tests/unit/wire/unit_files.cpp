#include "unit_files.h"

#include <bit>

namespace beaver::tests {

std::string bigEndian(std::uint64_t number, int bytes)
{
    std::string text;
    for (int at = bytes; at-- > 0;)
        text += static_cast<char>(number >> (8 * at) & 0xff);
    return text;
}

std::string littleEndian(std::uint64_t number, int bytes)
{
    std::string text;
    for (int at = 0; at < bytes; ++at)
        text += static_cast<char>(number >> (8 * at) & 0xff);
    return text;
}

std::string wavFile(int rate, int channels, double seconds, std::int64_t statedBytes)
{
    const auto frame = static_cast<std::uint64_t>(channels) * 2;
    const auto bytes = static_cast<std::uint64_t>(seconds * rate) * frame;
    const auto stated = statedBytes < 0 ? bytes : static_cast<std::uint64_t>(statedBytes);
    return "RIFF" + littleEndian(36 + stated, 4) + "WAVEfmt " + littleEndian(16, 4) + littleEndian(1, 2) +
           littleEndian(static_cast<std::uint64_t>(channels), 2) + littleEndian(static_cast<std::uint64_t>(rate), 4) +
           littleEndian(static_cast<std::uint64_t>(rate) * frame, 4) + littleEndian(frame, 2) + littleEndian(16, 2) +
           "data" + littleEndian(stated, 4) + std::string(bytes, '\0');
}

std::string flacFile(int rate, std::uint64_t samples)
{
    const std::uint64_t packed =
        static_cast<std::uint64_t>(rate) << 44 | std::uint64_t{1} << 41 | std::uint64_t{15} << 36 | samples;
    return "fLaC" + bigEndian(0x80, 1) + bigEndian(34, 3) + std::string(10, '\0') + bigEndian(packed, 8) +
           std::string(16, '\0') + std::string(100, 'x');
}

namespace {

std::string oggPage(int flags, std::uint64_t granule, int sequence, const std::string &content)
{
    return "OggS" + bigEndian(0, 1) + bigEndian(static_cast<std::uint64_t>(flags), 1) + littleEndian(granule, 8) +
           littleEndian(77, 4) + littleEndian(static_cast<std::uint64_t>(sequence), 4) + littleEndian(0, 4) +
           bigEndian(1, 1) + bigEndian(content.size(), 1) + content;
}

} // namespace

std::string opusFile(int seconds, int preSkip)
{
    std::string file =
        oggPage(2, 0, 0,
                "OpusHead" + bigEndian(1, 1) + bigEndian(1, 1) + littleEndian(static_cast<std::uint64_t>(preSkip), 2) +
                    littleEndian(48'000, 4) + std::string(3, '\0'));
    file += oggPage(0, 0, 1, "OpusTags");
    for (int second = 1; second <= seconds; ++second)
        file += oggPage(second == seconds ? 4 : 0,
                        static_cast<std::uint64_t>(second) * 48'000 + static_cast<unsigned>(preSkip), second + 1,
                        std::string(200, 'a'));
    return file;
}

std::string mp3File(int frames)
{
    std::string file;
    for (int frame = 0; frame < frames; ++frame)
        file += bigEndian(0xfffb9000, 4) + std::string(413, '\0');
    return file;
}

std::string adtsFile(int frames, int rateIndex)
{
    constexpr std::uint64_t length = 107;
    std::string file;
    for (int frame = 0; frame < frames; ++frame) {
        const std::uint64_t head = std::uint64_t{0xfff1} << 40 | std::uint64_t{1} << 38 |
                                   static_cast<std::uint64_t>(rateIndex) << 34 | std::uint64_t{1} << 30 | length << 13;
        file += bigEndian(head, 7) + std::string(100, '\0');
    }
    return file;
}

std::string box(const std::string &name, const std::string &content)
{
    return bigEndian(content.size() + 8, 4) + name + content;
}

namespace {

std::string movieBox(std::uint64_t movieMs, std::uint64_t mediaUnits, const std::string &times,
                     const std::string &extension)
{
    const std::string mvhd =
        box("mvhd", std::string(12, '\0') + bigEndian(1000, 4) + bigEndian(movieMs, 4) + std::string(80, '\0'));
    const std::string tkhd = box("tkhd", std::string(12, '\0') + bigEndian(1, 4) + std::string(64, '\0'));
    const std::string mdhd =
        box("mdhd", std::string(12, '\0') + bigEndian(48'000, 4) + bigEndian(mediaUnits, 4) + std::string(4, '\0'));
    const std::string hdlr = box("hdlr", std::string(8, '\0') + "soun" + std::string(13, '\0'));
    const std::string stbl = box("stbl", box("stts", times));
    return box("moov", mvhd + box("trak", tkhd + box("mdia", mdhd + hdlr + box("minf", stbl))) + extension);
}

} // namespace

std::string m4aFile(int seconds)
{
    const auto units = static_cast<std::uint64_t>(seconds) * 48'000;
    const std::string times = bigEndian(0, 4) + bigEndian(1, 4) + bigEndian(units / 1000, 4) + bigEndian(1000, 4);
    return box("ftyp", "M4A isom") + movieBox(units / 48, units, times, {}) + box("mdat", std::string(300, 'x'));
}

std::string fragmentedM4aFile(int seconds)
{
    const std::string trex =
        box("trex", bigEndian(0, 4) + bigEndian(1, 4) + bigEndian(1, 4) + bigEndian(1024, 4) + std::string(8, '\0'));
    std::string file = box("ftyp", "iso5isom") + movieBox(0, 0, bigEndian(0, 8), box("mvex", trex));
    for (int second = 0; second < seconds; ++second) {
        const std::string tfhd = box("tfhd", bigEndian(0, 4) + bigEndian(1, 4));
        // Half of the fragments state the length of each sample, the others take the track's own.
        std::string trun = bigEndian(0, 4) + bigEndian(47, 4);
        if (second % 2 == 0) {
            trun = bigEndian(0x300, 4) + bigEndian(48, 4);
            for (int sample = 0; sample < 48; ++sample)
                trun += bigEndian(1000, 4) + bigEndian(300, 4);
        }
        file += box("moof", box("mfhd", bigEndian(0, 8)) + box("traf", tfhd + box("trun", trun))) +
                box("mdat", std::string(50, 'x'));
    }
    return file;
}

std::string webmFile(int milliseconds, bool duration)
{
    const std::string scale = "\x2a\xd7\xb1\x83" + bigEndian(1'000'000, 3);
    const std::string length =
        "\x44\x89\x88" + bigEndian(std::bit_cast<std::uint64_t>(static_cast<double>(milliseconds)), 8);
    const std::string info = scale + (duration ? length : std::string());
    const std::string unknown = "\x01\xff\xff\xff\xff\xff\xff\xff";
    std::string file = "\x1a\x45\xdf\xa3\x84"
                       "\x42\x86\x81\x01";
    file += "\x18\x53\x80\x67" + unknown + "\x15\x49\xa9\x66" + bigEndian(0x80 | info.size(), 1) + info;
    for (int at = 0; at <= milliseconds; at += 100) {
        if (at % 1000 == 0)
            file += "\x1f\x43\xb6\x75" + unknown + "\xe7\x84" + bigEndian(static_cast<std::uint64_t>(at), 4);
        file += "\xa3\x88\x81" + bigEndian(static_cast<std::uint64_t>(at % 1000), 2) + bigEndian(0x80, 1) + "abcd";
    }
    return file;
}

Form &Form::text(const std::string &name, const std::string &value)
{
    m_body += "--XyZ\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    return *this;
}

Form &Form::file(const std::string &name, const std::string &fileName, const std::string &content)
{
    m_body += "--XyZ\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName +
              "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    return *this;
}

} // namespace beaver::tests
