// tests/tables/websocket_frames.txt: whole, byte by byte, and cut at random.
#include "frames.h"

#include <gtest/gtest.h>
#include <server/http/websocket/frame_reader.h>

#include <fstream>
#include <random>
#include <sstream>
#include <vector>

namespace beaver::http::test {
namespace {

constexpr std::size_t longest = 1000;

std::string repeated(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        out += text.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const std::size_t star = text.find('*', open);
        const std::size_t end = text.find('}', star);
        for (int left = std::stoi(std::string(text.substr(star + 1, end - star - 1))); left > 0; --left)
            out += text.substr(open + 1, star - open - 1);
        text.remove_prefix(end + 1);
    }
    return out;
}

std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            out += text[at];
        } else if (text[++at] == 's') {
            out += ' ';
        } else {
            out += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
            at += 2;
        }
    }
    return out;
}

std::string fromHex(std::string_view hex)
{
    std::string out;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
        out += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
    return out;
}

struct Case
{
    std::string name;
    std::string bytes;
    std::vector<std::string> expected;
};

/// `\s` inside a repetition parts words, so repetitions come first.
std::vector<std::string> words(std::string_view cell, bool blanksPart)
{
    std::string text = repeated(cell);
    for (std::size_t at = 0; blanksPart && (at = text.find("\\s", at)) != std::string::npos;)
        text.replace(at, 2, " ");
    std::istringstream stream(text);
    std::vector<std::string> found;
    for (std::string word; stream >> word;)
        found.push_back(std::move(word));
    return found;
}

std::vector<Case> readTable()
{
    std::vector<Case> cases;
    std::ifstream file(BEAVER_SOURCE_DIR "/tests/tables/websocket_frames.txt");
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        const std::size_t first = line.find(" | ");
        const std::size_t second = line.find(" | ", first + 3);
        Case entry;
        entry.name = line.substr(0, first);
        for (const auto &word : words(std::string_view(line).substr(first + 3, second - first - 3), true)) {
            const std::size_t colon = word.find(':');
            entry.bytes += colon == std::string::npos
                               ? fromHex(word)
                               : clientFrame(static_cast<std::uint8_t>(std::stoi(word.substr(0, colon), nullptr, 16)),
                                             unescaped(std::string_view(word).substr(colon + 1)));
        }
        for (const auto &word : words(std::string_view(line).substr(second + 3), false))
            entry.expected.push_back(unescaped(word));
        cases.push_back(std::move(entry));
    }
    return cases;
}

/// Reads `bytes` in pieces as long as `next` says and tells what came of it in the table's words.
template <typename Next> std::vector<std::string> read(std::string_view bytes, Next next)
{
    FrameReader reader(longest);
    std::vector<std::string> seen;
    bool ended = false;
    while (!bytes.empty() && !ended) {
        const std::string piece(bytes.substr(0, next())); // on the heap: a byte too far is seen by the sanitizer
        bytes.remove_prefix(piece.size());
        for (std::string_view left = piece; !left.empty() && !ended;) {
            const auto code = [&reader] { return std::to_string(static_cast<int>(reader.closeCode())); };
            switch (reader.feed(left)) {
            case FrameReader::Event::None:
                EXPECT_TRUE(left.empty());
                break;
            case FrameReader::Event::Text:
                seen.push_back("text:" + reader.takeMessage());
                break;
            case FrameReader::Event::Ping:
                seen.push_back("ping:" + std::string(reader.control()));
                break;
            case FrameReader::Event::Pong:
                seen.push_back("pong:" + std::string(reader.control()));
                break;
            case FrameReader::Event::Close:
                seen.push_back("close:" + code() + ":" + std::string(reader.control()));
                ended = true;
                break;
            case FrameReader::Event::Broken:
                EXPECT_FALSE(reader.why().empty());
                seen.push_back("broken:" + code());
                ended = true;
            }
            EXPECT_LE(reader.held(), longest);
        }
    }
    if (ended) {
        std::string_view more = "\x81\x80";
        reader.feed(more);
        EXPECT_TRUE(more.empty()) << "behind the end everything is dropped";
    } else if (!reader.idle()) {
        seen.emplace_back("open");
    }
    return seen;
}

TEST(FrameReader, readsEachCaseAsTheTableSays)
{
    const auto cases = readTable();
    ASSERT_GT(cases.size(), 100u);
    for (const Case &entry : cases)
        EXPECT_EQ(read(entry.bytes, [&] { return entry.bytes.size(); }), entry.expected) << entry.name;
}

TEST(FrameReader, cuttingChangesNothing)
{
    std::mt19937 random(20250101); // the same every time
    for (const Case &entry : readTable()) {
        EXPECT_EQ(read(entry.bytes, [] { return 1u; }), entry.expected) << entry.name << ", byte by byte";
        for (int round = 0; round < 30; ++round)
            EXPECT_EQ(read(entry.bytes, [&] { return 1 + random() % 40; }), entry.expected) << entry.name;
    }
}

TEST(FrameReader, allCasesInARowAreReadAsEachAlone)
{
    std::string bytes;
    std::vector<std::string> expected;
    for (const Case &entry : readTable()) {
        const auto &last = entry.expected.back();
        if (last == "open" || last.starts_with("broken") || last.starts_with("close"))
            continue;
        bytes += entry.bytes;
        expected.insert(expected.end(), entry.expected.begin(), entry.expected.end());
    }
    std::mt19937 random(7);
    for (int round = 0; round < 30; ++round)
        EXPECT_EQ(read(bytes, [&] { return 1 + random() % 3000; }), expected);
}

TEST(FrameReader, keepsOnlyWhatHasCome)
{
    FrameReader reader(std::size_t(1) << 40);
    const std::string head = fromHex("81ff000000ffffffffff00000000");
    std::string_view bytes = head;
    EXPECT_EQ(reader.feed(bytes), FrameReader::Event::None);
    EXPECT_EQ(reader.held(), 0u);
    EXPECT_FALSE(reader.idle());
}

TEST(Frame, isWrittenWithTheShortestLength)
{
    const auto frame = [](std::size_t size) {
        std::string out;
        appendFrame(out, Opcode::Text, std::string(size, 'x'));
        return out;
    };
    EXPECT_EQ(frame(0), std::string("\x81\x00", 2));
    EXPECT_EQ(frame(125).substr(0, 2), "\x81\x7d");
    EXPECT_EQ(frame(126).substr(0, 4), std::string("\x81\x7e\x00\x7e", 4));
    EXPECT_EQ(frame(65535).substr(0, 4), "\x81\x7e\xff\xff");
    EXPECT_EQ(frame(65536).substr(0, 10), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
    EXPECT_EQ(frame(65536).size(), 65546u);
}

TEST(Frame, closeHoldsCodeAndReason)
{
    std::string out;
    appendCloseFrame(out, CloseCode::GoingAway, "bye");
    EXPECT_EQ(out, "\x88\x05\x03\xe9"
                   "bye");
    out.clear();
    appendCloseFrame(out, CloseCode::NoStatus, "dropped");
    EXPECT_EQ(out, std::string("\x88\x00", 2));
    out.clear();
    appendCloseFrame(out, CloseCode::Normal, std::string(300, 'r'));
    EXPECT_EQ(out.size(), 127u);
}

} // namespace
} // namespace beaver::http::test
