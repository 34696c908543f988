#include <server/http/llm/gemini_array.h>

namespace beaver::http {

std::string GeminiArray::next(std::string_view events)
{
    std::string out;
    m_splitter.feed(events);
    while (const auto frame = m_splitter.next()) {
        if (!frame->hasData) {
            out += "\r\n";
            continue;
        }
        out += m_begun ? ",\r\n" : "[";
        out += frame->data;
        m_begun = true;
    }
    return out;
}

std::string GeminiArray::end() const
{
    return m_begun ? "\r\n]" : "[]";
}

void GeminiArraySink::begin(const relay::StreamOpening &opening)
{
    relay::StreamOpening array = opening;
    array.contentType = "application/json; charset=UTF-8";
    m_client.begin(array);
}

void GeminiArraySink::write(std::string_view bytes)
{
    if (const std::string array = m_array.next(bytes); !array.empty())
        m_client.write(array);
}

void GeminiArraySink::finish()
{
    m_client.write(m_array.end());
    m_client.finish();
}

} // namespace beaver::http
