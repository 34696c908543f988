#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

namespace beaver::openid {

/// A member that is a text; empty where it isn't there, or something else.
inline std::string textOf(simdjson::dom::element object, std::string_view name)
{
    std::string_view value;
    return object[name].get(value) ? std::string() : std::string(value);
}

} // namespace beaver::openid
