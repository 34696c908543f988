#include <server/relay/codec_stream.h>

namespace beaver::relay {

using wire::Event;

bool countEvent(const Event &event, wire::TokenEstimate &counted)
{
    switch (event.kind) {
    case Event::Kind::Text:
    case Event::Kind::Reasoning:
    case Event::Kind::Refusal:
    case Event::Kind::ToolArguments:
        counted.add(event.text);
        return !event.text.empty();
    case Event::Kind::ToolCall:
        counted.add(event.name);
        return true;
    case Event::Kind::Media:
        counted.addTokens(static_cast<std::int64_t>(event.text.size() / 8));
        return true;
    case Event::Kind::Citation:
    case Event::Kind::Finish:
        return false;
    }
    return false;
}

CodecStream::CodecStream(std::unique_ptr<wire::AnswerReader> reader, std::unique_ptr<wire::AnswerWriter> writer,
                         bool sameDialect, std::int64_t inputTokens, std::optional<std::int64_t> mostOutput)
    : AnswerStream(inputTokens, mostOutput)
    , m_reader(std::move(reader))
    , m_writer(std::move(writer))
    , m_passes(sameDialect)
{}

AnswerStream::Step CodecStream::step()
{
    if (m_done)
        return Step::Done;
    while (const auto frame = m_splitter.next()) {
        if (!frame->hasData) {
            if (m_passes)
                m_ready += frame->raw;
            continue;
        }
        m_pending.clear();
        m_reader->frame(*frame, m_pending);
        if (m_reader->error()) {
            m_error = m_reader->error();
            return Step::Failed;
        }
        ++m_events;
        if (m_model.empty())
            m_model = m_reader->model();
        m_countedWithPending = m_counted;
        m_pendingContent = false;
        for (const Event &event : m_pending)
            m_pendingContent |= countEvent(event, m_countedWithPending);
        if (m_passes)
            m_pendingRaw = frame->raw;
        if (m_pendingContent)
            return Step::Content;
        accept();
        if (m_done)
            return Step::Done;
    }
    if (m_splitter.tooLong()) {
        m_error = wire::ProviderError{"The provider sent an event that is too long.", {}, {}, {}};
        return Step::Failed;
    }
    return Step::NeedMore;
}

void CodecStream::accept()
{
    m_counted = m_countedWithPending;
    m_contentEvents += m_pendingContent ? 1 : 0;
    m_finished = m_reader->finished();
    m_done = m_reader->done();
    (m_finished || m_done ? m_reported : m_soFar) = m_reader->usage();
    std::string &written = m_passes ? m_followed : m_ready;
    for (const Event &event : m_pending)
        m_writer->write(event, written);
    m_followed.clear();
    if (m_passes)
        (m_finished || m_done || !m_tail.empty() ? m_tail : m_ready) += m_pendingRaw;
    m_pending.clear();
    m_pendingContent = false;
}

void CodecStream::close()
{
    if (m_passes)
        return;
    wire::AnswerTotals totals;
    totals.usage = usage();
    m_writer->end(totals, {}, m_tail);
}

void CodecStream::stopEarly(std::string_view note, std::int64_t)
{
    m_tail.clear();
    wire::AnswerTotals totals;
    totals.usage = usage();
    m_writer->end(totals, note, m_tail);
}

std::string CodecStream::failure(const Error &error)
{
    std::string out;
    m_writer->fail(error, out);
    return out;
}

std::string CodecStream::ping()
{
    std::string out;
    m_writer->ping(out);
    return out;
}

} // namespace beaver::relay
