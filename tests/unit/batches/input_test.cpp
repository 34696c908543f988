#include <server/batches/result_lines.h>
#include <tests/unit/batches/caller.h>

namespace beaver::batches::test {

namespace {

constexpr std::string_view endpoint = "/v1/chat/completions";

/// `code line param` of each error.
std::vector<std::string> errorsOf(const std::string &content, std::size_t longest = 1000)
{
    files::test::World world;
    const auto id = newId<files::FileId>(1);
    EXPECT_TRUE(world.files->folder().append(id, content));
    const auto input = readInput(world.files->folder(), id, endpoint, longest);
    EXPECT_EQ(outcome(input), "ok");
    std::vector<std::string> found;
    for (const auto &error : input->errors)
        found.push_back(error.code + " " + std::to_string(error.line) + " " + error.param);
    return found;
}

using Errors = std::vector<std::string>;

TEST(BatchInput, ALineSaysWhatIsCalledAndUnderWhichName)
{
    InputError error;
    const auto line = readInputLine(
        R"({"body": {"model" : "m", "text":"a\nb"}, "custom_id":"näme \"1\"","method":"POST","url":"/v1/chat/completions","more":1})",
        endpoint, error);
    ASSERT_EQ(outcome(line), "ok");
    EXPECT_EQ(line->customId, "näme \"1\"");
    EXPECT_EQ(line->body, R"({"model" : "m", "text":"a\nb"})") << "byte for byte";
}

TEST(BatchInput, EveryFaultIsNamedWithItsLine)
{
    EXPECT_EQ(errorsOf(lineOf(1) + lineOf(2)), Errors{});
    EXPECT_EQ(errorsOf("\n  \r\n" + lineOf(1) + "\n"), Errors{}) << "empty lines are fine";
    EXPECT_EQ(errorsOf(lineOf(1) + "not json\n"), (Errors{"invalid_json_line 2 "}));
    EXPECT_EQ(errorsOf("[]\n{}\n"), (Errors{"invalid_json_line 1 ", "missing_required_parameter 2 custom_id"}));
    EXPECT_EQ(errorsOf(R"({"custom_id":"a"})"), (Errors{"missing_required_parameter 1 method"}));
    EXPECT_EQ(errorsOf(R"({"custom_id":"a","method":"POST"})"), (Errors{"missing_required_parameter 1 url"}));
    EXPECT_EQ(errorsOf(R"({"custom_id":"a","method":"POST","url":"/v1/chat/completions"})"),
              (Errors{"missing_required_parameter 1 body"}));
    EXPECT_EQ(errorsOf(lineOf(1, "[]")), (Errors{"invalid_type 1 body"}));
    EXPECT_EQ(errorsOf(R"({"custom_id":7,"method":"POST","url":"/v1/chat/completions","body":{}})"),
              (Errors{"invalid_type 1 custom_id"}));
    EXPECT_EQ(errorsOf(R"({"custom_id":"a","method":"GET","url":"/v1/chat/completions","body":{}})"),
              (Errors{"invalid_method 1 method"}));
    EXPECT_EQ(errorsOf(R"({"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{}})"),
              (Errors{"mismatched_url 1 url"}));
    EXPECT_EQ(errorsOf(lineOf(1) + lineOf(2) + lineOf(1)), (Errors{"duplicate_custom_id 3 custom_id"}));
    EXPECT_EQ(errorsOf(R"({"custom_id":"a","custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{}})"),
              (Errors{"invalid_json_line 1 custom_id"}));
    EXPECT_EQ(errorsOf(lineOf(1, "{\"x\":\"" + std::string(2000, 'x') + "\"}") + lineOf(2)),
              (Errors{"line_too_long 1 "}));
    EXPECT_EQ(errorsOf("\n\n"), (Errors{"empty_file 0 "}));
}

TEST(BatchInput, ErrorsAndLinesAreBounded)
{
    std::string wrong;
    for (int line = 0; line < 1000; ++line)
        wrong += "{\n";
    EXPECT_EQ(errorsOf(wrong).size(), mostInputErrors);
    std::string many;
    for (std::size_t line = 0; line <= mostLines; ++line)
        many += R"({"custom_id":")" + std::to_string(line) +
                R"(","method":"POST","url":"/v1/chat/completions","body":{}})" + "\n";
    EXPECT_EQ(errorsOf(many), (Errors{"too_many_tasks 50001 "}));
}

TEST(BatchResults, AnAnswerStandsOnOneLineHoweverItWasWritten)
{
    const std::string line = answerLine("a\"b", answered("{\n  \"text\": \"x\\ny\"\r\n}\n"), 1);
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
    EXPECT_NE(
        line.find(
            R"("custom_id":"a\"b","response":{"status_code":200,"request_id":"req_1","body":{  "text": "x\ny"}},"error":null})"),
        std::string::npos)
        << line;
    EXPECT_EQ(customIdOf(line), "a\"b");
    EXPECT_EQ(customIdOf("{\"custom_id\""), "");
    EXPECT_NE(answerLine("a", answered("not json"), 1).find(R"("body":"not json")"), std::string::npos);
    EXPECT_NE(notCalledLine("a", "batch_expired", "late", 1)
                  .find(R"("response":null,"error":{"code":"batch_expired","message":"late"}})"),
              std::string::npos);
}

} // namespace

} // namespace beaver::batches::test
