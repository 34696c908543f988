#include <gtest/gtest.h>
#include <server/fine_tuning/job_json.h>
#include <server/wire/unit_form.h>

namespace beaver::fine_tuning {

namespace {

TEST(FineTuningJob, NamesArePutInPlaceAndAllElseStays)
{
    EXPECT_EQ(withTexts(R"({"model":"ours","training_file":"file-1","hyperparameters":{"n_epochs": 3},"seed":1.0})",
                        {{"model", "theirs"}, {"training_file", "file-x\"y"}, {"validation_file", "never"}}),
              R"({"model":"theirs","training_file":"file-x\"y","hyperparameters":{"n_epochs": 3},"seed":1.0})");
    EXPECT_EQ(withTexts(R"({"validation_file":null})", {{"validation_file", "x"}}), R"({"validation_file":null})");
    EXPECT_EQ(withTexts("[]", {}), "");
}

TEST(FineTuningJob, WhatItIsMadeOfIsAskedForByName)
{
    const auto wish = readJobWish(R"({"model":"m","training_file":"file-1","validation_file":null})");
    ASSERT_TRUE(wish);
    EXPECT_EQ(wish->model, "m");
    EXPECT_EQ(wish->trainingFile, "file-1");
    EXPECT_EQ(wish->validationFile, "");
    EXPECT_EQ(readJobWish(R"({"training_file":"file-1"})").error().param, "model");
    EXPECT_EQ(readJobWish(R"({"model":"m"})").error().param, "training_file");
    EXPECT_EQ(readJobWish(R"({"model":"m","training_file":7})").error().param, "training_file");
    EXPECT_FALSE(readJobWish("[]"));
}

TEST(FineTuningJob, AnUploadIsAFormThatAStrictReaderTakes)
{
    const std::string content = "{\"messages\":[]}\r\n--x";
    const std::string form = uploadForm("b-1", "fine-tune", "a\"b\r\n.jsonl", content);
    const auto parts = wire::parseForm(form, "b-1");
    ASSERT_TRUE(parts) << parts.error().message;
    ASSERT_EQ(parts->size(), 2U);
    EXPECT_EQ((*parts)[0].name, "purpose");
    EXPECT_EQ(form.substr((*parts)[0].begin, (*parts)[0].end - (*parts)[0].begin), "fine-tune");
    EXPECT_EQ((*parts)[1].name, "file");
    EXPECT_EQ((*parts)[1].fileName, "a_b__.jsonl");
    EXPECT_EQ(form.substr((*parts)[1].begin, (*parts)[1].end - (*parts)[1].begin), content);
}

} // namespace

} // namespace beaver::fine_tuning
