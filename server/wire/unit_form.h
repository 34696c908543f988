#pragma once

#include <shared/base/result.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// One part of a multipart/form-data body; views into it.
struct FormPart
{
    std::string_view name;
    std::string fileName;
    bool file = false; ///< it has a file name
    std::string_view contentType;
    std::size_t begin = 0; ///< of the content, in the body
    std::size_t end = 0;
};

inline constexpr std::size_t mostFormParts = 64;
inline constexpr std::size_t mostPartHeaderBytes = 4096;
inline constexpr std::size_t longestFormText = 1024 * 1024; ///< bytes of a field that is no file

/// Whether a Content-Type is multipart/form-data, whatever its parameters.
bool isForm(std::string_view contentType);
/// The boundary (RFC 2046, 5.1.1: 1 to 70 of its characters). InvalidRequest: none, or a wrong one.
Result<std::string> formBoundary(std::string_view contentType);

/// Cuts a form apart (RFC 7578), strictly: CRLF everywhere, a boundary at the very begin and the closing one at the
/// very end, a Content-Disposition of form-data with a name in every part, no coded contents, no name twice but those
/// that end in `[]`, all bounded as above. What isn't so is InvalidRequest: readers would disagree about it.
Result<std::vector<FormPart>> parseForm(std::string_view body, std::string_view boundary);

} // namespace beaver::wire
