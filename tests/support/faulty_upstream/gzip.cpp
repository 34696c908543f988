#include "gzip.h"

#include <zlib.h>

namespace faulty {

namespace {

// Raw deflate blocks that refer to nothing before them, so that they can be repeated.
std::string deflated(std::string_view text, bool last)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    std::string in(text); // zlib's interface takes no const
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, last ? Z_FINISH : Z_FULL_FLUSH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

uLong crcOf(std::string_view text)
{
    return crc32(0, reinterpret_cast<const Bytef *>(text.data()), static_cast<uInt>(text.size()));
}

void appendLittleEndian(std::string &out, std::uint64_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        out += static_cast<char>((value >> shift) & 0xff);
}

const std::string gzipHead("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff", 10);

} // namespace

std::string gzipped(std::string_view text)
{
    std::string out = gzipHead + deflated(text, true);
    appendLittleEndian(out, crcOf(text));
    appendLittleEndian(out, text.size());
    return out;
}

std::string gzipBomb(std::string_view head, std::int64_t megabytes, std::string_view end)
{
    const std::string block(1024 * 1024, ' ');
    const std::string packed = deflated(block, false);
    const uLong blockCrc = crcOf(block);
    std::string out = gzipHead + deflated(head, false);
    uLong crc = crcOf(head);
    for (std::int64_t i = 0; i < megabytes; ++i) {
        out += packed;
        crc = crc32_combine(crc, blockCrc, static_cast<z_off_t>(block.size()));
    }
    out += deflated(end, true);
    appendLittleEndian(out, crc32_combine(crc, crcOf(end), static_cast<z_off_t>(end.size())));
    appendLittleEndian(out, head.size() + static_cast<std::uint64_t>(megabytes) * block.size() + end.size());
    return out;
}

} // namespace faulty
