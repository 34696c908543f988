#include <server/relay/answer_stream.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::relay {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Where the object that is the member `name`'s value begins, behind its brace; the last one that is there.
std::size_t lastObject(std::string_view text, std::string_view name)
{
    for (std::size_t at = text.rfind(name); at != std::string_view::npos && at > 0; at = text.rfind(name, at - 1)) {
        if (text[at - 1] == '\\')
            continue; // inside a text
        std::size_t next = at + name.size();
        while (next < text.size() && isSpace(text[next]))
            ++next;
        if (next == text.size() || text[next] != ':')
            continue;
        ++next;
        while (next < text.size() && isSpace(text[next]))
            ++next;
        if (next < text.size() && text[next] == '{')
            return next + 1;
    }
    return std::string_view::npos;
}

} // namespace

wire::Usage countedUsage(std::int64_t inputTokens, std::int64_t counted, std::int64_t events,
                         std::optional<std::int64_t> mostOutput)
{
    // An estimate a little over the maximum is an error of the estimate; far over it, the provider ignores the maximum.
    if (mostOutput && counted <= 2 * *mostOutput)
        counted = std::min(counted, *mostOutput);
    wire::Usage usage;
    usage.estimated = true;
    usage[wire::Bucket::Input] = inputTokens;
    // A provider sends at least one token in an event with content.
    usage[wire::Bucket::Output] = std::max(counted, events);
    usage[wire::Bucket::Requests] = 1;
    return usage;
}

std::string openAiErrorEvent(const Error &error)
{
    JsonWriter json;
    json.beginObject()
        .key("error")
        .beginObject()
        .field("message", error.message)
        .field("type", "server_error")
        .nullField("param")
        .optionalField("code", error.reason)
        .endObject();
    return "data: " + json.endObject().take() + "\n\n";
}

std::string withCostInUsage(std::string text, Money cost, Money balance)
{
    std::size_t at = lastObject(text, "\"usage\"");
    if (at == std::string::npos)
        at = lastObject(text, "\"usageMetadata\"");
    if (at == std::string::npos)
        return text;
    std::size_t next = at;
    while (next < text.size() && isSpace(text[next]))
        ++next;
    const bool empty = next < text.size() && text[next] == '}';
    const std::size_t line = text.find('\n', at); // of a stream: the object ends on its own line
    const bool taken = text.find("\"cost\"", at) < line;
    text.insert(at, std::string(taken ? "\"beaver_cost\":" : "\"cost\":") + cost.toDecimal() +
                        ",\"balance\":" + balance.toDecimal() + (empty ? "" : ","));
    return text;
}

std::string withMemberBesideUsage(std::string text, std::string_view member)
{
    constexpr std::string_view name = "\"usage\"";
    const std::size_t object = lastObject(text, name);
    if (object != std::string::npos)
        text.insert(text.rfind(name, object), std::string(member) + ",");
    return text;
}

wire::Usage AnswerStream::usage(bool withPending) const
{
    if (m_reported)
        return *m_reported;
    wire::Usage usage = countedUsage(m_inputTokens, (withPending ? m_countedWithPending : m_counted).tokens(),
                                     m_contentEvents + (withPending ? 1 : 0), m_mostOutput);
    if (!m_soFar)
        return usage;
    // What was reported on the way is exact about the input; of the output more may have come since.
    const std::int64_t more = usage.outputTokens() - m_soFar->outputTokens();
    usage = *m_soFar;
    usage.estimated = true;
    if (more > 0)
        usage[wire::Bucket::Output] += more;
    return usage;
}

std::string AnswerStream::tailWithCost(Money cost, Money balance) const
{
    return withCostInUsage(m_tail, cost, balance);
}

} // namespace beaver::relay
