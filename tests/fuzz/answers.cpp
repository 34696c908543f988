// Answers of the four provider dialects, whole and streamed, with their usage: whatever comes, each client dialect gets
// JSON, the same however the stream was cut, and counts that aren't negative.
#include "driver.h"
#include "wire_seeds.h"

#include <server/wire/codec.h>

namespace {

using namespace beaver;
using fuzz::require;

struct Read
{
    std::vector<wire::Event> events;
    std::optional<wire::Usage> usage;
    bool failed = false;
};

void checkUsage(const std::optional<wire::Usage> &usage)
{
    if (!usage)
        return;
    for (const auto units : usage->units)
        require(units >= 0, "a count isn't negative");
    require(usage->totalTokens() >= 0, "counts can be added");
}

template <typename Next> Read readStream(wire::Dialect dialect, std::string_view bytes, Next next)
{
    const auto reader = wire::makeReader(dialect, {});
    wire::SseSplitter splitter;
    Read read;
    const auto drain = [&] {
        while (const auto frame = splitter.next())
            reader->frame(*frame, read.events);
    };
    while (!bytes.empty()) {
        const std::string piece(bytes.substr(0, next(bytes.size())));
        bytes.remove_prefix(piece.size());
        splitter.feed(piece);
        drain();
    }
    if (splitter.end())
        drain();
    read.usage = reader->usage();
    read.failed = reader->error().has_value();
    return read;
}

wire::AnswerIdentity identity()
{
    wire::AnswerIdentity identity;
    identity.id = "01";
    identity.model = "m";
    identity.includeUsage = true;
    return identity;
}

void checkStream(std::string_view stream)
{
    wire::SseSplitter splitter(64 * 1024 * 1024);
    splitter.feed(stream);
    while (const auto frame = splitter.next()) {
        if (frame->hasData && frame->data != "[DONE]")
            require(wire::parseJson(frame->data).error() == simdjson::SUCCESS, "an event is JSON");
    }
    require(splitter.rest().empty(), "a stream ends with an event's end");
}

std::string written(wire::Dialect to, const Read &read)
{
    wire::AnswerTotals totals;
    totals.usage = read.usage.value_or(wire::Usage());
    const auto stream = wire::makeWriter(to, identity());
    std::string out;
    for (const auto &event : read.events)
        stream->write(event, out);
    stream->end(totals, {}, out);
    checkStream(out);
    const auto body = wire::makeWriter(to, identity())->whole(read.events, totals);
    require(wire::parseJson(body).error() == simdjson::SUCCESS, "an answer is JSON");
    return out;
}

void tryOne(std::string_view input, std::mt19937 &random)
{
    if (input.empty())
        return;
    const auto dialect = fuzz::dialects[static_cast<unsigned char>(input[0]) % std::size(fuzz::dialects)];
    input.remove_prefix(1);

    Read whole;
    const auto reader = wire::makeReader(dialect, {});
    if (reader->whole(input, whole.events)) {
        whole.usage = reader->usage();
        checkUsage(whole.usage);
        for (const auto to : fuzz::dialects)
            (void)written(to, whole);
    }
    const auto once = readStream(dialect, input, [](std::size_t left) { return left; });
    const auto cut = readStream(dialect, input, [&random](std::size_t) { return 1 + random() % 80; });
    checkUsage(once.usage);
    require(once.failed == cut.failed && once.events.size() == cut.events.size(), "cut anywhere it reads the same");
    for (const auto to : fuzz::dialects)
        require(written(to, once) == written(to, cut), "cut anywhere it is written the same");
}

} // namespace

int main(int argc, char **argv)
{
    fuzz::Target target;
    target.name = "answers";
    target.tryOne = tryOne;
    target.seeds = fuzz::answerSeeds();
    return fuzz::run(target, argc, argv);
}
