#include <gtest/gtest.h>
#include <server/wire/sse.h>

using namespace beaver::wire;

namespace {

struct Seen
{
    std::string raw;
    std::vector<std::string> data;
};

Seen read(std::string_view bytes, std::size_t piece)
{
    SseSplitter splitter;
    Seen seen;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        splitter.feed(bytes.substr(at, piece));
        while (const auto frame = splitter.next()) {
            seen.raw += frame->raw;
            if (frame->hasData)
                seen.data.emplace_back(frame->data);
        }
    }
    seen.raw += splitter.rest();
    return seen;
}

} // namespace

TEST(Sse, EveryLineEndAndEverySplitGivesTheSameEvents)
{
    const std::vector<std::string> streams{
        "data: one\n\ndata: two\n\n",     "data: one\r\n\r\ndata: two\r\n\r\n",
        "data: one\r\rdata: two\r\r\n",   ": comment\n\nevent: x\ndata:one\n\n:\n\nid: 3\ndata: two\n\n",
        "data: one\n\r\ndata: two\r\n\n",
    };
    for (const auto &stream : streams) {
        for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
            const Seen seen = read(stream, piece);
            EXPECT_EQ(seen.raw, stream);
            EXPECT_EQ(seen.data, (std::vector<std::string>{"one", "two"})) << stream << " in pieces of " << piece;
        }
    }
}

TEST(Sse, DataOfSeveralLinesIsJoined)
{
    EXPECT_EQ(read("data: a\ndata: b\ndata\ndatax: no\n\n", 3).data, (std::vector<std::string>{"a\nb\n"}));
}

TEST(Sse, AnUnfinishedEventIsNone)
{
    const Seen seen = read("data: one\n\ndata: two\n", 4);
    EXPECT_EQ(seen.data, (std::vector<std::string>{"one"}));
    EXPECT_EQ(seen.raw, "data: one\n\ndata: two\n");
}

TEST(Sse, AnEventOverTheBoundEndsIt)
{
    SseSplitter splitter(100);
    splitter.feed("data: " + std::string(200, 'x'));
    EXPECT_FALSE(splitter.next());
    EXPECT_TRUE(splitter.tooLong());
}

TEST(Sse, AMarkOfByteOrderCountsAtTheVeryBeginningOnly)
{
    const std::string stream = "data: one\n\n";
    const std::string mark = "\xef\xbb\xbf";
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        EXPECT_EQ(read(mark + stream, piece).data, std::vector<std::string>{"one"}) << piece;
        EXPECT_TRUE(read("\n\n" + mark + stream, piece).data.empty()) << piece; // a field of another name
    }
}
