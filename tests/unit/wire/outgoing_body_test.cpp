#include <gtest/gtest.h>
#include <server/wire/json_scan.h>
#include <server/wire/outgoing_body.h>

namespace beaver::wire {

namespace {

/// Read piece by piece, so many bytes at once.
std::string readBy(const OutgoingBody &body, std::size_t step)
{
    std::string all, part(step, '\0');
    while (const std::size_t count = body.copy(all.size(), part.data(), step))
        all.append(part, 0, count);
    return all;
}

} // namespace

TEST(OutgoingBody, IsReadFromAnyPlaceInAnySteps)
{
    const std::string kept = "what the client sent";
    OutgoingBody pieces;
    pieces.appendKept(std::string_view(kept).substr(0, 5));
    pieces.append("NEW");
    pieces.append("ER");
    pieces.appendKept({});
    pieces.appendKept(std::string_view(kept).substr(5));
    pieces.append("!");
    OutgoingBody ownFirst(std::string("own "));
    ownFirst.append("and ");
    ownFirst.appendKept(kept);
    const std::pair<OutgoingBody, std::string> cases[] = {
        {OutgoingBody(), ""},
        {OutgoingBody(std::string("text")), "text"},
        {pieces, "what NEWERthe client sent!"},
        {ownFirst, "own and what the client sent"},
    };
    for (const auto &[body, expected] : cases) {
        EXPECT_EQ(body.size(), expected.size());
        EXPECT_EQ(body.text(), expected);
        for (std::size_t step = 1; step <= expected.size() + 1; ++step)
            EXPECT_EQ(readBy(body, step), expected) << step;
    }
}

TEST(OutgoingBody, IsWholeInOnePlaceOnly)
{
    const std::string kept = "kept";
    OutgoingBody body;
    body.appendKept(kept);
    EXPECT_EQ(body.whole().data(), kept.data());
    body.append("x");
    EXPECT_TRUE(body.whole().empty());
    EXPECT_EQ(OutgoingBody(std::string("own")).whole(), "own");
}

TEST(ScanParsed, FindsWhatScanObjectFinds)
{
    for (const std::string text : {
             R"({})",
             R"( { } )",
             R"({"a":1})",
             "\n{ \"a\" : -1.5e3 ,\t\"b\":\"x\" , \"c\" : [ ] , \"d\":{ } }\r\n",
             R"({"a\"b":"{\"[\\","c":{"d":[{"e":[1,2,{}]},"]"],"f":null} ,"g":true  })",
             R"({"messages":[{"role":"user","content":"x, y: {z}"}],"stream":false,"n":null})",
             R"([1,2])",
             R"("text")",
         }) {
        ASSERT_EQ(parseJson(text).error(), simdjson::SUCCESS) << text;
        const auto expected = scanObject(text);
        const auto found = scanParsed(text);
        ASSERT_EQ(found.size(), expected.size()) << text;
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_EQ(found[i].keyBegin, expected[i].keyBegin) << text;
            EXPECT_EQ(found[i].valueBegin, expected[i].valueBegin) << text;
            EXPECT_EQ(found[i].valueEnd, expected[i].valueEnd) << text;
        }
    }
}

} // namespace beaver::wire
