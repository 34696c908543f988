#include <gtest/gtest.h>
#include <server/routing/model_rule.h>

namespace beaver::routing::test {

namespace {

catalog::Model modelOf(std::string id, std::string provider, std::string upstream)
{
    catalog::Model model;
    model.id = std::move(id);
    model.provider = std::move(provider);
    model.upstreamModel = std::move(upstream);
    return model;
}

std::string named(const std::vector<ModelRule> &rules, const catalog::Model &model, std::string provider = "openrouter")
{
    EndpointSettings settings;
    settings.provider = std::move(provider);
    settings.models = rules;
    const auto found = upstreamName(settings, model);
    return found ? found->name : "-";
}

TEST(ModelRule, AnEndpointWithoutAListServesItsProvidersModels)
{
    const auto own = modelOf("sonar", "perplexity", "sonar-2026");
    EXPECT_EQ(named({}, own, "perplexity"), "sonar-2026");
    EXPECT_EQ(named({}, own, "openai"), "-");
}

TEST(ModelRule, ExactIdsGoBeforePatternsAndThoseInTheirOrder)
{
    const auto model = modelOf("gpt-4o-mini", "openai", "gpt-4o-mini-2024");
    EXPECT_EQ(named({{"gpt-*", "one/*"}, {"gpt-4o*", "two/*"}}, model), "one/4o-mini");
    EXPECT_EQ(named({{"gpt-*", "one/*"}, {"gpt-4o-mini", "exact"}}, model), "exact");
    EXPECT_EQ(named({{"claude-*", ""}}, model), "-");
}

TEST(ModelRule, StarsOfTheUpstreamTakeThoseOfThePattern)
{
    const auto model = modelOf("gpt-4o-mini", "openai", "gpt-4o-mini");
    EXPECT_EQ(named({{"*", "openai/*"}}, model), "openai/gpt-4o-mini");
    EXPECT_EQ(named({{"*-*-mini", "*.*"}}, model), "gpt.4o");
    EXPECT_EQ(named({{"gpt-*", "fixed"}}, model), "fixed");
    EXPECT_EQ(named({{"gpt-*", "a*b*c"}}, model), "a4o-minibc");
}

TEST(ModelRule, WithoutAnUpstreamNameTheModelIsCalledAsItsOwnProviderOrWeCallIt)
{
    const auto model = modelOf("llama", "custom", "llama3.2:1b");
    EXPECT_EQ(named({{"llama", ""}}, model, "custom"), "llama3.2:1b");
    EXPECT_EQ(named({{"*", ""}}, model, "litellm"), "llama");
}

TEST(ModelRule, PatternsMatchAsWritten)
{
    struct Row
    {
        const char *pattern;
        const char *text;
        bool matches;
    };
    for (const auto &[pattern, text, matches] : {Row{"*", "", true},
                                                 {"*", "x/y", true},
                                                 {"a*", "a", true},
                                                 {"a*", "ba", false},
                                                 {"*a", "bca", true},
                                                 {"*a", "ab", false},
                                                 {"a*b*c", "a1b2c", true},
                                                 {"a*b*c", "a1c2b", false},
                                                 {"gpt-4o", "gpt-4o", true},
                                                 {"gpt-4o", "gpt-4o-mini", false},
                                                 {"a**b", "axb", true}})
        EXPECT_EQ(matchPattern(pattern, text).has_value(), matches) << pattern << " " << text;
}

TEST(ModelRule, TextGoesThereAndBackAndNonsenseIsRefused)
{
    EXPECT_EQ(ruleFromText("gpt-*=openai/gpt-*"), (ModelRule{"gpt-*", "openai/gpt-*"}));
    EXPECT_EQ(ruleFromText("gpt-4o"), (ModelRule{"gpt-4o", ""}));
    EXPECT_EQ(ruleText({"a", "b"}), "a=b");
    for (const char *wrong : {"", "a b", "a=", "=b", "a\n", "a=b=c", "*****"})
        EXPECT_FALSE(ruleFromText(wrong)) << wrong;
    EXPECT_FALSE(ruleFromText(std::string(301, 'a')));
}

} // namespace

} // namespace beaver::routing::test
