#include <server/wire/unit_form.h>

#include <algorithm>

namespace beaver::wire {

namespace {

constexpr std::string_view lineEnd = "\r\n";

Error badForm(std::string message)
{
    return {
        ErrorCode::InvalidRequest, "The form can't be read: " + std::move(message) + ".", {}, "invalid_form", {}, 0};
}

char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equalsFolded(std::string_view text, std::string_view lower)
{
    return std::ranges::equal(text, lower, [](char a, char b) { return folded(a) == b; });
}

std::string_view withoutBlanks(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t") + 1 - from);
}

bool isTokenCharacter(char c)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return (folded(c) >= 'a' && folded(c) <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
}

/// The parameters behind a header's value: `; name=value`, values as tokens or quoted.
class Parameters
{
public:
    /// `rest` begins at the first `;`.
    explicit Parameters(std::string_view rest)
        : m_rest(rest)
    {}

    /// False at the end, or where it is malformed: ask sound().
    bool next(std::string_view &name, std::string &value)
    {
        m_rest = withoutBlanks(m_rest);
        if (m_rest.empty())
            return false;
        if (m_rest.front() != ';')
            return fail();
        m_rest = withoutBlanks(m_rest.substr(1));
        const auto nameEnd = std::ranges::find_if_not(m_rest, isTokenCharacter) - m_rest.begin();
        name = m_rest.substr(0, static_cast<std::size_t>(nameEnd));
        m_rest.remove_prefix(name.size());
        if (name.empty() || !m_rest.starts_with('='))
            return fail();
        m_rest.remove_prefix(1);
        value.clear();
        return m_rest.starts_with('"') ? quotedValue(value) : tokenValue(value);
    }
    bool sound() const { return m_sound; }

private:
    bool fail()
    {
        m_sound = false;
        return false;
    }

    bool tokenValue(std::string &value)
    {
        const auto end = m_rest.find_first_of("; \t");
        value = m_rest.substr(0, end);
        m_rest.remove_prefix(value.size());
        return !value.empty() && value.find('"') == std::string::npos ? true : fail();
    }

    bool quotedValue(std::string &value)
    {
        for (std::size_t at = 1; at < m_rest.size(); ++at) {
            if (m_rest[at] == '"') {
                m_rest.remove_prefix(at + 1);
                return true;
            }
            // Only a quote is escaped so: browsers of old sent whole paths with their backslashes.
            if (m_rest[at] == '\\' && at + 1 < m_rest.size() && m_rest[at + 1] == '"')
                ++at;
            value += m_rest[at];
        }
        return fail();
    }

    std::string_view m_rest;
    bool m_sound = true;
};

std::string_view mediaTypeOf(std::string_view contentType)
{
    return withoutBlanks(contentType.substr(0, contentType.find(';')));
}

std::string_view parametersOf(std::string_view value)
{
    const auto at = value.find(';');
    return at == std::string_view::npos ? std::string_view() : value.substr(at);
}

class FormReader
{
public:
    FormReader(std::string_view body, std::string_view boundary)
        : m_body(body)
        , m_delimiter("\r\n--" + std::string(boundary))
    {}

    Result<std::vector<FormPart>> read()
    {
        // The first boundary has no line end before it.
        const std::string_view first = std::string_view(m_delimiter).substr(lineEnd.size());
        if (!m_body.starts_with(first))
            return badForm("it doesn't begin with its boundary");
        m_at = first.size();
        for (;;) {
            if (rest().starts_with("--"))
                return ended();
            if (!rest().starts_with(lineEnd))
                return badForm("behind a boundary stands something else than a line end");
            m_at += lineEnd.size();
            if (m_parts.size() == mostFormParts)
                return badForm("it has more than " + std::to_string(mostFormParts) + " parts");
            if (auto read = part(); !read)
                return read.error();
        }
    }

private:
    std::string_view rest() const { return m_body.substr(m_at); }

    Result<std::vector<FormPart>> ended()
    {
        m_at += 2;
        if (!rest().empty() && rest() != lineEnd)
            return badForm("something follows its closing boundary");
        if (m_parts.empty())
            return badForm("it has no parts");
        return std::move(m_parts);
    }

    Result<void> part()
    {
        FormPart part;
        if (auto read = headers(part); !read)
            return read;
        part.begin = m_at;
        // From the headers' last line end on: a boundary right behind it has no content before it, not even an empty
        // one.
        const auto end = m_body.find(m_delimiter, m_at - lineEnd.size());
        if (end == std::string_view::npos)
            return badForm("its closing boundary is missing");
        if (end < part.begin)
            return badForm("a part has no empty line behind its headers");
        part.end = end;
        if (!part.file && part.end - part.begin > longestFormText)
            return invalid(std::string(part.name), "The field '" + std::string(part.name) + "' is longer than " +
                                                       std::to_string(longestFormText) + " bytes.");
        const bool repeated =
            std::ranges::any_of(m_parts, [&](const FormPart &other) { return other.name == part.name; });
        if (repeated && !part.name.ends_with("[]"))
            return Error{ErrorCode::InvalidRequest,
                         "The field '" + std::string(part.name) +
                             "' occurs twice; readers would disagree about which one counts.",
                         std::string(part.name),
                         "duplicate_key",
                         {},
                         0};
        m_parts.push_back(std::move(part));
        m_at = end + m_delimiter.size();
        return {};
    }

    Result<void> headers(FormPart &part)
    {
        const std::size_t from = m_at;
        bool named = false;
        for (;;) {
            const auto end = m_body.find(lineEnd, m_at);
            if (end == std::string_view::npos || end - from > mostPartHeaderBytes)
                return badForm("the headers of a part don't end, or are longer than " +
                               std::to_string(mostPartHeaderBytes) + " bytes");
            const std::string_view line = m_body.substr(m_at, end - m_at);
            m_at = end + lineEnd.size();
            if (line.empty())
                break;
            if (auto read = header(line, part, named); !read)
                return read;
        }
        return named ? Result<void>() : badForm("a part has no Content-Disposition");
    }

    Result<void> header(std::string_view line, FormPart &part, bool &named)
    {
        const auto colon = line.find(':');
        const auto name = line.substr(0, colon);
        const bool clean = std::ranges::none_of(
            line, [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; });
        if (colon == std::string_view::npos || name.empty() || !std::ranges::all_of(name, isTokenCharacter) || !clean)
            return badForm("a part has a malformed header");
        const auto value = withoutBlanks(line.substr(colon + 1));
        if (equalsFolded(name, "content-disposition")) {
            if (named)
                return badForm("a part has two Content-Dispositions");
            named = true;
            return disposition(value, part);
        }
        if (equalsFolded(name, "content-type"))
            part.contentType = value;
        else if (equalsFolded(name, "content-transfer-encoding") && !equalsFolded(value, "binary") &&
                 !equalsFolded(value, "8bit") && !equalsFolded(value, "7bit"))
            return badForm("a part is coded (Content-Transfer-Encoding), which forms don't do any more");
        return {};
    }

    Result<void> disposition(std::string_view value, FormPart &part)
    {
        if (!equalsFolded(mediaTypeOf(value), "form-data"))
            return badForm("a part's Content-Disposition isn't form-data");
        Parameters parameters(parametersOf(value));
        std::string_view name;
        std::string content;
        bool seen = false;
        while (parameters.next(name, content)) {
            if (equalsFolded(name, "name")) {
                // The name stays a view into the body: one with escapes is no name of a field that there is.
                const auto at = value.find(content);
                if (seen || content.empty() || at == std::string_view::npos)
                    return badForm("a part has no name, two, or one that is escaped");
                part.name = value.substr(at, content.size());
                seen = true;
            } else if (equalsFolded(name, "filename") || equalsFolded(name, "filename*")) {
                part.file = true;
                if (equalsFolded(name, "filename"))
                    part.fileName = content;
            }
        }
        if (!parameters.sound() || !seen)
            return badForm("a part's Content-Disposition is malformed or has no name");
        return {};
    }

    std::string_view m_body;
    const std::string m_delimiter;
    std::size_t m_at = 0;
    std::vector<FormPart> m_parts;
};

} // namespace

bool isForm(std::string_view contentType)
{
    return equalsFolded(mediaTypeOf(contentType), "multipart/form-data");
}

Result<std::string> formBoundary(std::string_view contentType)
{
    constexpr std::string_view others = "'()+_,-./:=? ";
    Parameters parameters(parametersOf(contentType));
    std::string_view name;
    std::string value;
    std::string boundary;
    int seen = 0;
    while (parameters.next(name, value)) {
        if (equalsFolded(name, "boundary")) {
            boundary = value;
            ++seen;
        }
    }
    const bool known = std::ranges::all_of(boundary, [&](char c) {
        return (folded(c) >= 'a' && folded(c) <= 'z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
    if (!parameters.sound() || seen != 1 || boundary.empty() || boundary.size() > 70 || boundary.back() == ' ' ||
        !known)
        return badForm("its Content-Type has no boundary, two, or one that isn't 1 to 70 of the allowed characters");
    return boundary;
}

Result<std::vector<FormPart>> parseForm(std::string_view body, std::string_view boundary)
{
    return FormReader(body, boundary).read();
}

} // namespace beaver::wire
