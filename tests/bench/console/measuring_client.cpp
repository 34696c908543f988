#include <tests/bench/console/measuring_client.h>

#include <algorithm>

namespace beaver::bench {

using namespace admin;
using namespace Qt::StringLiterals;

namespace {

QByteArray call(qint64 number)
{
    const QByteArray id = QByteArray::number(number).rightJustified(12, '0');
    const bool failed = number % 40 == 7;
    return R"({"id":"req_)" + id +
           R"(","created_at":"2026-11-20T10:00:00.000Z","started_at":"2026-11-20T10:00:00.000Z",)" +
           R"("account_id":"acc_0000)" + QByteArray::number(number % 900) +
           R"(","project_id":"prj_0001","key_id":"key_)" + QByteArray::number(number % 1'700) +
           R"(","model":"gpt-4o-mini","upstream_model":"gpt-4o-mini-2024-07-18",)" +
           R"("provider":"openai","endpoint_id":"end_01","surface":"/v1/chat/completions","outcome":")" +
           (failed ? "upstream_error" : "complete") + R"(","status":)" + (failed ? "502" : "200") +
           R"(,"streamed":true,"input_tokens":1210,"output_tokens":340,"cached_tokens":0,"cost":"0.000412","list_cost":)" +
           R"("0.000371","duration_ms":2140,"first_byte_ms":412,"attempts":1,"address":"203.0.113.7","user_agent":)" +
           R"("openai-python/1.51","estimated":false,"metadata":{"team":"blue","job":"nightly"}})";
}

/// Tokens in their time, however late the timer is; prose with a list and code now and then.
class PacedStream final : public EventStream
{
public:
    PacedStream(int tokens, int perSecond)
        : m_tokens(tokens)
        , m_perSecond(perSecond)
    {
        m_clock.start();
        connect(&m_timer, &QTimer::timeout, this, &PacedStream::tick);
        m_timer.start(1'000 / perSecond);
    }

private:
    void tick()
    {
        if (m_sent == 0)
            Q_EMIT opened();
        const int due = std::min(m_tokens, static_cast<int>(m_clock.elapsed() * m_perSecond / 1'000));
        for (; m_sent < due; ++m_sent) {
            static const QByteArray words[] = {"gate ",    "limit ",    "of the ", "token ",
                                               "bucket, ", "**each** ", "is ",     "`key` "};
            const QByteArray piece = m_sent % 400 == 399  ? "\\n\\n```python\\nx = 1\\n```\\n\\n"
                                     : m_sent % 100 == 99 ? "\\n\\n- "
                                                          : words[m_sent % 8];
            Q_EMIT event({}, R"({"choices":[{"index":0,"delta":{"content":")" + piece + R"("}}]})");
        }
        if (m_sent >= m_tokens) {
            m_timer.stop();
            Q_EMIT event({}, "[DONE]");
            Q_EMIT finished();
        }
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    int m_tokens;
    int m_perSecond;
    int m_sent = 0;
};

} // namespace

void MeasuringClient::send(const ApiRequest &request, Reply<JsonValue> reply)
{
    if (callsEachLook == 0 || !request.path.startsWith("/admin/calls?limit=200"_L1))
        return m_fake.send(request, std::move(reply));
    ++looks;
    m_calls += callsEachLook;
    QByteArray page = R"({"data":[)";
    for (qint64 i = 0; i < 200; ++i)
        page += (i ? "," : "") + call(m_calls - i);
    page += R"(],"has_more":true,"next":"older"})";
    const auto json = JsonValue::parse(page);
    QTimer::singleShot(0, &m_owner, [json, reply = std::move(reply)] { reply(*json); });
}

std::unique_ptr<EventStream> MeasuringClient::stream(const ApiRequest &request)
{
    return tokens ? std::make_unique<PacedStream>(tokens, tokensPerSecond) : m_fake.stream(request);
}

} // namespace beaver::bench
