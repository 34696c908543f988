#include <server/http/front/exchange.h>

#include <charconv>

namespace beaver::http {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decodeForm(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size() && hexDigit(text[at + 1]) >= 0 && hexDigit(text[at + 2]) >= 0) {
            out += static_cast<char>(hexDigit(text[at + 1]) * 16 + hexDigit(text[at + 2]));
            at += 2;
        } else {
            out += text[at] == '+' ? ' ' : text[at];
        }
    }
    return out;
}

} // namespace

const std::string &Exchange::parameter(std::string_view name) const
{
    static const std::string none;
    for (const auto &[key, value] : parameters) {
        if (key == name)
            return value;
    }
    return none;
}

std::optional<std::string> Exchange::query(std::string_view name) const
{
    std::string_view left = request->query;
    while (!left.empty()) {
        const std::string_view pair = left.substr(0, left.find('&'));
        left.remove_prefix(std::min(pair.size() + 1, left.size()));
        const std::size_t equals = pair.find('=');
        if (decodeForm(pair.substr(0, equals)) == name)
            return equals == std::string_view::npos ? std::string() : decodeForm(pair.substr(equals + 1));
    }
    return std::nullopt;
}

ResponseHead Exchange::head(int status, std::string contentType) const
{
    ResponseHead head;
    head.status = status;
    head.headers.reserve(commonHeaders.size() + 8);
    if (!contentType.empty())
        head.add("content-type", std::move(contentType));
    head.headers.insert(head.headers.end(), commonHeaders.begin(), commonHeaders.end());
    return head;
}

Result<bool> countWanted(const Exchange &exchange)
{
    const std::string wanted = exchange.query("count").value_or("");
    if (wanted != "true" && wanted != "false" && !wanted.empty())
        return invalid("count", "'count' takes true or false.");
    return wanted == "true";
}

Result<int> queryNumber(const Exchange &exchange, std::string_view name, int missing, int least, int most)
{
    const auto text = exchange.query(name);
    if (!text)
        return missing;
    int number = 0;
    const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (failure != std::errc() || end != text->data() + text->size() || number < least || number > most)
        return invalid(std::string(name), "'" + std::string(name) + "' takes a whole number from " +
                                              std::to_string(least) + " to " + std::to_string(most) + ".");
    return number;
}

} // namespace beaver::http
