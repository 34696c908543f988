#include <gtest/gtest.h>
#include <server/responses/items.h>

namespace beaver::responses {

namespace {

TEST(ResponseItems, ARequestSaysWhetherItIsKeptAndWhatItGoesOnFrom)
{
    const auto plain = readWish(R"({"model":"m","input":"Hello \"you\""})");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->model, "m");
    EXPECT_EQ(plain->input, R"([{"type":"message","role":"user","content":"Hello \"you\""}])");
    EXPECT_FALSE(plain->store);
    EXPECT_EQ(plain->previousId, "");

    const auto more =
        readWish(R"({"store":false,"previous_response_id":"resp_1","input":[{"role":"user","content":"x"}]})");
    EXPECT_EQ(more->store, false);
    EXPECT_EQ(more->previousId, "resp_1");
    EXPECT_EQ(more->input, R"([{"role":"user","content":"x"}])");

    EXPECT_EQ(readWish(R"({"previous_response_id":null,"store":null})")->input, "[]");
    EXPECT_EQ(readWish(R"({"previous_response_id":7})").error().param, "previous_response_id");
    EXPECT_EQ(readWish(R"({"store":"yes"})").error().param, "store");
    EXPECT_TRUE(readWish("not json")) << "the decoder refuses it, in its own words";
}

TEST(ResponseItems, HistoryStandsBeforeTheOwnInputAndAllElseStays)
{
    EXPECT_EQ(withHistory(R"({"model":"m","previous_response_id":"resp_1","input":"b","x": {"y":[1]}})", R"({"a":1})",
                          R"([{"b":2}])"),
              R"({"model":"m","input":[{"a":1},{"b":2}],"x":{"y":[1]}})");
    EXPECT_EQ(withHistory(R"({"model":"m","previous_response_id":"resp_1"})", R"({"a":1})", "[]"),
              R"({"model":"m","input":[{"a":1}]})");
    EXPECT_EQ(withHistory(R"({"input":[]})", "", "[ ]"), R"({"input":[]})");
}

TEST(ResponseItems, OutputComesBackAsInputWithoutWhatOnlyItsServerKnows)
{
    EXPECT_EQ(outputAsInput(R"({"id":"resp_1","output":[
                {"id":"rs_1","type":"reasoning","summary":[]},
                {"id":"rs_2","type":"reasoning","summary":[],"encrypted_content":"abc"},
                {"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]},
                {"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":"{}"},
                {"id":"ws_1","type":"web_search_call","status":"completed"}]})"),
              R"({"id":"rs_2","type":"reasoning","summary":[],"encrypted_content":"abc"},)"
              R"({"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]},)"
              R"({"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"},)"
              R"({"id":"ws_1","type":"web_search_call","status":"completed"})");
    EXPECT_EQ(outputAsInput(R"({"output":[]})"), "");
    EXPECT_EQ(outputAsInput("[]"), "");
}

TEST(ResponseItems, AnItemIsShownWithAnIdAndItsPartsListed)
{
    EXPECT_EQ(shownItem(R"({"role":"user","content":"Hi"})", "resp_ABC", 0),
              R"({"id":"msg_ABC_0","type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]})");
    EXPECT_EQ(
        shownItem(R"({"type":"message","role":"assistant","content":"Yes"})", "resp_ABC", 1),
        R"({"id":"msg_ABC_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Yes"}]})");
    EXPECT_EQ(shownItem(R"({"type":"function_call_output","call_id":"c","output":"1"})", "resp_ABC", 2),
              R"({"id":"item_ABC_2","type":"function_call_output","call_id":"c","output":"1"})");
    EXPECT_EQ(shownItem(R"({"id":"x","type":"message","role":"user","content":[]})", "resp_ABC", 3),
              R"({"id":"x","type":"message","role":"user","content":[]})");
}

TEST(ResponseItems, TheAnswerNamesWhatItGoesOnFromAsTheClientDid)
{
    EXPECT_EQ(withPreviousId(R"({"id":"resp_2","previous_response_id":null,"n":1.50})", "resp_1"),
              R"({"id":"resp_2","previous_response_id":"resp_1","n":1.50})");
    EXPECT_EQ(withPreviousId(R"({"id":"resp_2"})", "resp_1"), R"({"id":"resp_2","previous_response_id":"resp_1"})");
    EXPECT_EQ(withPreviousId("not json", "resp_1"), "not json");
}

} // namespace

} // namespace beaver::responses
