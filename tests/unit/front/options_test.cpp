#include <gtest/gtest.h>
#include <server/ops/options.h>

using namespace beaver;
using namespace beaver::ops;

namespace {

const std::vector<OptionDeclaration> declarations{
    {OptionDeclaration::Type::Text, "BEAVER_LISTEN", "Where.", "127.0.0.1:8000", false, 0, 0, {}, false},
    {OptionDeclaration::Type::Number, "BEAVER_LOOPS", "How many.", "0", false, 0, 256, {}, false},
    {OptionDeclaration::Type::Choice, "ENV", "Which.", "dev", false, 0, 0, {"dev", "prod"}, false},
    {OptionDeclaration::Type::Text, "OPENAI_API_KEY", "Key.", "", true, 0, 0, {}, false},
    {OptionDeclaration::Type::Text, "SERVER_n_URL", "One of several.", "", false, 0, 0, {}, true},
};

Result<Options> read(std::vector<std::string> arguments, std::map<std::string, std::string> environment = {},
                     std::string file = {})
{
    return Options::read(declarations, arguments, environment, file);
}

} // namespace

TEST(Options, FlagsComeBeforeEnvironmentBeforeFileBeforeDefaults)
{
    EXPECT_EQ(read({})->text("BEAVER_LISTEN"), "127.0.0.1:8000");
    EXPECT_EQ(read({}, {}, "BEAVER_LISTEN=:1\n")->text("BEAVER_LISTEN"), ":1");
    EXPECT_EQ(read({}, {{"BEAVER_LISTEN", ":2"}}, "BEAVER_LISTEN=:1\n")->text("BEAVER_LISTEN"), ":2");
    EXPECT_EQ(read({"--listen", ":3"}, {{"BEAVER_LISTEN", ":2"}})->text("BEAVER_LISTEN"), ":3");
    EXPECT_EQ(read({"--listen=:4"})->text("BEAVER_LISTEN"), ":4");
    EXPECT_FALSE(read({})->isSet("BEAVER_LISTEN"));
}

TEST(Options, TheFileTakesCommentsQuotesAndOtherPeoplesNames)
{
    const auto options =
        read({}, {}, "# a comment\nAPP_NAME=beaver\n export OPENAI_API_KEY = \"sk # x\"  # why\nENV=prod # later\n\n");
    ASSERT_TRUE(options.ok());
    EXPECT_EQ(options->text("OPENAI_API_KEY"), "sk # x");
    EXPECT_EQ(options->text("ENV"), "prod");
    EXPECT_FALSE(read({}, {}, "just words\n").ok());
}

TEST(Options, WhatIsWrongIsNamedWithWhatItTakes)
{
    for (const auto &[arguments, named] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"--nonsense", "1"}, "--nonsense"},
             {{"--loops", "many"}, "BEAVER_LOOPS takes a whole number from 0 to 256"},
             {{"--loops", "257"}, "BEAVER_LOOPS"},
             {{"--loops"}, "--loops needs a value"},
             {{"--env", "test"}, "dev, prod"},
             {{"--openai-api-key", "sk-very-secret"}, "environment"}}) {
        const auto options = read(arguments);
        ASSERT_FALSE(options.ok()) << arguments.front();
        EXPECT_NE(options.error().message.find(named), std::string::npos) << options.error().message;
        EXPECT_EQ(options.error().message.find("sk-very-secret"), std::string::npos);
    }
}

TEST(Options, AFamilyHasAMemberForEachNumberThatIsSet)
{
    const auto options =
        read({"--server-2-url", "c"}, {{"SERVER_10_URL", "b"}, {"SERVER_2_URL", "a"}, {"SERVER_3_URL", ""}},
             "SERVER_7_URL=d\nSERVER_0_URL=x\nSERVER_01_URL=x\nSERVER_-1_URL=x\nSERVER_1000_URL=x\nSERVER_n_URL=x\n");
    ASSERT_TRUE(options.ok()) << options.error().message;
    EXPECT_EQ(options->numbers("SERVER_n_URL"), (std::vector<int>{2, 7, 10}));
    EXPECT_EQ(options->text("SERVER_2_URL"), "c");
    EXPECT_EQ(options->text("SERVER_7_URL"), "d");
    EXPECT_EQ(options->text("SERVER_10_URL"), "b");
    EXPECT_FALSE(options->isSet("SERVER_5_URL"));
}
