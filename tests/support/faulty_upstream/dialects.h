#pragma once

#include "answer.h"

#include <string>
#include <string_view>
#include <vector>

namespace faulty {

/// How one dialect says what answer.h lists.
struct Voice
{
    std::string_view usageName;
    std::string (*usage)(const Answer &answer);
    std::string (*usageNumbers)(std::string_view prompt, std::string_view completion, std::string_view total);
    std::string (*whole)(const Answer &answer, std::string_view usage);
    std::vector<StreamEvent> (*events)(const Answer &answer, std::string_view usage);
    std::vector<StreamEvent> (*end)(const Answer &answer, std::string_view usage);
    StreamEvent (*chunk)(const Answer &answer, std::string_view text, std::string_view extra);
    std::string (*error)(int status, std::string_view message);
    std::vector<StreamEvent> (*errorEvents)(const Answer &answer, const std::string &error);
};

const Voice &openAiVoice();
const Voice &responsesVoice();
const Voice &anthropicVoice();
const Voice &geminiVoice();

/// Seconds since 1970 that all answers name as their making.
inline constexpr std::string_view createdAt = "1700000000";

/// `,"name":value`, or nothing for an empty value.
std::string member(std::string_view name, std::string_view value);

} // namespace faulty
