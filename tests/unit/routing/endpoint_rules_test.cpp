#include <gtest/gtest.h>
#include <server/routing/endpoint_rules.h>

namespace beaver::routing::test {

namespace {

std::string checked(const std::string &url)
{
    const auto result = checkBaseUrl("base_url", url);
    return result ? *result : "refused";
}

TEST(BaseUrl, HttpWithAHostIsTakenPrivateOnesToo)
{
    EXPECT_EQ(checked("https://api.openai.com/v1/"), "https://api.openai.com/v1");
    EXPECT_EQ(checked("http://localhost:11434/v1"), "http://localhost:11434/v1");
    EXPECT_EQ(checked("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    EXPECT_EQ(checked("http://10.0.0.7/"), "http://10.0.0.7");
    EXPECT_EQ(checked("http://[::1]:4000"), "http://[::1]:4000");
}

TEST(BaseUrl, AnythingElseIsRefused)
{
    for (const char *url : {"", "localhost:11434", "ftp://host/v1", "file:///etc/passwd", "http://", "https:///v1",
                            "http://user@host/v1", "http://user:secret@host/v1", "http://host/v1?key=1",
                            "http://host/v1#x", "http://ho st/v1", "http://host\n/v1", "http://169.254.169.254/latest",
                            "http://[fe80::1]/v1", "http://host\\@evil/v1", "javascript:alert(1)"})
        EXPECT_EQ(checked(url), "refused") << url;
    EXPECT_EQ(checked("http://host/" + std::string(500, 'a')), "refused");
}

using Headers = std::map<std::string, std::string>;
using Timeouts = std::map<std::string, std::int64_t>;

class EndpointRules : public testing::Test
{
protected:
    EndpointRules()
    {
        endpoint.settings.baseUrl = "https://one.example/v1";
        endpoint.credential = Secret("sk-0123456789abcdef");
    }
    /// The field that is refused; empty: all is taken.
    std::string refusedField(const EndpointPatch &patch)
    {
        auto copy = endpoint;
        const auto applied = applyPatch(patch, copy);
        if (applied) {
            endpoint = copy;
            return {};
        }
        return applied.error().param;
    }

    StoredEndpoint endpoint;
};

TEST_F(EndpointRules, ACredentialNeverFollowsToAnotherServer)
{
    EndpointPatch patch;
    patch.baseUrl = "https://evil.example/v1";
    EXPECT_EQ(refusedField(patch), "credential");
    patch.baseUrl = "http://one.example/v1";
    EXPECT_EQ(refusedField(patch), "credential") << "another scheme is another server";
    patch.baseUrl = "https://one.example:8443/v1";
    EXPECT_EQ(refusedField(patch), "credential");
    patch.baseUrl = "https://one.example:443/v2";
    EXPECT_EQ(refusedField(patch), "") << "another path is the same server";
    patch.baseUrl = "https://two.example/v1";
    patch.credential = Secret("sk-another-0123456789");
    EXPECT_EQ(refusedField(patch), "");
    EXPECT_EQ(endpoint.credentialHint, "6789");
    patch.baseUrl = "https://three.example/v1";
    patch.credential = Secret();
    EXPECT_EQ(refusedField(patch), "");
    EXPECT_TRUE(endpoint.credential.isEmpty());
    EXPECT_EQ(endpoint.credentialHint, "");
}

TEST_F(EndpointRules, AddressAndKeyOfTheEnvironmentStayThere)
{
    endpoint.fromEnvironment = true;
    EndpointPatch patch;
    patch.baseUrl = "https://one.example/v2";
    EXPECT_EQ(refusedField(patch), "base_url");
    patch.baseUrl.reset();
    patch.credential = Secret("sk-x");
    EXPECT_EQ(refusedField(patch), "credential");
    patch.credential.reset();
    patch.priority = 5;
    EXPECT_EQ(refusedField(patch), "");
    EXPECT_EQ(endpoint.settings.priority, 5);
}

TEST_F(EndpointRules, EachFieldHasItsBounds)
{
    const auto with = [](auto change) {
        EndpointPatch patch;
        change(patch);
        return patch;
    };
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.name = ""; })), "name");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.name = "two\nlines"; })), "name");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.credential = Secret("with space"); })), "credential");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.priority = -1; })), "priority");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.weight = 1001; })), "weight");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.maxConcurrency = -1; })), "max_concurrency");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.queueLength = 1'000'000; })), "queue_length");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.costPercent = 1001; })), "cost_percent");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.models = std::vector{ModelRule{"a b", ""}}; })), "models");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.models = std::vector{ModelRule{"a=b", ""}}; })), "models");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.headers = Headers{{"Authorization", "Bearer x"}}; })),
              "headers");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.headers = Headers{{"X-Api-Key", "x"}}; })), "headers");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.headers = Headers{{"X-Title", "a\r\nHost: b"}}; })), "headers");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.timeouts = Timeouts{{"coffee_ms", 1}}; })), "timeouts");
    EXPECT_EQ(refusedField(with([](auto &patch) { patch.timeouts = Timeouts{{"connect_ms", -1}}; })), "timeouts");
    EXPECT_EQ(refusedField(with([](auto &patch) {
                  patch.name = "Second";
                  patch.weight = 0;
                  patch.models = std::vector{ModelRule{"gpt-*", "openai/gpt-*"}};
                  patch.headers = Headers{{"X-Title", "Beaver"}};
                  patch.timeouts = Timeouts{{"connect_ms", 250}};
                  patch.region = "eu-west";
                  patch.status = EndpointStatus::Paused;
              })),
              "");
    EXPECT_EQ(endpoint.settings.headers, std::vector<std::string>{"X-Title: Beaver"});
    EXPECT_EQ(endpoint.settings.timeouts.connectMs, 250);
    EXPECT_EQ(endpoint.settings.region, "eu-west");
}

TEST(CredentialHint, ShortOnesAreNotGivenAway)
{
    EXPECT_EQ(credentialHint(Secret("sk-1234")), "");
    EXPECT_EQ(credentialHint(Secret("sk-0123456789abcd")), "abcd");
}

} // namespace

} // namespace beaver::routing::test
