#include <server/http/edge/request.h>

#include <algorithm>

namespace beaver::http {

std::string_view methodName(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Head:
        return "HEAD";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    case Method::Options:
        return "OPTIONS";
    }
    return "";
}

std::string_view Request::header(std::string_view name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

bool Request::hasHeader(std::string_view name) const
{
    return std::ranges::any_of(headers, [name](const auto &field) { return field.first == name; });
}

int Request::headerCount(std::string_view name) const
{
    return static_cast<int>(std::ranges::count_if(headers, [name](const auto &field) { return field.first == name; }));
}

} // namespace beaver::http
