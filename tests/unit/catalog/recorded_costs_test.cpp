#include "support.h"

#include <simdjson.h>

#include <sstream>

namespace beaver::catalog::test {

namespace {

using simdjson::dom::element;
using wire::Bucket;

std::int64_t count(element object, const char *pointer)
{
    std::int64_t number = 0;
    return object.at_pointer(pointer).get(number) == simdjson::SUCCESS ? number : 0;
}

bool has(element object, const char *pointer)
{
    return object.at_pointer(pointer).error() == simdjson::SUCCESS;
}

/// The buckets of a recorded `usage`, by section 13 of the wire formats.
wire::Usage normalised(element usage, bool reasoningBeside)
{
    const bool responses = has(usage, "/input_tokens");
    const auto prompt = count(usage, responses ? "/input_tokens" : "/prompt_tokens");
    const auto cached =
        count(usage, responses ? "/input_tokens_details/cached_tokens" : "/prompt_tokens_details/cached_tokens");
    const auto written = count(usage, "/prompt_tokens_details/cache_write_tokens");
    const auto reasoning = count(usage, responses ? "/output_tokens_details/reasoning_tokens"
                                                  : "/completion_tokens_details/reasoning_tokens");
    const auto completion = count(usage, responses ? "/output_tokens" : "/completion_tokens");
    wire::Usage buckets;
    buckets[Bucket::Input] = prompt - cached - written;
    buckets[Bucket::CachedRead] = cached;
    buckets[Bucket::CacheWrite5m] = written;
    buckets[Bucket::Reasoning] = reasoning;
    buckets[Bucket::Output] = completion - (reasoningBeside && !responses ? 0 : reasoning);
    buckets[Bucket::Requests] = 1;
    return buckets;
}

/// The usage of a recorded answer: of the body, or of the last event that has one.
std::optional<element> recordedUsage(simdjson::dom::parser &parser, const std::string &exchange)
{
    element usage;
    if (const auto body = sharedFile("data/fixtures/" + exchange + "/response.json")) {
        if (parser.parse(*body)["usage"].get(usage) == simdjson::SUCCESS)
            return usage;
        return std::nullopt;
    }
    std::string last;
    std::istringstream lines(sharedFile("data/fixtures/" + exchange + "/response.sse").value_or(""));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("data: {") && line.find("\"usage\":{") != std::string::npos)
            last = line.substr(6);
    }
    element event;
    if (last.empty() || parser.parse(last).get(event) != simdjson::SUCCESS)
        return std::nullopt;
    if (event["usage"].get(usage) == simdjson::SUCCESS || event["response"]["usage"].get(usage) == simdjson::SUCCESS)
        return usage;
    return std::nullopt;
}

TEST(RecordedCosts, QuotesAgreeWithWhatProvidersSaidTheyCharged)
{
    const auto recorded = sharedFile("data/recorded_costs.json");
    if (!recorded)
        GTEST_SKIP() << "no recorded exchanges in " << BEAVER_SHARED_DATA;
    std::map<std::string, std::vector<std::string>> priceOf;
    for (const auto &row : table("price_recorded.txt"))
        priceOf[row.at(0)] = row;
    const Snapshot snapshot(builtinModels(1'785'000'000'000, false));

    simdjson::dom::parser listParser;
    simdjson::dom::array cases;
    ASSERT_EQ(listParser.parse(*recorded).get(cases), simdjson::SUCCESS);
    int agreed = 0;
    for (const element row : cases) {
        std::string_view path;
        std::string_view name;
        ASSERT_EQ(row["case"].get(path), simdjson::SUCCESS);
        const std::string exchange(path);
        simdjson::dom::parser parser;
        const auto usage = recordedUsage(parser, exchange);
        if (row["model"].get(name) != simdjson::SUCCESS || !priceOf.contains(std::string(name)) || !usage)
            continue; // an image, a free model: not priced by tokens
        const auto &price = priceOf[std::string(name)];
        const Model *model = snapshot.find(price.at(1));
        ASSERT_TRUE(model) << price.at(1);
        const auto quoted =
            quote(*model, Policy{Policy::Kind::PassThrough}, normalised(*usage, exchange.starts_with("xai/")));
        const double usd = row["reported_usd"];
        const auto reported = static_cast<std::int64_t>(usd * 1e9 + 0.5);
        // 1.135e-05 USD is 11,350 nano-USD; 2.8e-08 is 28: the text has no finer digits.
        EXPECT_LE(std::abs(quoted.cost.nanoUsd() - reported), std::stoll(price.at(2)))
            << exchange << ": " << quoted.cost.toDecimal();
        ++agreed;
    }
    EXPECT_GE(agreed, 42);
}

} // namespace

} // namespace beaver::catalog::test
