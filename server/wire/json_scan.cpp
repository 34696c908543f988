#include <server/wire/json_scan.h>

#include <cstring>

namespace beaver::wire {

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t longFrom = 32 * 1024; // shorter documents are read as a whole
constexpr std::size_t keptCapacity = 1024 * 1024;
constexpr std::string_view byteOrderMark = "\xef\xbb\xbf"; // no JSON (RFC 8259, 8.1); newer simdjson skips it

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

class Scanner
{
public:
    Scanner(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(at)
    {}

    std::size_t at() const { return m_at; }
    bool ended() const { return m_at >= m_text.size(); }
    char current() const { return ended() ? '\0' : m_text[m_at]; }
    void step() { ++m_at; }

    void skipSpace()
    {
        while (!ended() && isSpace(m_text[m_at]))
            ++m_at;
    }

    void skipString()
    {
        for (++m_at; !ended(); ++m_at) {
            const void *quote = std::memchr(m_text.data() + m_at, '"', m_text.size() - m_at);
            if (!quote) {
                m_at = m_text.size();
                return;
            }
            const auto to = static_cast<std::size_t>(static_cast<const char *>(quote) - m_text.data());
            std::size_t slashes = 0;
            while (to - slashes > m_at && m_text[to - slashes - 1] == '\\')
                ++slashes;
            m_at = to;
            if (slashes % 2 == 0) {
                ++m_at;
                return;
            }
        }
    }

    void skipValue()
    {
        if (current() == '"') {
            skipString();
            return;
        }
        if (current() != '{' && current() != '[') {
            while (!ended() && !isSpace(current()) && current() != ',' && current() != '}' && current() != ']')
                ++m_at;
            return;
        }
        for (std::size_t depth = 0; !ended();) {
            const char c = current();
            if (c == '"') {
                skipString();
                continue;
            }
            ++m_at;
            if (c == '{' || c == '[')
                ++depth;
            else if ((c == '}' || c == ']') && --depth == 0)
                return;
        }
    }

private:
    std::string_view m_text;
    std::size_t m_at;
};

} // namespace

std::vector<MemberSpan> scanObject(std::string_view text, std::size_t at)
{
    std::vector<MemberSpan> members;
    Scanner scan(text, at);
    scan.skipSpace();
    if (scan.current() != '{')
        return members;
    members.reserve(12);
    scan.step();
    for (;;) {
        scan.skipSpace();
        if (scan.current() != '"')
            return members;
        MemberSpan member;
        member.keyBegin = scan.at();
        scan.skipString();
        scan.skipSpace();
        scan.step(); // the colon
        scan.skipSpace();
        member.valueBegin = scan.at();
        scan.skipValue();
        member.valueEnd = scan.at();
        members.push_back(member);
        scan.skipSpace();
        if (scan.current() != ',')
            return members;
        scan.step();
    }
}

void eraseMember(std::string &text, const std::vector<MemberSpan> &members, std::size_t index)
{
    const std::size_t begin = index > 0 ? members[index - 1].valueEnd : members[index].keyBegin;
    const std::size_t end = index == 0 && members.size() > 1 ? members[1].keyBegin : members[index].valueEnd;
    text.erase(begin, end - begin);
}

namespace {

struct Kept
{
    simdjson::dom::parser parser;
    std::string padded;
    LongTexts longTexts;
    std::string_view shortened; ///< what was parsed in place of the text; empty: the text itself
};

/// This thread's, ready for so many bytes.
simdjson::error_code prepare(Kept &kept, std::size_t size)
{
    if (kept.parser.max_depth() != deepest || kept.parser.capacity() > keptCapacity) {
        kept.parser = simdjson::dom::parser();
        if (const auto error = kept.parser.allocate(std::max<std::size_t>(size, 4096), deepest))
            return error;
    }
    kept.longTexts.clear();
    kept.shortened = {};
    if (kept.padded.capacity() > keptCapacity)
        std::string().swap(kept.padded);
    return simdjson::SUCCESS;
}

Kept &ofThisThread()
{
    thread_local Kept kept;
    return kept;
}

} // namespace

simdjson::simdjson_result<simdjson::dom::element> parseJson(std::string_view text)
{
    if (text.starts_with(byteOrderMark))
        return simdjson::TAPE_ERROR;
    Kept &kept = ofThisThread();
    if (const auto error = prepare(kept, text.size()))
        return error;
    kept.padded.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    kept.padded.assign(text);
    return kept.parser.parse(kept.padded.data(), text.size(), false);
}

simdjson::simdjson_result<simdjson::dom::element> parseOwnJson(const std::string &text)
{
    if (text.capacity() - text.size() < simdjson::SIMDJSON_PADDING || text.starts_with(byteOrderMark))
        return parseJson(text);
    Kept &kept = ofThisThread();
    if (const auto error = prepare(kept, text.size()))
        return error;
    return kept.parser.parse(text.data(), text.size(), false);
}

simdjson::simdjson_result<simdjson::dom::element> parseLongJson(const std::string &text)
{
    if (text.size() < longFrom || text.capacity() - text.size() < LongTexts::roomBehind ||
        text.starts_with(byteOrderMark))
        return parseOwnJson(text);
    Kept &kept = ofThisThread();
    if (const auto error = prepare(kept, 0))
        return error;
    const std::string_view shortened = kept.longTexts.setAside(text);
    if (shortened.empty())
        return parseOwnJson(text);
    kept.shortened = shortened;
    return kept.parser.parse(shortened.data(), shortened.size(), false);
}

const LongTexts &longTexts()
{
    return ofThisThread().longTexts;
}

// simdjson's first stage keeps the place of each brace, bracket, colon and comma outside of strings, and of each
// value's and key's beginning.
std::vector<MemberSpan> scanParsed(std::string_view text)
{
    const Kept &kept = ofThisThread();
    if (!kept.shortened.empty())
        text = kept.shortened;
    const auto &parser = kept.parser.implementation;
    const std::uint32_t *places = parser->structural_indexes.get();
    const std::size_t count = parser->n_structural_indexes;
    const auto at = [&](std::size_t place) { return place < count ? text[places[place]] : '\0'; };
    std::vector<MemberSpan> members;
    if (at(0) != '{')
        return members;
    members.reserve(12);
    std::size_t place = 1;
    while (at(place) == '"') {
        MemberSpan member;
        member.keyBegin = places[place];
        place += 2; // and the colon
        member.valueBegin = places[place];
        std::size_t depth = 0;
        do {
            const char c = at(place++);
            if (c == '{' || c == '[')
                ++depth;
            else if (c == '}' || c == ']')
                --depth;
        } while (depth > 0 && place < count);
        if (place >= count)
            break;
        // Up to what follows, without the white space before that.
        member.valueEnd = places[place];
        while (isSpace(text[member.valueEnd - 1]))
            --member.valueEnd;
        members.push_back(member);
        if (at(place++) != ',')
            break;
    }
    if (!kept.longTexts.empty()) {
        for (auto &member : members)
            for (auto *end : {&member.keyBegin, &member.valueBegin, &member.valueEnd})
                *end = kept.longTexts.place(*end);
    }
    return members;
}

} // namespace beaver::wire
