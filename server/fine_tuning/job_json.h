#pragma once

#include <shared/base/result.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beaver::fine_tuning {

/// A JSON object with texts put in place of members that it has; empty where it isn't an object.
std::string withTexts(std::string_view object, const std::vector<std::pair<std::string_view, std::string>> &texts);

/// A text member; empty where there is none.
std::string textMember(std::string_view object, std::string_view name);

/// What a job is made of, from the body of `POST /v1/fine_tuning/jobs`. InvalidRequest names the field.
struct JobWish
{
    std::string model;
    std::string trainingFile;
    std::string validationFile; ///< empty: none
};
Result<JobWish> readJobWish(std::string_view body);

/// A form with one file, for a provider's `POST /files`.
std::string uploadForm(std::string_view boundary, std::string_view purpose, std::string_view name,
                       std::string_view content);

} // namespace beaver::fine_tuning
